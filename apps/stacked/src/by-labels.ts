import { button, chart, figure, h, plural } from '@autoencoders/app-kit';
import type { App, View } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import { average } from '@autoencoders/metrics';
import { canTune, runOf, tuneAgain } from './run.js';
import type { Outcome, Run } from './run.js';

const amounts = [20, 50, 100, 200, 500, 1000] as const;

const lines = [
  { name: 'pre-trained', colour: '--training', dots: true },
  { name: 'random start', colour: '--validation', dots: true },
] as const;

/** The test errors of both starts by how many labels there were, the mean where there were several draws. */
export function byLabels(app: App, run: Run): View {
  const picture = chart({ label: 'Test examples that are wrong, in percent, by labels', x: 'labels', logarithmic: amounts });
  const words = h('p', { class: 'figures outcome', role: 'status' });
  const all = button('Try 20 to 1,000 labels', async () => {
    for (const labels of amounts) {
      const scene = app.scene();
      if (!scene || labels > count(scene.data.training)) return;
      app.setSettings({ labels });
      if (!(await tuneAgain(app, run))) return;
    }
  });
  let drawn: readonly Outcome[] | undefined;
  return {
    title: 'By the number of labels',
    caption:
      'Test examples that are wrong, in percent, by the number of labels, from the same pre-training. Every fine-tuning adds a pair of points; draws of equally many labels are averaged.',
    element: h('div', {}, picture.element, words, h('div', { class: 'buttons' }, all)),
    update(scene) {
      const { outcomes } = runOf(run, scene);
      all.disabled = !canTune(app, scene);
      if (outcomes === drawn) return;
      drawn = outcomes;
      const sizes = [...new Set([...amounts, ...outcomes.map(({ labels }) => labels)])].sort((a, b) => a - b);
      const mean = (kind: 'trained' | 'random') =>
        sizes.map((size) => {
          const errors = outcomes.filter(({ labels }) => labels === size).map((outcome) => outcome[kind]);
          return errors.length > 0 ? average(errors) : undefined;
        });
      const both = [mean('trained'), mean('random')];
      picture.element.classList.toggle('empty', outcomes.length === 0);
      picture.draw(lines, sizes, both);
      const last = sizes.indexOf(outcomes.at(-1)?.labels ?? NaN);
      const draws = outcomes.filter(({ labels }) => labels === sizes[last]).length;
      const text =
        last < 0
          ? ' '
          : `${plural(sizes[last]!, 'label')}, ${plural(draws, 'draw')}: ${figure(both[0]![last]!)} % wrong pre-trained, ${figure(both[1]![last]!)} % from random weights`;
      words.textContent = text;
    },
  };
}
