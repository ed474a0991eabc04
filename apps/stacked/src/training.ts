import { examples, judged, paceOf, plain } from '@autoencoders/app-kit';
import type { Phase, StepsContext } from '@autoencoders/app-kit';
import { writeWeights } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { accuracy } from '@autoencoders/metrics';
import type { Classifier, Stack } from '@autoencoders/models';
import type { LevelProgress, Progress } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fineTuning, labelled, perRound, preTraining, startOf } from './model.js';
import type { Kind } from './model.js';
import { DONE, LEVELS, RANDOM, TUNING, classesOf, nothing } from './run.js';
import type { Attempt, Run } from './run.js';

/** What the page hears of every part: epochs and seconds are those of the whole training. */
type Told = Progress & Phase & { readonly level?: number };

/** Pre-trains level by level, then fine-tunes with some labels, then does the same from random weights; `run` keeps what comes of it. */
export async function* training(context: StepsContext, run: Run): AsyncGenerator<Told> {
  const { model, data, settings } = context;
  const stack = model as unknown as Stack;
  const pre = LEVELS * Number(settings['epochs']);
  const epochs = pre + (classesOf(data) > 0 ? 2 * fineTuning.epochs : 0);
  let seconds = 0;
  const told = (progress: Progress, before: number, since: number, phase: string): Told => {
    seconds = since + progress.elapsedSeconds;
    return { ...progress, epoch: before + progress.epoch, epochs, elapsedSeconds: seconds, phase };
  };
  const { kept } = run;
  const outcomes = kept ? run.outcomes : [];
  Object.assign(run, { model, phase: kept ? TUNING : 1, history: [], trained: nothing(), random: nothing(), outcomes });
  context.app.refresh();

  if (kept) writeWeights(stack, kept.weights);
  let [level, since] = [1, 0];
  for await (const progress of kept ? kept.history : preTrained(context, stack)) {
    if (progress.level !== level) [level, since] = [progress.level, seconds];
    run.history.push(progress);
    if (!kept) run.phase = level;
    const phase = `Level ${level} of ${LEVELS}, epoch ${progress.epoch} of ${progress.epochs}`;
    yield told(progress, (level - 1) * progress.epochs, since, phase);
  }
  if (classesOf(data) === 0) {
    run.phase = DONE;
    return;
  }

  run.labels = Math.min(Number(context.app.settings()['labels']), count(data.training));
  const draw = 1 + run.outcomes.filter(({ labels }) => labels === run.labels).length;
  for (const start of ['pre-trained', 'random'] as const) {
    const [phase, words, attempt] = start === 'random' ? [RANDOM, 'From random weights', run.random] : [TUNING, 'Fine-tuning', run.trained];
    run.phase = phase;
    const [before, earlier] = [pre + (phase - TUNING) * fineTuning.epochs, seconds];
    await pause();
    using classifier = startOf(stack, classesOf(data), start, draw);
    for await (const progress of tuned(context, classifier, attempt, run.labels, draw)) {
      const { level: _, ...rest } = told(progress, before, earlier, `${words}, round ${progress.epoch} of ${progress.epochs}`);
      yield rest;
    }
  }
  run.outcomes = [...run.outcomes, { labels: run.labels, trained: run.trained.errors.at(-1)!, random: run.random.errors.at(-1)! }];
  run.phase = DONE;
}

/** All levels, one after the other, without labels. */
async function* preTrained({ data, settings, trainer, onNotice }: StepsContext, stack: Stack): AsyncGenerator<LevelProgress> {
  const options = preTraining(settings['kind'] as Kind, Number(settings['epochs']), count(data.training));
  const steps = Math.ceil(count(data.training) / options.batch);
  const validation = plain(judged(data), stack);
  yield* trainer.pretrain(stack, plain(data.training, stack), { ...options, validation, every: paceOf(steps), onNotice });
}

/** A classifier in all its weights, judged on test examples after every round. */
async function* tuned(
  { data, trainer, onNotice }: StepsContext,
  classifier: Classifier<Tensor2D>,
  attempt: Attempt,
  labels: number,
  draw: number,
): AsyncGenerator<Progress> {
  await pause();
  const round = labelled(data.training, labels, draw);
  const test = judged(data);
  await pause();
  const options = { ...fineTuning, target: round.labels, seed: draw, onNotice };
  for await (const progress of trainer.fit(classifier, plain(round, classifier), options)) {
    attempt.predicted = await classified(classifier, test);
    attempt.errors.push(100 * (1 - accuracy(test.labels!, attempt.predicted)));
    attempt.steps.push((progress.epoch * perRound) / fineTuning.batch);
    yield progress;
  }
}

/** Lets the page answer in between. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** So many examples at a time. */
const PART = 50;

async function classified(classifier: Classifier<Tensor2D>, test: Dataset): Promise<Int32Array> {
  const predicted = new Int32Array(count(test));
  for (let from = 0; from < predicted.length; from += PART) {
    const x = examples(test, classifier, from, PART) as Tensor2D;
    const found = classifier.classify(x);
    predicted.set(await found.data<'int32'>(), from);
    dispose([x, found]);
    await pause();
  }
  return predicted;
}
