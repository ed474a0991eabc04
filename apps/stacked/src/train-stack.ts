import { examples, progressEvery, stepsIn, validationExamples } from '@autoencoders/app-kit';
import type { PhaseProgress, TrainContext } from '@autoencoders/app-kit';
import { writeWeights } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { accuracy } from '@autoencoders/metrics';
import type { Classifier, Stack } from '@autoencoders/models';
import type { LevelProgress, Progress } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { fineTuning, labelled, preTraining, startOf, stepsOf } from './model.js';
import type { Settings } from './settings.js';
import { DONE, FINE_TUNING, LEVELS, RANDOM_START, classesOf, newAttempt, noteOutcome } from './stack-run.js';
import type { Attempt, StackRun } from './stack-run.js';

type Context = TrainContext<Settings>;

/** Progress of the whole training: epochs and seconds count over all parts. */
type StackProgress = PhaseProgress & { readonly level?: number };

/** From the progress of a part to that of the whole training. */
interface Clock {
  /** `epochs` before this part; the seconds before it count, too. */
  readonly part: (epochs: number) => (progress: Progress, phase: string) => StackProgress;
}

function wholeClock(epochs: number): Clock {
  let seconds = 0;
  return {
    part(before) {
      const since = seconds;
      return (progress, phase) => {
        seconds = since + progress.elapsedSeconds;
        return { ...progress, epoch: before + progress.epoch, epochs, elapsedSeconds: seconds, phase };
      };
    },
  };
}

/**
 * Pre-trains level by level, fine-tunes with some labels, and does the same from random weights. A run that has a
 * pre-trained stack begins with fine-tuning. The results go into `run`.
 */
export async function* trainStack(context: Context, run: StackRun): AsyncGenerator<StackProgress> {
  const { model, data, settings } = context;
  const preEpochs = LEVELS * settings.epochs;
  const clock = wholeClock(preEpochs + (classesOf(data) > 0 ? 2 * fineTuning.epochs : 0));
  const { preTrained, outcomes } = run;
  Object.assign(run, {
    model,
    phase: preTrained ? FINE_TUNING : 1,
    history: [],
    trained: newAttempt(),
    random: newAttempt(),
    outcomes: preTrained ? outcomes : [],
  } satisfies Partial<StackRun>);
  if (preTrained) writeWeights(model as unknown as Stack, preTrained.weights);
  context.app.refresh();
  yield* levels(context, run, clock);
  if (classesOf(data) > 0) yield* classifiers(context, run, clock, preEpochs);
  run.phase = DONE;
}

/** All levels: trained now, or as they were trained before. */
async function* levels(context: Context, run: StackRun, clock: Clock): AsyncGenerator<StackProgress> {
  const stack = context.model as unknown as Stack;
  const { preTrained } = run;
  let [level, told] = [1, clock.part(0)];
  for await (const progress of preTrained ? preTrained.history : preTrain(context, stack)) {
    if (progress.level !== level) [level, told] = [progress.level, clock.part((progress.level - 1) * progress.epochs)];
    run.history.push(progress);
    if (!preTrained) run.phase = level;
    yield told(progress, `Level ${level} of ${LEVELS}, epoch ${progress.epoch} of ${progress.epochs}`);
  }
}

/** Pre-trains all levels, one after the other, without labels. */
async function* preTrain({ data, settings, trainer, onNotice }: Context, stack: Stack): AsyncGenerator<LevelProgress> {
  const options = preTraining(settings.kind, settings.epochs, count(data.training), settings.seed);
  const validation = validationExamples(data);
  const every = progressEvery(stepsIn(data.training, options.batch));
  yield* trainer.pretrain(stack, data.training, { ...options, validation, every, onNotice });
}

/** Fine-tunes the pre-trained classifier, then one that starts from random weights, with the same labels. */
async function* classifiers(context: Context, run: StackRun, clock: Clock, before: number): AsyncGenerator<StackProgress> {
  const { model, data, settings, app } = context;
  const labels = Math.min(app.settings().labels, count(data.training));
  run.labels = labels;
  const draw = settings.seed + run.outcomes.filter((outcome) => outcome.labels === labels).length;
  for (const start of ['pre-trained', 'random'] as const) {
    const [phase, words, attempt] =
      start === 'random' ? [RANDOM_START, 'From random weights', run.random] : [FINE_TUNING, 'Fine-tuning', run.trained];
    run.phase = phase;
    const told = clock.part(before + (phase - FINE_TUNING) * fineTuning.epochs);
    await pause();
    using classifier = startOf(model as unknown as Stack, classesOf(data), start, draw);
    for await (const progress of fineTune(context, classifier, attempt, labels, draw)) {
      const { level: _, ...whole } = told(progress, `${words}, round ${progress.epoch} of ${progress.epochs}`);
      yield whole;
    }
  }
  noteOutcome(run, model);
}

/** Trains all weights of a classifier, and evaluates it on test examples after every round. */
async function* fineTune(
  { data, trainer, onNotice }: Context,
  classifier: Classifier<Tensor2D>,
  attempt: Attempt,
  labels: number,
  draw: number,
): AsyncGenerator<Progress> {
  await pause();
  const round = labelled(data.training, labels, draw);
  const test = validationExamples(data);
  await pause();
  const options = { ...fineTuning, target: round.labels, seed: draw, onNotice };
  for await (const progress of trainer.fit(classifier, round, options)) {
    attempt.predicted = await predict(classifier, test);
    attempt.errors.push(100 * (1 - accuracy(test.labels!, attempt.predicted)));
    attempt.steps.push(stepsOf(progress.epoch));
    yield progress;
  }
}

/** Lets the page respond. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Examples that are classified at once. */
const BATCH = 50;

async function predict(classifier: Classifier<Tensor2D>, test: NamedDataset): Promise<Int32Array> {
  const predicted = new Int32Array(count(test));
  for (let from = 0; from < predicted.length; from += BATCH) {
    const x = examples(test, classifier, from, BATCH) as Tensor2D;
    const found = classifier.classify(x);
    predicted.set(await found.data<'int32'>(), from);
    dispose([x, found]);
    await pause();
  }
  return predicted;
}
