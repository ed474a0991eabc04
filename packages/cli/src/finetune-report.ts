import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { comparison, confusionTable, curves, renderReport } from '@autoencoders/report';
import type { Backend } from './backend.js';
import { figure, titleOf, whole } from './format.js';
import { batchingFor } from './run-training.js';
import type { Learned } from './run-training.js';
import { noted } from './notes.js';
import type { Notes } from './notes.js';
import type { Opened } from './run.js';
import { versions } from './versions.js';

/** What the command line gave to `finetune`. */
export interface FinetuneOptions {
  readonly dataset?: string;
  readonly labels?: number;
  readonly draws: number;
  readonly random: boolean;
  readonly headOnly?: boolean;
  readonly initScale?: number;
  readonly epochs?: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly headLearningRate?: number;
  readonly validation?: number;
  readonly patience?: number;
  readonly seed: number;
  readonly backend: Backend;
  readonly out?: string;
  readonly force?: boolean;
}

/** Where a classifier starts: from the trained encoder, or from the same layers drawn anew. */
export const starts = ['pre-trained', 'random'] as const;
export type Start = (typeof starts)[number];

/** One training from one start. */
export interface Run {
  readonly start: Start;
  readonly draw: number;
  readonly learned: Learned;
  /** `counts[label][found]` on the test examples. */
  readonly counts: readonly Int32Array[];
  /** In percent. */
  readonly error: number;
}

const seconds = ({ learned }: Run): number => learned.history.at(-1)?.elapsedSeconds ?? 0;

/** What is noted in the file of a classifier. */
export function notesOf(
  { notes }: Opened,
  dataset: string,
  { shape }: Dataset,
  labels: number,
  run: Run,
  { learningRate, headLearningRate, headOnly, validation, backend, seed, ...options }: FinetuneOptions,
): Notes {
  return {
    variant: 'classifier',
    dataset: noted(dataset),
    shape,
    settings: { latent: 0, noise: 0, beta: 0, rho: 0, k: 0, ...notes?.settings, seed },
    training: {
      encoder: notes?.variant ?? 'unknown',
      labels,
      trained: headOnly ? 'the head alone' : 'all weights',
      epochs: run.learned.history.length,
      batch: batchingFor({ ...options, validation }, labels).batch,
      learningRate,
      ...(headLearningRate !== undefined && { headLearningRate }),
      ...(validation !== undefined && { validation }),
      backend,
      seconds: Number(seconds(run).toFixed(2)),
      testError: Number(run.error.toPrecision(4)),
    },
  };
}

/** A training as the file of figures has it. */
export const figuresOf = ({ start, draw, learned: { history }, error, counts }: Run): object => ({
  start,
  draw,
  testError: error,
  confusion: counts.map((row) => Array.from(row)),
  history,
});

/** The test errors of all that started so. */
export const errorsOf = (runs: readonly Run[], start: Start): number[] =>
  runs.filter((run) => run.start === start).map(({ error }) => error);

/** The report: pre-trained beside random, and what was taken for what. */
export function reportOf(runs: readonly Run[], notes: Notes, training: Dataset, dataset: Dataset, labels: number): string {
  const own = runs.filter(({ draw }) => draw === 1);
  const validated = own.every(({ learned }) => learned.history.every(({ validation }) => validation));
  const row = ({ start, learned: { history } }: Run) => ({
    name: start,
    epochs: history.map(({ epoch }) => epoch),
    values: history.map(({ loss, validation }) => validation?.loss ?? loss),
  });
  const rows = starts
    .map((start) => ({ name: start, own: runs.filter((run) => run.start === start) }))
    .filter((group) => group.own.length > 0)
    .map((group) => ({
      name: group.name,
      measures: { 'test error, %': group.own.map(({ error }) => error), 'training time, s': group.own.map(seconds) },
    }));
  const { seconds: time, testError: _, ...how } = notes.training;
  return renderReport({
    title: `A classifier of ${titleOf(training.name)}`,
    subtitle: `${whole(labels)} labels on the encoder of a model that was trained without any${rows.length > 1 ? ', beside the same layers from random weights' : ''}.`,
    results: { 'test error, %': own[0]!.error },
    lossUnit: 'nats',
    history: own[0]!.learned.history,
    settings: {
      Settings: { dataset: notes.dataset, 'test examples': count(dataset), ...how, seed: notes.settings.seed },
      Timings: { training: `${figure(Number(time))} s` },
      Versions: versions(),
    },
    sections: [
      comparison({ rows, unranked: ['training time, s'], title: 'Was pre-training worth it?' }),
      ...(own.length > 1 ? [curves({ label: `${validated ? 'validation' : 'training'} loss, nats`, rows: own.map(row) })] : []),
      confusionTable({ counts: own[0]!.counts, classes: dataset.classes }),
    ],
  });
}
