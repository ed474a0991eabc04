import { resolve } from 'node:path';
import { datasetNames } from '@autoencoders/datasets/node';
import type { Settings } from '@autoencoders/variants';
import { isListOf, isNumber, isRecord, isRecordOf, isText, isWhole, parsedJson } from './json.js';

/** How a model was trained. It stands in the metadata of the model's file and in the run's record. */
export interface RunInfo {
  /** The name of a variant, or `classifier`. */
  readonly variant: string;
  /** The name of a dataset, or the absolute path of a folder, so that it is found from anywhere. */
  readonly dataset: string;
  /** The shape of one example before a model flattens it. */
  readonly shape?: readonly number[];
  readonly settings: Settings;
  readonly training: Readonly<Record<string, string | number>>;
}

/** The dataset of `--dataset` as a run's info has it. */
export const datasetReference = (dataset: string): string => (datasetNames.includes(dataset) ? dataset : resolve(dataset));

/** The info as metadata of a model's file. */
export const toMetadata = (info: RunInfo): Record<string, string> => ({ run: JSON.stringify(info) });

/** The info in the metadata of a model's file. Undefined where this command wrote none. */
export const infoFromMetadata = (metadata: Readonly<Record<string, string>>): RunInfo | undefined =>
  metadata.run === undefined ? undefined : infoFrom(parsedJson(metadata.run));

/** The info in an object from JSON. Undefined where it has another form. Figures that were not finite are left out. */
export function infoFrom(value: unknown): RunInfo | undefined {
  if (!isInfo(value)) return undefined;
  const { variant, dataset, shape, settings, training } = value;
  const known = Object.entries(training).filter(([, figure]) => !Number.isNaN(figure));
  return { variant, dataset, ...(shape && { shape }), settings, training: Object.fromEntries(known) };
}

function isInfo(value: unknown): value is RunInfo {
  if (!isRecord(value)) return false;
  const { variant, dataset, settings, training, shape } = value;
  return (
    isText(variant) &&
    isText(dataset) &&
    isRecordOf(settings, isFinite) &&
    [settings.latent, settings.seed].every((each) => isWhole(each)) &&
    isRecordOf(training, isTextOrNumber) &&
    (shape === undefined || isListOf(shape, (size): size is number => isWhole(size, 1)))
  );
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);
const isTextOrNumber = (value: unknown): value is string | number => isText(value) || isNumber(value);
