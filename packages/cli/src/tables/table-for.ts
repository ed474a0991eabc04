import { InputError } from '@autoencoders/core';
import type { TableSource } from '@autoencoders/tables';
import type { OpenedModel } from '../open-model.js';
import { sourceFor } from '../source/data-for.js';
import type { DataOptions } from '../source/data-for.js';
import { checkOptionsFor } from '../source/find-data.js';
import { kindOf } from '../source/kind.js';
import type { ReadingOptions } from '../source/reading.js';
import { openTable } from './table-file.js';

// What reads arrays loads when there are some.
const arrays = () => import('../source/arrays.js');

/** Whether data are a table: a file of one, or an array whose columns have units of their own. */
export async function isTable(source: string, reading: ReadingOptions): Promise<boolean> {
  const kind = kindOf(source);
  if (kind !== 'array') return kind === 'table';
  const { isTableArray, readArrays } = await arrays();
  return isTableArray((await readArrays(source, reading)).examples);
}

/** Opens a table: a file, or an array of NumPy with a column for each number of a row. */
export async function openTableOf(source: string, given: ReadingOptions): Promise<TableSource> {
  const kind = kindOf(source);
  checkOptionsFor(kind, given);
  if (kind === 'array') {
    const { arrayTable, readArrays } = await arrays();
    return arrayTable(await readArrays(source, given), source, given.label);
  }
  if (kind !== 'table') throw new InputError(`${source} is not a table, and this command needs one`);
  return openTable(source);
}

/** The table to use with a model: what `--data` names, or the one that it was trained on. Throws where there is none. */
export function tableFor(opened: OpenedModel, { data, array }: DataOptions): Promise<TableSource> {
  const { reading } = opened.info ?? {};
  const source = sourceFor(opened, data);
  const ofArrays = kindOf(source) === 'array' && { array: array ?? reading?.array, label: reading?.label, unlabelled: true };
  return openTableOf(source, { ...(array !== undefined && { array }), ...ofArrays });
}
