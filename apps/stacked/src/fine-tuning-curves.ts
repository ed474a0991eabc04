import { button, chart, h, plural, validationExamples } from '@autoencoders/app-kit';
import type { App, Data, View } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import { fineTuning, stepsOf } from './model.js';
import type { Settings } from './settings.js';
import { NEEDS_LABELS, canFineTune, classesOf, fineTuneAgain, percentText, runOf } from './stack-run.js';
import type { Attempt, StackRun } from './stack-run.js';

const lines = [
  { name: 'pre-trained', colour: '--training' },
  { name: 'random start', colour: '--validation', dashed: true },
] as const;

/** The test errors of both classifiers while they learn from the few labels. */
export function fineTuningCurves(app: App<Settings>, run: StackRun): View<Settings> {
  const picture = chart({
    label: 'Test examples that are wrong, in percent',
    x: 'step of fine-tuning',
    waiting: 'Drawn once fine-tuning has started.',
  });
  const scores = lines.map(() => h('strong', {}, '–'));
  const scoreRow = lines.map(({ name }, i) => h('p', { class: name.replace(' ', '-') }, scores[i], ` wrong, ${name}`));
  const scoreBox = h('div', { class: 'scores', hidden: true }, ...scoreRow);
  const words = h('p', { class: 'figures', role: 'status' });
  const again = button('Fine-tune again, other labels', () => void fineTuneAgain(app, run));
  let drawn: readonly [Attempt, number] | undefined;
  return {
    title: 'Fine-tuning with few labels',
    caption:
      'Test examples that are wrong, in percent: lower is better. Both classifiers have the same layers, the same labels and the same number of steps. With few labels, it matters which examples are labelled, so try other labels.',
    element: h('div', {}, scoreBox, picture.element, words, h('div', { class: 'buttons' }, again)),
    update(scene) {
      const { trained, random, labels } = runOf(run, scene);
      const attempts = [trained, random];
      again.disabled = !canFineTune(app, scene);
      attempts.forEach(({ errors }, i) => (scores[i]!.textContent = errors.length > 0 ? percentText(errors.at(-1)!) : '–'));
      const text = textOf(scene.data, labels);
      if (words.textContent !== text) words.textContent = text;
      const made = trained.steps.length + random.steps.length;
      if (drawn?.[0] === trained && drawn[1] === made) return;
      drawn = [trained, made];
      const steps = trained.steps.length >= random.steps.length ? trained.steps : random.steps;
      scoreBox.hidden = made === 0;
      picture.draw(
        lines,
        steps,
        attempts.map(({ errors }) => steps.map((_, i) => errors[i])),
      );
    },
  };
}

function textOf(data: Data, labels: number): string {
  if (classesOf(data) === 0) return NEEDS_LABELS;
  const steps = stepsOf(fineTuning.epochs).toLocaleString('en-US');
  const tested = count(validationExamples(data)).toLocaleString('en-US');
  return `${labels > 0 ? `${plural(labels, 'label')}, ` : ''}${steps} steps each, tested on ${tested} examples`;
}
