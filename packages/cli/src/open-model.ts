import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { load, readMetadata } from '@autoencoders/models';
import type { Classifier, AnyAutoencoder } from '@autoencoders/models';
import type { Settings } from '@autoencoders/variants';
import { codeOf, reasonOf } from '@autoencoders/core/node';
import { isDetector } from './detect/detector-run.js';
import { infoFromMetadata } from './run-info.js';
import type { RunInfo } from './run-info.js';
import { MODEL_FILE } from './output/run-files.js';
import { views } from './variants/index.js';
import type { VariantView } from './variants/index.js';
import { seriesOf } from './series/series-form.js';
import type { SeriesForm } from './series/series-form.js';
import { tableOf } from './tables/table-form.js';
import type { TableEncoder } from '@autoencoders/tables';

/** A file that was opened. */
export interface OpenedFile {
  readonly file: string;
  /** How the model was trained, where this command trained it. */
  readonly info: RunInfo | undefined;
}

/** An autoencoder from a file, and its variant where that is known, with the settings that it was trained with. */
export interface OpenedModel extends OpenedFile {
  readonly model: AnyAutoencoder;
  /** The encoder of the table that it was trained on. Undefined for other data. */
  readonly table: TableEncoder | undefined;
  /** How windows are made of a series, where it was trained on them. Undefined for other data. */
  readonly series: SeriesForm | undefined;
  readonly trainedAs: { readonly variant: VariantView; readonly settings: Settings } | undefined;
}

/** A classifier from a file. */
export interface OpenedClassifier extends OpenedFile {
  readonly classifier: Classifier<any>;
}

/** Opens an autoencoder: a file, or the folder of a run. */
export async function openModel(path: string): Promise<OpenedModel> {
  const opened = await openAny(path);
  if ('model' in opened) return opened;
  opened.classifier.dispose();
  throw new InputError(`${opened.file} is a classifier; give an autoencoder, such as the one that it was made from`);
}

/** Opens an autoencoder or a classifier. */
export async function openAny(path: string): Promise<OpenedModel | OpenedClassifier> {
  const { bytes, file } = await readModel(path);
  return nameFile(file, () => {
    const metadata = readMetadata(bytes);
    check(!Object.hasOwn(metadata, 'detector'), () => 'the file is a detector; use detect --model');
    const info = infoFromMetadata(metadata);
    const table = tableOf(metadata);
    const model = load(bytes);
    if (model.kind === 'classifier') return { classifier: model, info, file };
    if (model.kind === 'regressor') {
      model.dispose();
      throw new InputError('the file has a regressor; give an autoencoder or a classifier');
    }
    return { model, info, table, series: seriesOf(metadata), trainedAs: info && variantFor(model, info), file };
  });
}

/** The variant that the info names, where its losses fit the model's bottleneck: other people's metadata may name any variant. */
function variantFor({ spec, input }: AnyAutoencoder, { variant: name, shape = input, settings }: RunInfo): OpenedModel['trainedAs'] {
  const variant = views.find((known) => known.name === name);
  if (variant?.bottleneck !== (spec.bottleneck?.config?.name ?? 'plain')) return undefined;
  return { variant, settings: variant.settings(shape, settings) };
}

/** Whether a text is an address, and not a path. */
export const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** The bytes of a model file, of that in the folder of a run or for Hugging Face, or of that at an address. */
export async function readModel(path: string): Promise<{ bytes: Uint8Array; file: string }> {
  if (isAddress(path)) return { bytes: await (await import('@autoencoders/exchange')).fromHuggingFace(path), file: path };
  let file = path;
  try {
    if ((await stat(path)).isDirectory()) file = join(path, MODEL_FILE);
    const found = await stat(file);
    // A device may never end.
    check(found.isFile() || found.isFIFO(), () => `the model ${file} is not a file; give a model file, or the folder of a run`);
    return { bytes: await readFile(file), file };
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    if (codeOf(cause) === 'ENOENT' && (await isDetector(path)))
      throw new InputError(`${path} holds a detector, and this command needs an autoencoder; use detect --model`, { cause });
    const why = codeOf(cause) === 'ENOENT' ? 'is not there' : `cannot be read (${reasonOf(cause)})`;
    throw new InputError(`the model ${file} ${why}; give a model file, or the folder of a run`, { cause });
  }
}

/** The result of `f`. An `InputError` of `f` gets the name of the file before its message. */
export function nameFile<T>(file: string, f: () => T): T {
  try {
    return f();
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(`${file}: ${cause.message}`, { cause });
  }
}

/** Throws for a model of a table, where a command needs examples of a dataset. */
export function checkNoTable(call: string, { table, file }: OpenedModel): void {
  check(
    table === undefined,
    () => `${call}: ${file} was trained on a table, and this command draws pictures; use reconstruct, encode, impute or evaluate`,
  );
}
