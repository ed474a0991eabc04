import { button, chart, h, plural } from '@autoencoders/app-kit';
import type { App, View } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import { mean } from '@autoencoders/metrics';
import type { Settings } from './settings.js';
import { canFineTune, fineTuneAgain, percentText, runOf } from './stack-run.js';
import type { Outcome, StackRun } from './stack-run.js';

const amounts = [20, 50, 100, 200, 500, 1000] as const;

const lines = [
  { name: 'pre-trained', colour: '--training', dots: true },
  { name: 'random start', colour: '--validation', dots: true },
] as const;

/** The test errors of both classifiers by the number of labels, averaged over the attempts. */
export function errorByLabels(app: App<Settings>, run: StackRun): View<Settings> {
  const picture = chart({
    label: 'Test examples that are wrong, in percent, by labels',
    x: 'labels',
    logTicks: amounts,
    waiting: 'Drawn after the first fine-tuning.',
  });
  const words = h('p', { class: 'figures outcome', role: 'status' });
  const all = button('Try 20 to 1,000 labels', async () => {
    for (const labels of amounts) {
      const scene = app.scene();
      if (!scene || labels > count(scene.data.training)) return;
      app.setSettings({ labels });
      if (!(await fineTuneAgain(app, run))) return;
    }
  });
  let drawn: readonly Outcome[] | undefined;
  return {
    title: 'Error by number of labels',
    caption:
      'Test examples that are wrong, in percent, after fine-tuning the same pre-trained levels. Every fine-tuning adds two points. Attempts with the same number of labels are averaged.',
    element: h('div', {}, picture.element, words, h('div', { class: 'buttons' }, all)),
    update(scene) {
      const { outcomes } = runOf(run, scene);
      all.disabled = !canFineTune(app, scene);
      if (outcomes === drawn) return;
      drawn = outcomes;
      const sizes = [...new Set([...amounts, ...outcomes.map(({ labels }) => labels)])].sort((a, b) => a - b);
      picture.draw(lines, sizes, [
        sizes.map((labels) => meanError(outcomes, labels, 'trained')),
        sizes.map((labels) => meanError(outcomes, labels, 'random')),
      ]);
      words.textContent = latestText(outcomes);
    },
  };
}

/** The mean error with so many labels; undefined where there is none. */
function meanError(outcomes: readonly Outcome[], labels: number, kind: 'trained' | 'random'): number | undefined {
  const errors = outcomes.filter((outcome) => outcome.labels === labels).map((outcome) => outcome[kind]);
  return errors.length > 0 ? mean(errors) : undefined;
}

function latestText(outcomes: readonly Outcome[]): string {
  const latest = outcomes.at(-1);
  if (!latest) return ' ';
  const { labels } = latest;
  const attempts = outcomes.filter((outcome) => outcome.labels === labels).length;
  const error = (kind: 'trained' | 'random'): string => percentText(meanError(outcomes, labels, kind)!);
  return `${plural(labels, 'label')}, ${plural(attempts, 'attempt')}: ${error('trained')} wrong pre-trained, ${error('random')} from random weights`;
}
