import { count } from '@autoencoders/datasets';
import { renderReport } from '@autoencoders/report';
import type { Progress } from '@autoencoders/training';
import type { Backend } from './backend.js';
import { findingsOf } from './findings/trained.js';
import { capitalized, figure, titleOf, withArticle } from './format.js';
import type { RunOptions } from './output/run-folder.js';
import type { ProcessesOption } from './processes.js';
import { ranksSection } from './rank-times.js';
import { datasetReference } from './run-info.js';
import type { RunInfo } from './run-info.js';
import type { Reading, ReadingOptions } from './source/reading.js';
import type { RunRecord } from './run-record.js';
import { sectionsOf } from './sections/index.js';
import type { TrainedModel } from './trained-model.js';
import type { SummaryFolder } from './summaries.js';
import { baselineLine, resultsOf } from './results.js';
import { stepEntries, stepWords } from './step-options.js';
import type { StepOptions } from './step-options.js';
import { versions } from './versions.js';

/** The options of `train`. Those of the variants come besides these. */
export interface TrainOptions extends RunOptions, ProcessesOption, SummaryFolder, ReadingOptions, StepOptions {
  readonly data: string;
  readonly epochs?: number;
  readonly latent?: number;
  readonly seed: number;
  readonly learningRate: number;
  readonly backend: Backend;
  readonly validation?: number | undefined;
  readonly patience?: number;
  readonly limit?: number;
}

/** How a model was trained by `train`. */
export function trainInfo(
  { variant, settings, dataset: { shape } }: TrainedModel,
  reading: Reading,
  options: TrainOptions,
  history: readonly Progress[],
  testLoss: number,
): RunInfo {
  const { data, learningRate, backend } = options;
  const seconds = Number((history.at(-1)?.elapsedSeconds ?? 0).toFixed(2));
  return {
    variant: variant.name,
    dataset: datasetReference(data),
    reading,
    shape,
    settings,
    training: {
      epochs: history.length,
      ...stepEntries(options),
      learningRate,
      backend,
      seconds,
      testLoss: Number(testLoss.toPrecision(6)),
    },
  };
}

/** What the report of `train` is made from. */
interface TrainReport {
  readonly trained: TrainedModel;
  /** The name of the dataset, and how many of its examples were trained on. */
  readonly name: string;
  readonly examples: number;
  readonly options: TrainOptions;
  readonly history: readonly Progress[];
  readonly record: RunRecord;
}

/** The report of a training with at least one epoch. */
export async function trainReport({ trained, name, examples, options, history, record }: TrainReport): Promise<string> {
  const { model, variant, settings, dataset } = trained;
  const { latent, seed, ...own } = settings;
  const last = history.at(-1)!;
  return renderReport({
    title: `${capitalized(withArticle(variant.name))} autoencoder on ${titleOf(name)}`,
    subtitle: `It ${variant.about}.`,
    summary: model.summary(),
    parameterCount: model.parameterCount,
    lossUnit: variant.unit,
    history,
    baseline: baselineLine(trained, record),
    findings: findingsOf(trained, record),
    results: resultsOf(record, variant.unit),
    settings: {
      Settings: {
        data: options.data,
        'training examples': examples,
        'test examples': count(dataset),
        epochs: history.length,
        ...stepWords(options),
        optimizer: 'Adam',
        'learning rate': options.learningRate,
        latents: latent,
        seed,
        backend: options.backend,
        ...own,
      },
      Timings: { training: `${figure(last.elapsedSeconds)} s`, 'per epoch': `${figure(last.elapsedSeconds / history.length)} s` },
      Versions: versions(),
    },
    sections: [...(await sectionsOf(trained)), ...ranksSection(record.ranks)],
  });
}
