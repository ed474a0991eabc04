import { button, chart, figure, h, judged, plural } from '@autoencoders/app-kit';
import type { App, View } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import { fineTuning, perRound } from './model.js';
import { canTune, classesOf, runOf, tuneAgain } from './run.js';
import type { Attempt, Run } from './run.js';

const lines = [
  { name: 'pre-trained', colour: '--training' },
  { name: 'random start', colour: '--validation', dashed: true },
] as const;

/** The test errors of both starts while they learn from the few labels. */
export function fewLabels(app: App, run: Run): View {
  const picture = chart({ label: 'Test examples that are wrong, in percent', x: 'step of fine-tuning' });
  const scores = lines.map(() => h('strong', {}, '–'));
  const words = h('p', { class: 'figures', role: 'status' });
  const again = button('Fine-tune again, other labels', () => void tuneAgain(app, run));
  let drawn: readonly [Attempt, number] | undefined;
  return {
    title: 'With few labels',
    caption:
      'Test examples that are wrong, in percent: lower is better. Both starts have the same layers, labels and number of steps. Which examples are labelled matters a lot when they are few, so draw again.',
    element: h(
      'div',
      {},
      h('div', { class: 'scores' }, ...lines.map(({ name }, i) => h('p', { class: name.replace(' ', '-') }, scores[i], ` wrong, ${name}`))),
      picture.element,
      words,
      h('div', { class: 'buttons' }, again),
    ),
    update(scene) {
      const { trained, random, labels } = runOf(run, scene);
      const attempts = [trained, random];
      const made = trained.steps.length + random.steps.length;
      again.disabled = !canTune(app, scene);
      attempts.forEach(({ errors }, i) => (scores[i]!.textContent = errors.length > 0 ? `${figure(errors.at(-1)!)} %` : '–'));
      const tested = `${count(judged(scene.data)).toLocaleString('en-US')} test examples`;
      const all = `${((fineTuning.epochs * perRound) / fineTuning.batch).toLocaleString('en-US')} steps`;
      const text =
        classesOf(scene.data) === 0
          ? 'These data have no labels; fine-tuning needs labels.'
          : `${labels > 0 ? `${plural(labels, 'label')}, ` : ''}${all} each, judged on ${tested}`;
      if (words.textContent !== text) words.textContent = text;
      if (drawn?.[0] === trained && drawn[1] === made) return;
      drawn = [trained, made];
      const steps = trained.steps.length >= random.steps.length ? trained.steps : random.steps;
      picture.element.classList.toggle('empty', made === 0);
      picture.draw(
        lines,
        steps,
        attempts.map(({ errors }) => steps.map((_, i) => errors[i])),
      );
    },
  };
}
