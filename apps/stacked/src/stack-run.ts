import type { AnyModel, App, Data, Scene } from '@autoencoders/app-kit';
import { figure } from '@autoencoders/app-kit/format';
import { readWeights } from '@autoencoders/core';
import type { StateDict } from '@autoencoders/core';
import type { LevelProgress } from '@autoencoders/training';
import { stepsOf } from './model.js';
import type { Results } from './results.js';
import type { Settings } from './settings.js';

/** A fine-tuning of one classifier: its test errors in percent, and what it predicts for the test examples. */
export interface Attempt {
  readonly steps: number[];
  readonly errors: number[];
  predicted: Int32Array | undefined;
}

/** The test errors of both classifiers after a fine-tuning, in percent. */
export interface Outcome {
  readonly labels: number;
  readonly trained: number;
  readonly random: number;
}

/** A pre-trained stack that is fine-tuned again. */
interface PreTrained {
  readonly weights: StateDict;
  readonly history: readonly LevelProgress[];
}

/** How far the training is, and its results, for all views. */
export interface StackRun {
  /** The model that was trained. Nothing is known about another one. */
  model: AnyModel | undefined;
  /** What is trained now: a level, from 1, or one of the phases below. */
  phase: number;
  /** The progress of pre-training. */
  history: LevelProgress[];
  labels: number;
  trained: Attempt;
  random: Attempt;
  /** The last outcome of each model that was trained. */
  readonly outcomeOf: WeakMap<AnyModel, Outcome>;
  /** One for each fine-tuning of this stack. */
  outcomes: Outcome[];
  /** The stack of the next training, if it shall be fine-tuned again. */
  preTrained: PreTrained | undefined;
}

export const LEVELS = 3;
/** Phase of the pre-trained classifier. */
export const FINE_TUNING = LEVELS + 1;
/** Phase of the classifier that starts from random weights. */
export const RANDOM_START = LEVELS + 2;
export const DONE = LEVELS + 3;

export const newAttempt = (): Attempt => ({ steps: [], errors: [], predicted: undefined });

export const newRun = (): StackRun => ({
  model: undefined,
  phase: 0,
  history: [],
  labels: 0,
  trained: newAttempt(),
  random: newAttempt(),
  outcomeOf: new WeakMap(),
  outcomes: [],
  preTrained: undefined,
});

/** Shows the fine-tuning that comes with the page's model. */
export function showResults(run: StackRun, model: AnyModel, { labels, ...found }: Results): void {
  const attempt = ({ errors, predicted }: Results['trained']): Attempt => ({
    steps: errors.map((_, i) => stepsOf(i + 1)),
    errors: [...errors],
    predicted: Int32Array.from(predicted),
  });
  const [trained, random] = [attempt(found.trained), attempt(found.random)];
  Object.assign(run, { ...newRun(), model, phase: DONE, labels, trained, random } satisfies StackRun);
  noteOutcome(run, model);
}

/** Notes the errors of both classifiers after their fine-tuning. */
export function noteOutcome(run: StackRun, model: AnyModel): void {
  const { labels, trained, random } = run;
  const outcome = { labels, trained: trained.errors.at(-1)!, random: random.errors.at(-1)! };
  run.outcomes = [...run.outcomes, outcome];
  run.outcomeOf.set(model, outcome);
}

/** The errors of a model, as two runs are compared. */
export function errorTexts(run: StackRun, model: AnyModel): Readonly<Record<string, string>> {
  const outcome = run.outcomeOf.get(model);
  return outcome ? { 'Wrong, pre-trained': percentText(outcome.trained), 'Wrong, from random weights': percentText(outcome.random) } : {};
}

/** A share of 100 in words; its parts stay in one line. */
export const percentText = (value: number): string => `${figure(value)}\u00A0%`;

const none = newRun();

/** What is known about the model of a scene. */
export const runOf = (run: StackRun, { model, latest = model }: Scene): StackRun => (run.model === latest ? run : none);

/** The number of classes; 0 where there are no labels. */
export function classesOf({ training, test }: Data): number {
  if (!training.labels || !test.labels || new Set(training.labels).size < 2) return 0;
  return training.classes?.length ?? Math.max(...new Set(training.labels), ...new Set(test.labels)) + 1;
}

/** The name of a class. */
export const nameOf = ({ test }: Data, label: number): string => test.classes?.[label] ?? String(label);

/** What the page says where fine-tuning is not possible. */
export const NEEDS_LABELS = 'These data have no labels. Fine-tuning needs labels.';

/** Whether there are labels, and a stack that can be fine-tuned. */
export const canFineTune = (app: App<Settings>, { data, epoch }: Scene): boolean => classesOf(data) > 0 && epoch > 0 && !app.isRunning();

/** Fine-tunes the pre-trained stack again, with other labels, as many as the settings say. True if it went to the end. */
export async function fineTuneAgain(app: App<Settings>, run: StackRun): Promise<boolean> {
  const scene = app.scene();
  if (!scene || !canFineTune(app, scene)) return false;
  run.preTrained = { weights: await readWeights(scene.latest ?? scene.model), history: runOf(run, scene).history };
  try {
    return await app.start();
  } finally {
    run.preTrained = undefined;
  }
}
