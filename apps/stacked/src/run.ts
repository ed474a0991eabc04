import type { AnyModel, App, Data, Scene } from '@autoencoders/app-kit';
import { readWeights } from '@autoencoders/core';
import type { StateDict } from '@autoencoders/core';
import type { LevelProgress } from '@autoencoders/training';

/** The test errors of a classifier while it is fine-tuned, in percent, and what it takes the test examples for. */
export interface Attempt {
  readonly steps: number[];
  readonly errors: number[];
  predicted: Int32Array | undefined;
}

/** What came of fine-tuning once: test errors in percent. */
export interface Outcome {
  readonly labels: number;
  readonly trained: number;
  readonly random: number;
}

/** A pre-trained stack that is fine-tuned again. */
interface Kept {
  readonly weights: StateDict;
  readonly history: readonly LevelProgress[];
}

/** How a training stands, for all views. */
export interface Run {
  /** The model that it is about; of another one, nothing is known. */
  model: AnyModel | undefined;
  /** The level that learns, from 1; one more than there are levels: fine-tuning; two more: from random weights. */
  phase: number;
  /** What pre-training told. */
  history: LevelProgress[];
  labels: number;
  trained: Attempt;
  random: Attempt;
  /** One for each time that this pre-training was fine-tuned. */
  outcomes: Outcome[];
  kept: Kept | undefined;
}

export const LEVELS = 3;
export const TUNING = LEVELS + 1;
export const RANDOM = LEVELS + 2;
export const DONE = LEVELS + 3;

export const nothing = (): Attempt => ({ steps: [], errors: [], predicted: undefined });

export const newRun = (): Run => ({
  model: undefined,
  phase: 0,
  history: [],
  labels: 0,
  trained: nothing(),
  random: nothing(),
  outcomes: [],
  kept: undefined,
});

const none = newRun();

/** What is known about the model on the page. */
export const runOf = (run: Run, { model }: Scene): Run => (run.model === model ? run : none);

/** How many classes there are to learn, 0 where there are no labels. */
export function classesOf({ training, test }: Data): number {
  if (!training.labels || !test.labels || new Set(training.labels).size < 2) return 0;
  return training.classes?.length ?? Math.max(...new Set(training.labels), ...new Set(test.labels)) + 1;
}

/** What the data call a class. */
export const nameOf = ({ test }: Data, label: number): string => test.classes?.[label] ?? String(label);

/** Whether there is a stack to fine-tune, and something to do it with. */
export const canTune = (app: App, { data, epoch }: Scene): boolean => classesOf(data) > 0 && epoch > 0 && !app.isRunning();

/** Fine-tunes what is pre-trained once more, with as many labels as the page says now, others than before. */
export async function tuneAgain(app: App, run: Run): Promise<boolean> {
  const scene = app.scene();
  if (!scene || !canTune(app, scene)) return false;
  run.kept = { weights: await readWeights(scene.model), history: runOf(run, scene).history };
  try {
    return await app.start();
  } finally {
    run.kept = undefined;
  }
}
