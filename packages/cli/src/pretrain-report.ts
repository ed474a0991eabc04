import { count } from '@autoencoders/datasets';
import { lossCurves, renderReport } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import type { LevelProgress, Progress } from '@autoencoders/training';
import type { Backend } from './backend.js';
import type { FitResult } from './fit-with-progress.js';
import { findingsOf } from './findings/trained.js';
import { figure, titleOf } from './format.js';
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
import { stepEntries } from './step-options.js';
import type { StepOptions } from './step-options.js';
import { versions } from './versions.js';

/** What a level is trained with besides its reconstruction loss: nothing, a sparsity loss, or masking noise on its input. */
export const methods = ['plain', 'sparse', 'denoising'] as const;
export type Method = (typeof methods)[number];

/** The options of `pretrain`. */
export interface PretrainOptions extends RunOptions, ProcessesOption, SummaryFolder, ReadingOptions, StepOptions {
  readonly data: string;
  readonly units?: readonly number[];
  readonly method: readonly Method[];
  readonly epochs?: number;
  readonly joint: number;
  readonly rho: number;
  readonly beta?: number;
  readonly masking: number;
  readonly learningRate: number;
  readonly limit?: number;
  readonly seed: number;
  readonly backend: Backend;
}

/** The options with their defaults. */
export interface CompleteOptions extends PretrainOptions {
  readonly epochs: number;
  readonly beta: number;
  readonly units: readonly number[];
  /** One method for each level. */
  readonly method: readonly Method[];
}

/** How the levels of a stack were trained, and then the whole, where that was asked for. */
export interface PretrainResult {
  readonly levels: FitResult<LevelProgress>;
  readonly joint: FitResult | undefined;
}

/** All epochs, first those of the levels. */
export const historyOf = ({ levels, joint }: PretrainResult): readonly Progress[] => [...levels.history, ...(joint?.history ?? [])];

/** The seconds of all epochs of all levels together. */
export const secondsOf = (history: readonly Progress[]): number => history.reduce((sum, { epochSeconds }) => sum + epochSeconds, 0);

/** How a stack was trained by `pretrain`. */
export function pretrainInfo(
  { variant, settings, dataset: { shape } }: TrainedModel,
  reading: Reading,
  result: PretrainResult,
  options: CompleteOptions,
  testLoss: number,
): RunInfo {
  const { data, units, method, masking, epochs, joint, learningRate, backend } = options;
  return {
    variant: variant.name,
    dataset: datasetReference(data),
    reading,
    shape,
    settings,
    training: {
      units: units.join(', '),
      methods: method.join(', '),
      ...(method.includes('denoising') && { masking }),
      epochs,
      joint: result.joint ? joint : 0,
      ...stepEntries(options),
      learningRate,
      backend,
      seconds: Number(secondsOf(historyOf(result)).toFixed(2)),
      testLoss: Number(testLoss.toPrecision(6)),
    },
  };
}

/** What the report of `pretrain` is made from. */
interface PretrainReport {
  readonly trained: TrainedModel;
  readonly result: PretrainResult;
  readonly record: RunRecord;
  readonly options: CompleteOptions;
  /** The name of the dataset, and how many of its examples were trained on. */
  readonly name: string;
  readonly examples: number;
}

/** The report of a stack: the curves of each level and of the joint training, and the sections of a trained model. */
export async function pretrainReport({ trained, result, record, options, name, examples }: PretrainReport): Promise<string> {
  const { model, dataset, variant } = trained;
  const { method } = options;
  return renderReport({
    title: `A stacked autoencoder on ${titleOf(name)}`,
    subtitle: `${method.length} levels, trained one after the other without labels (${method.join(', ')})${result.joint ? ', then together' : ''}.`,
    summary: model.summary(),
    parameterCount: model.parameterCount,
    lossUnit: variant.unit,
    ...(result.joint?.history.length && { history: result.joint.history }),
    baseline: baselineLine(trained, record),
    findings: findingsOf(trained, { ...record, history: result.joint?.history ?? [] }),
    results: resultsOf(record, variant.unit),
    settings: settingsTables(record, examples, count(dataset), options),
    sections: [...levelSections(result.levels.history, method), ...(await sectionsOf(trained)), ...ranksSection(record.ranks)],
  });
}

function settingsTables({ dataset, training }: RunInfo, examples: number, testExamples: number, options: CompleteOptions) {
  const { seconds, testLoss: _, ...rest } = training;
  const { seed, rho, beta, method } = options;
  return {
    Settings: {
      data: dataset,
      'training examples': examples,
      'test examples': testExamples,
      ...rest,
      ...(method.includes('sparse') && { rho, beta }),
      seed,
    },
    Timings: { training: `${figure(Number(seconds))} s` },
    Versions: versions(),
  };
}

/** The loss curves of each level. */
function levelSections(history: readonly LevelProgress[], methods: readonly Method[]): readonly Section[] {
  return methods.flatMap((method, i) => {
    const epochs = history.filter(({ level }) => level === i + 1);
    const input = i === 0 ? 'the examples' : `the codes of level ${i}`;
    const caption = `Level ${i + 1} learns to reconstruct ${input}${captions[method]}. Do not compare its loss with that of another level: each level has other data.`;
    return epochs.length > 0 ? [lossCurves(epochs, { unit: 'nats', title: `Level ${i + 1}`, caption })] : [];
  });
}

const captions: Readonly<Record<Method, string>> = {
  plain: '',
  sparse: ' with few units active at a time',
  denoising: ' from a version with some of the numbers set to 0',
};
