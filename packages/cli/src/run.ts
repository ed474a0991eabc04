import { readFile } from 'node:fs/promises';
import { InputError } from '@autoencoders/core';
import { load, readMetadata } from '@autoencoders/models';
import type { Loaded } from '@autoencoders/models';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
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

/** Opens a model by its file, or by the folder that `train` wrote. */
export async function openModel(path: string): Promise<Opened> {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, MODEL_FILE) : path;
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'is not there' : `cannot be read (${cause.code})`;
    throw new InputError(`the model ${file} ${why}; give the file or the folder that train wrote`, { cause });
  });
  const notes = toNotes(readMetadata(bytes));
  return { model: load(bytes), notes, variant: notes && variantOf(notes.variant), file };
}

/** The dataset to use with a model: the one named, else the one it was trained on. */
export function datasetFor({ notes }: Opened, named: string | undefined): string {
  const dataset = named ?? notes?.dataset;
  if (dataset === undefined) throw new InputError('name a dataset with --dataset; the model does not say what it was trained on');
  return dataset;
}
