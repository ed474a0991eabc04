import { resolve } from 'node:path';
import type { Settings } from '@autoencoders/variants';
import { isName } from './source/kind.js';
import { isReading } from './source/reading.js';
import type { Reading } from './source/reading.js';
import { isListOf, isNumber, isRecord, isRecordOf, isText, isWhole, parsedJson } from './json.js';

/** How a model was trained. It stands in the metadata of the model's file and in the run's record. */
export interface RunInfo {
  /** The name of a variant, or `classifier`. */
  readonly variant: string;
  /** The name of a set, or the absolute path of a folder or file, so that it is found from anywhere. */
  readonly dataset: string;
  /** How the data were read, so that new data are read alike. */
  readonly reading?: Reading;
  /** The shape of one example before a model flattens it. */
  readonly shape?: readonly number[];
  readonly settings: Settings;
  readonly training: Readonly<Record<string, string | number>>;
}

/** What `--data` names as a run's info has it. */
export const datasetReference = (source: string): string => (isName(source) ? source : resolve(source));

/** The info as metadata of a model's file. */
export const toMetadata = (info: RunInfo): Record<string, string> => ({ run: JSON.stringify(info) });

/** The info in the metadata of a model's file. Undefined where this command wrote none. */
export const infoFromMetadata = (metadata: Readonly<Record<string, string>>): RunInfo | undefined =>
  metadata.run === undefined ? undefined : infoFrom(parsedJson(metadata.run));

/** The info in an object from JSON. Undefined where it has another form. Figures that were not finite are left out. */
export function infoFrom(value: unknown): RunInfo | undefined {
  if (!isInfo(value)) return undefined;
  const { variant, dataset, reading, shape, settings, training } = value;
  const known = Object.entries(training).filter(([, figure]) => !Number.isNaN(figure));
  return { variant, dataset, ...(reading && { reading }), ...(shape && { shape }), settings, training: Object.fromEntries(known) };
}

function isInfo(value: unknown): value is RunInfo {
  if (!isRecord(value)) return false;
  const { variant, dataset, reading, settings, training, shape } = value;
  return (
    isText(variant) &&
    isText(dataset) &&
    (reading === undefined || isReading(reading)) &&
    isRecordOf(settings, isFinite) &&
    [settings.latent, settings.seed].every((each) => isWhole(each)) &&
    isRecordOf(training, isTextOrNumber) &&
    (shape === undefined || isListOf(shape, (size): size is number => isWhole(size, 1)))
  );
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);
const isTextOrNumber = (value: unknown): value is string | number => isText(value) || isNumber(value);
