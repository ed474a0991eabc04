import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { datasetNames, openDataset } from '@autoencoders/datasets/node';
import type { DatasetPart, OpenDataset } from '@autoencoders/datasets/node';
import { load, readMetadata } from '@autoencoders/models';
import type { AnyAutoencoder, Classifier } from '@autoencoders/models';
import { reasonOf } from '@autoencoders/core/node';
import { notesIn } from './notes.js';
import type { Notes } from './notes.js';
import { MODEL_FILE } from './output/run-folder.js';
import { knownVariant } from './variants/index.js';
import type { Variant } from './variants/index.js';

/** A model that was opened, and how it was trained where this command trained it. */
export interface Opened {
  readonly model: AnyAutoencoder;
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
  return about(file, () => {
    const notes = notesIn(readMetadata(bytes));
    const model = load(bytes);
    if (model.kind === 'classifier') return { classifier: model, notes, file };
    if (model.kind === 'regressor') {
      model.dispose();
      throw new InputError('the file holds a regressor; this opens autoencoders and classifiers');
    }
    return { model, notes, variant: notes && variantFor(model, notes.variant), file };
  });
}

/** The variant of that name, where a model is of its make: notes that somebody else wrote may name any. */
function variantFor({ spec }: AnyAutoencoder, name: string): Variant | undefined {
  const variant = knownVariant(name);
  return (variant?.bottleneck ?? 'plain') === (spec.bottleneck?.config?.name ?? 'plain') ? variant : undefined;
}

async function readModel(path: string): Promise<{ bytes: Uint8Array; file: string }> {
  let file = path;
  try {
    if ((await stat(path)).isDirectory()) file = join(path, MODEL_FILE);
    const found = await stat(file);
    // Of a device, reading may have no end.
    check(found.isFile() || found.isFIFO(), () => `the model ${file} is no file; give the file or the folder that train wrote`);
    return { bytes: await readFile(file), file };
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : `cannot be read (${reasonOf(cause)})`;
    throw new InputError(`the model ${file} ${why}; give the file or the folder that train wrote`, { cause });
  }
}

/** What `f` gives; where it throws, the message says of which file. */
function about<T>(file: string, f: () => T): T {
  try {
    return f();
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(`${file}: ${cause.message}`, { cause });
  }
}

/** The dataset to use with a model: the one named, else the one it was trained on. */
export function datasetFor({ notes, file }: Pick<Opened, 'notes' | 'file'>, named: string | undefined): string {
  const dataset = named ?? notes?.dataset;
  check(dataset !== undefined, () => `name a dataset with --dataset; ${file} does not say what it was trained on`);
  check(
    named !== undefined || datasetNames.includes(dataset) || existsSync(dataset),
    () => `the folder that ${file} was trained on, ${dataset}, is not there; say where it is now with --dataset`,
  );
  return dataset;
}

/** A part of that dataset, opened. */
export const openDatasetFor = (
  opened: Pick<Opened, 'notes' | 'file'>,
  named: string | undefined,
  part: DatasetPart,
): Promise<OpenDataset> => openDataset(datasetFor(opened, named), part);
