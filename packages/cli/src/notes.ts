import { resolve } from 'node:path';
import { datasetNames } from '@autoencoders/datasets/node';
import { isFigure, isListOf, isRecord, isRecordOf, isText, isWhole, parsedJson } from './json.js';
import type { Settings } from './variants/index.js';

/** What the command notes in a model's file about how it was trained. */
export interface Notes {
  readonly variant: string;
  /** A name, or the whole path of a folder, so that it is found from anywhere. */
  readonly dataset: string;
  /** The shape of one example as it was before a model flattened it. */
  readonly shape?: readonly number[];
  readonly settings: Settings;
  readonly training: Readonly<Record<string, string | number>>;
}

/** A dataset as notes name it. */
export const noted = (dataset: string): string => (datasetNames.includes(dataset) ? dataset : resolve(dataset));

/** The notes as metadata of a file. */
export const toMetadata = (notes: Notes): Record<string, string> => ({ run: JSON.stringify(notes) });

/** The notes in the metadata of a file; nothing where this command wrote none. */
export const notesIn = (metadata: Readonly<Record<string, string>>): Notes | undefined =>
  metadata.run === undefined ? undefined : notesFrom(parsedJson(metadata.run));

/** What a setting is that notes from before there was one do not have. */
const none: Settings = { latent: 0, seed: 0, noise: 0, beta: 0, rho: 0, k: 0 };

/** The notes that a file holds, where it holds what this command notes; figures that were not finite are left out. */
export function notesFrom(value: unknown): Notes | undefined {
  if (!isNotes(value)) return undefined;
  const { variant, dataset, shape, settings, training } = value;
  const told = Object.entries(training).filter((entry): entry is [string, string | number] => entry[1] !== null);
  return { variant, dataset, ...(shape && { shape }), settings: { ...none, ...settings }, training: Object.fromEntries(told) };
}

type Stored = Omit<Notes, 'training'> & { readonly training: Readonly<Record<string, string | number | null>> };

function isNotes(value: unknown): value is Stored {
  if (!isRecord(value)) return false;
  const { variant, dataset, settings, training, shape } = value;
  return (
    isText(variant) &&
    isText(dataset) &&
    isRecordOf(settings, isNumber) &&
    [settings.latent, settings.seed].every((each) => isWhole(each)) &&
    isRecordOf(training, isTextOrFigure) &&
    (shape === undefined || isListOf(shape, (size): size is number => isWhole(size, 1)))
  );
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isTextOrFigure = (value: unknown): value is string | number | null => isText(value) || isFigure(value);
