import { count } from '@autoencoders/datasets';
import type { OpenDataset } from '@autoencoders/datasets/node';
import type { Report } from '@autoencoders/report';
import type { Evaluation, Progress } from '@autoencoders/training';
import type { Backend } from './backend.js';
import { figure, titleOf } from './format.js';
import type { Measures } from './measures.js';
import { noted } from './notes.js';
import type { Notes } from './notes.js';
import { sectionsOf } from './sections.js';
import type { ReportData } from './sections.js';
import type { Settings } from './variants/index.js';
import { versions } from './versions.js';

/** What the command line gave to `train`. */
export interface TrainOptions extends Partial<Omit<Settings, 'latent' | 'seed'>> {
  readonly dataset: string;
  readonly epochs?: number;
  readonly batch: number;
  readonly latent?: number;
  readonly seed: number;
  readonly learningRate: number;
  readonly backend: Backend;
  readonly validation?: number | undefined;
  readonly patience?: number;
  readonly limit?: number;
  readonly out?: string;
  readonly force?: boolean;
}

/** A run that has ended: what was trained, on what, and what came of it. */
export interface Trained {
  readonly judged: ReportData;
  readonly training: OpenDataset;
  /** How many of its examples were trained on. */
  readonly examples: number;
  readonly options: TrainOptions;
  readonly history: readonly Progress[];
  readonly results: Evaluation;
  readonly measures: Measures;
}

/** What is noted in the model's file. */
export function notesOf({ judged: { variant, settings, dataset }, options, history, results }: Trained): Notes {
  const seconds = history.at(-1)?.elapsedSeconds ?? 0;
  return {
    variant: variant.name,
    dataset: noted(options.dataset),
    shape: dataset.shape,
    settings,
    training: {
      epochs: history.length,
      batch: options.batch,
      learningRate: options.learningRate,
      backend: options.backend,
      seconds: Number(seconds.toFixed(2)),
      testLoss: Number(results.loss.toPrecision(6)),
    },
  };
}

/** The report of a run with at least one epoch. */
export async function reportOf({ judged, training, examples, options, history, results, measures }: Trained): Promise<Report> {
  const { model, variant, settings, dataset } = judged;
  const special = Object.fromEntries(Object.keys(variant.special).map((key) => [key, settings[key as keyof Settings]]));
  const last = history.at(-1)!;
  return {
    title: `${variant.name === 'undercomplete' ? 'An' : 'A'} ${variant.name} autoencoder on ${titleOf(training.name)}`,
    subtitle: `It ${variant.about}.`,
    summary: model.summary(),
    parameterCount: model.parameterCount,
    lossUnit: variant.unit,
    history: history,
    results: {
      [`test loss (${variant.unit})`]: results.loss,
      ...(Object.keys(results.terms).length > 1 ? results.terms : {}),
      ...measures,
    },
    settings: {
      Settings: {
        dataset: options.dataset,
        'training examples': examples,
        'test examples': count(dataset),
        epochs: history.length,
        batch: options.batch,
        optimizer: 'Adam',
        'learning rate': options.learningRate,
        latents: settings.latent,
        seed: settings.seed,
        backend: options.backend,
        ...special,
      },
      Timings: { training: `${figure(last.elapsedSeconds)} s`, 'per epoch': `${figure(last.elapsedSeconds / history.length)} s` },
      Versions: versions(),
    },
    sections: await sectionsOf(judged),
  };
}
