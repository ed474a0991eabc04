import { existsSync } from 'node:fs';
import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import type { OpenDataset } from '@autoencoders/datasets/node';
import type { OpenedFile } from '../open-model.js';
import { datasetReference } from '../run-info.js';
import type { Terminal } from '../terminal.js';
import { findData } from './find-data.js';
import type { DataPart, FoundData } from './find-data.js';
import { isName, kindOf } from './kind.js';
import { pictureReading } from './reading.js';
import type { Reading, ReadingOptions } from './reading.js';

/** What a command line says of the data for a model. */
export interface DataOptions extends ReadingOptions {
  readonly data?: string | undefined;
}

/** What to read for a model: what `--data` names, or what it was trained on. Throws where there is none. */
export function sourceFor({ info, file }: Pick<OpenedFile, 'info' | 'file'>, named: string | undefined): string {
  const source = named ?? info?.dataset;
  check(source !== undefined, () => `name the data with --data; ${file} does not say what it was trained on`);
  check(
    named !== undefined || isName(source) || existsSync(source),
    () => `the data that ${file} was trained on, ${source}, are not there; say where they are now with --data`,
  );
  return source;
}

/** The data for a model, read as those that it was trained on. */
export async function dataFor(opened: OpenedFile, given: DataOptions, terminal: Pick<Terminal, 'err'>): Promise<FoundData> {
  return dataLike(opened.info ?? {}, sourceFor(opened, given.data), given, terminal);
}

/** The data that `source` names, read as others were. `shape` is that of one example of them. */
export async function dataLike(
  { reading = {}, shape = [] }: { readonly reading?: Reading | undefined; readonly shape?: Shape | undefined },
  source: string,
  { array, label, folder, url }: ReadingOptions,
  terminal: Pick<Terminal, 'err'>,
): Promise<FoundData> {
  const saved = {
    pictures: { ...pictureReading(shape), classes: reading.classes },
    array: {
      array: reading.array,
      range: reading.range,
      ...(label === undefined && { label: reading.label, unlabelled: true }),
    },
    'cifar-10': { folder: reading.folder },
    named: {},
    idx: {},
    table: {},
  }[kindOf(source)];
  return findData(source, withSaved({ array, label, folder, url }, saved), terminal);
}

/** A part of the data for a model, opened. */
export interface OpenedPart {
  readonly data: FoundData;
  readonly part: DataPart;
  readonly dataset: OpenDataset;
}

/**
 * The part of the data for a model that `--part` names. By default, other data than it was trained on are read as a whole, where they have
 * no parts, and the test part of all others.
 */
export async function partFor(
  opened: OpenedFile,
  given: DataOptions & { readonly part?: DataPart | undefined },
  terminal: Pick<Terminal, 'err'>,
): Promise<OpenedPart> {
  const data = await dataFor(opened, given, terminal);
  const isOther = given.data !== undefined && datasetReference(given.data) !== opened.info?.dataset;
  const part = given.part ?? (isOther && data.undivided ? 'all' : 'test');
  return { data, part, dataset: await data.open(part) };
}

/** What is given, and what is saved where nothing is given. */
const withSaved = (given: ReadingOptions, saved: object): ReadingOptions => ({
  ...saved,
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
});
