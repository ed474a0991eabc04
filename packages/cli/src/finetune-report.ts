import { count } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { comparison, confusionTable, curves, renderReport } from '@autoencoders/report';
import type { Backend } from './backend.js';
import { batchingFor } from './fit-with-progress.js';
import type { FitResult } from './fit-with-progress.js';
import { figure, titleOf, whole } from './format.js';
import { classifierFindings } from './findings/classifier.js';
import { TRAINING_TIME, readingOf } from './measure-words.js';
import type { OpenedModel } from './open-model.js';
import type { RunOptions } from './output/run-folder.js';
import type { DataOptions } from './source/data-for.js';
import type { FoundData } from './source/find-data.js';
import type { ProcessesOption } from './processes.js';
import { ranksSection } from './rank-times.js';
import { datasetReference } from './run-info.js';
import type { RunInfo } from './run-info.js';
import type { ClassifierRecord } from './run-record.js';
import type { SummaryFolder } from './summaries.js';
import { stepEntries } from './step-options.js';
import type { StepOptions } from './step-options.js';
import { versions } from './versions.js';

/** The options of `finetune`. */
export interface FinetuneOptions extends RunOptions, ProcessesOption, SummaryFolder, DataOptions, StepOptions {
  readonly labels?: number;
  readonly draws: number;
  readonly random: boolean;
  readonly headOnly?: boolean;
  readonly initScale?: number;
  readonly epochs?: number;
  readonly learningRate: number;
  readonly headLearningRate?: number;
  readonly validation?: number;
  readonly patience?: number;
  readonly seed: number;
  readonly backend: Backend;
}

/** The weights that a classifier starts from: those of the trained encoder, or random ones. */
export const starts = ['pre-trained', 'random'] as const;
export type Start = (typeof starts)[number];

/** One training of a classifier, from one start with one draw of the labels. */
export interface ClassifierRun {
  readonly start: Start;
  readonly draw: number;
  readonly result: FitResult;
  /** `confusion[label][class]`: how many test examples of a label were predicted as each class. */
  readonly confusion: readonly Int32Array[];
  /** In percent. */
  readonly testError: number;
}

const secondsOf = ({ result }: ClassifierRun): number => result.history.at(-1)?.elapsedSeconds ?? 0;

/** How a classifier was trained by `finetune`. */
export function finetuneInfo(
  { model, info }: OpenedModel,
  { source, reading }: Pick<FoundData, 'source' | 'reading'>,
  { shape }: NamedDataset,
  labels: number,
  run: ClassifierRun,
  options: FinetuneOptions,
): RunInfo {
  const { learningRate, headLearningRate, headOnly, validation, backend, seed } = options;
  return {
    variant: 'classifier',
    dataset: datasetReference(source),
    reading,
    shape,
    settings: { latent: model.codeSize, seed },
    training: {
      encoder: info?.variant ?? 'unknown',
      labels,
      trained: headOnly ? 'the head only' : 'all weights',
      epochs: run.result.history.length,
      ...stepEntries({ ...options, ...batchingFor(options, labels) }),
      learningRate,
      ...(headLearningRate !== undefined && { headLearningRate }),
      ...(validation !== undefined && { validation }),
      backend,
      seconds: Number(secondsOf(run).toFixed(2)),
      testError: Number(run.testError.toPrecision(4)),
    },
  };
}

/** A training as the record of the run has it. */
export const classifierRecord = ({ start, draw, result: { history }, testError, confusion }: ClassifierRun): ClassifierRecord => ({
  start,
  draw,
  testError,
  confusion: confusion.map((row) => Array.from(row)),
  history,
});

/** The test errors of all runs from one start. */
export const errorsOf = (runs: readonly ClassifierRun[], start: Start): number[] =>
  runs.filter((run) => run.start === start).map(({ testError }) => testError);

/** The report of `finetune`: the starts side by side, and the confusion matrix of the first run. */
export function finetuneReport(
  runs: readonly ClassifierRun[],
  info: RunInfo,
  training: NamedDataset,
  test: NamedDataset,
  labels: number,
): string {
  const first = runs[0]!;
  const firstDraw = runs.filter(({ draw }) => draw === 1);
  const validated = firstDraw.every(({ result }) => result.history.every(({ validation }) => validation));
  const rows = comparisonRows(runs);
  const { seconds, testError: _, ...rest } = info.training;
  return renderReport({
    title: `A classifier of ${titleOf(training.name)}`,
    subtitle: `${whole(labels)} labels on the encoder of a model that was trained without labels${rows.length > 1 ? ', and the same layers from random weights' : ''}.`,
    findings: classifierFindings(runs),
    results: { 'test error, %': { value: first.testError, ...readingOf('test error, %') } },
    lossUnit: 'nats',
    history: first.result.history,
    settings: {
      Settings: { data: info.dataset, 'test examples': count(test), ...rest, seed: info.settings.seed },
      Timings: { training: `${figure(Number(seconds))} s` },
      Versions: versions(),
    },
    sections: [
      comparison({ series: rows, unranked: [TRAINING_TIME], title: 'Does pre-training help?' }),
      ...(firstDraw.length > 1
        ? [curves({ label: `${validated ? 'validation' : 'training'} loss, nats`, rows: firstDraw.map(curveRow) })]
        : []),
      confusionTable({ counts: first.confusion, classes: test.classes }),
      ...ranksSection(first.result.ranks),
    ],
  });
}

const comparisonRows = (runs: readonly ClassifierRun[]) =>
  starts
    .map((start) => ({ name: start, runs: runs.filter((run) => run.start === start) }))
    .filter((group) => group.runs.length > 0)
    .map((group) => ({
      name: group.name,
      measures: { 'test error, %': errorsOf(group.runs, group.name), [TRAINING_TIME]: group.runs.map(secondsOf) },
    }));

const curveRow = ({ start, result: { history } }: ClassifierRun) => ({
  name: start,
  epochs: history.map(({ epoch }) => epoch),
  values: history.map(({ loss, validation }) => validation?.loss ?? loss),
});
