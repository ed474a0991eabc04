import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, check } from '@autoencoders/core';
import { load, loadClassifier, readKind, readMetadata } from '@autoencoders/models';
import type { Classifier, Loaded } from '@autoencoders/models';
import { variantOf } from './variants/index.js';
import type { Settings, Variant } from './variants/index.js';

/** What the command notes in a model's file about how it was trained. */
export interface Notes {
  readonly variant: string;
  readonly dataset: string;
  readonly settings: Settings;
  readonly training: Readonly<Record<string, string | number>>;
}

/** The name of the model in the folder of a run. */
export const MODEL_FILE = 'model.safetensors';

/** The notes as metadata of a file, and back. */
export const toMetadata = (notes: Notes): Record<string, string> => ({ run: JSON.stringify(notes) });

function toNotes(metadata: Readonly<Record<string, string>>): Notes | undefined {
  return metadata.run === undefined ? undefined : (JSON.parse(metadata.run) as Notes);
}

/** A model that was opened, and how it was trained where this command trained it. */
export interface Opened {
  readonly model: Loaded;
  readonly notes: Notes | undefined;
  readonly variant: Variant | undefined;
  readonly file: string;
}

/** The same of a classifier. */
export interface OpenedClassifier extends Omit<Opened, 'model' | 'variant'> {
  readonly classifier: Classifier<any>;
}

/** Opens an autoencoder by its file, or by the folder that a command wrote. */
export async function openModel(path: string): Promise<Opened> {
  const opened = await openAny(path);
  if ('model' in opened) return opened;
  opened.classifier.dispose();
  throw new InputError(`${opened.file} is a classifier; this needs an autoencoder, such as the one that it was made from`);
}

/** Opens an autoencoder or a classifier. */
export async function openAny(path: string): Promise<Opened | OpenedClassifier> {
  const { bytes, file } = await readModel(path);
  const notes = toNotes(readMetadata(bytes));
  if (readKind(bytes) === 'classifier') return { classifier: loadClassifier(bytes), notes, file };
  return { model: load(bytes), notes, variant: notes && variantOf(notes.variant), file };
}

async function readModel(path: string): Promise<{ bytes: Uint8Array; file: string }> {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, MODEL_FILE) : path;
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'is not there' : `cannot be read (${cause.code})`;
    throw new InputError(`the model ${file} ${why}; give the file or the folder that train wrote`, { cause });
  });
  return { bytes, file };
}

/** The dataset to use with a model: the one named, else the one it was trained on. */
export function datasetFor({ notes }: Pick<Opened, 'notes'>, named: string | undefined): string {
  const dataset = named ?? notes?.dataset;
  check(dataset !== undefined, 'name a dataset with --dataset; the model does not say what it was trained on');
  return dataset;
}
