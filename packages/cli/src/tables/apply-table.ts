import type { ArrayDataset, StreamDataset } from '@autoencoders/core';
import { rowCount } from '@autoencoders/core/internal';
import { cache, take } from '@autoencoders/datasets';
import type { AnyAutoencoder } from '@autoencoders/models';
import { encodeTable, streamTable, toCsv } from '@autoencoders/tables';
import type { Table, TableEncoder } from '@autoencoders/tables';
import { encode, evaluate, reconstruct } from '@autoencoders/training';
import type { Evaluation } from '@autoencoders/training';
import type { OpenedModel } from '../open-model.js';
import { columnMeasures } from './column-measures.js';
import type { ColumnMeasure } from './column-measures.js';
import { imputed } from './impute-table.js';
import { openTable } from './table-file.js';
import { formOf } from './table-form.js';

/** The rows of a file, in the features that a model was trained on. */
const rowsFor = async (path: string, encoder: TableEncoder): Promise<StreamDataset> =>
  (await encodeTable(await openTable(path), { encoder, stream: true })).data;

/** The codes of a table as CSV, some rows at a time: a column for each latent, and the class where the table has a label. */
export async function* codesOf(model: AnyAutoencoder, encoder: TableEncoder, path: string): AsyncGenerator<string, void> {
  const data = await rowsFor(path, encoder);
  let written = false;
  for await (const chunk of encode(model, data).chunks()) {
    if (!written)
      yield `${[...Array.from({ length: model.codeSize }, (_, i) => `z${i + 1}`), ...(chunk.labels ? ['label'] : [])].join(',')}\n`;
    written = true;
    yield codeLines(chunk, encoder.classes ?? []);
  }
}

function codeLines(chunk: ArrayDataset, classes: readonly string[]): string {
  const { values, labels } = chunk;
  const size = chunk.shape[0]!;
  const lines = Array.from({ length: rowCount(chunk) }, (_, row) => {
    const numbers = Array.from({ length: size }, (_, i) => Number(values[row * size + i]!.toPrecision(7)));
    return [...numbers, ...(labels ? [quoted(classes[labels[row]!] ?? '')] : [])].join(',');
  });
  return `${lines.join('\n')}\n`;
}

const quoted = (word: string): string => (/[",\n\r]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word);

/** A table as a model gives it back, as CSV in its own units and words, some rows at a time. */
export async function* reconstructionsOf(model: AnyAutoencoder, encoder: TableEncoder, path: string): AsyncGenerator<string, void> {
  let written = false;
  for await (const { values } of reconstruct(model, await rowsFor(path, encoder)).chunks()) {
    yield csvOf(encoder.decode(values), encoder, written);
    written = true;
  }
}

/** A table with its missing cells filled by a model, as CSV, some rows at a time. All its columns stay, and all cells that are known. */
export async function* filledOf(
  model: AnyAutoencoder,
  encoder: TableEncoder,
  path: string,
  filled: (cells: number) => void,
): AsyncGenerator<string, void> {
  const optional = encoder.label === undefined ? [] : [encoder.label];
  const { chunks } = await streamTable(await openTable(path), { schema: encoder.schema, keepAll: true, optional });
  let written = false;
  for await (const table of chunks()) {
    const { table: whole, cells } = await imputed(model, encoder, table);
    filled(cells);
    yield csvOf(whole, encoder, written);
    written = true;
  }
}

/** A table as CSV, without the heading from the second chunk on. */
function csvOf(table: Table, { schema }: TableEncoder, continued: boolean): string {
  const text = toCsv(table, schema);
  // A heading may have line breaks in quotes, so it is counted rather than searched for.
  return continued ? text.slice(toCsv({ rows: 0, columns: emptied(table) }, schema).length) : text;
}

const emptied = ({ columns }: Table): Table['columns'] => Object.fromEntries(Object.keys(columns).map((name) => [name, []]));

/** Rows that the columns are measured on. */
const MEASURED = 100_000;

/** The losses of a model on a table, and how well it gives back each column. */
export async function judged(
  { model, trainedAs, table }: OpenedModel & { readonly table: TableEncoder },
  path: string,
  seed: number,
): Promise<{ readonly losses: Evaluation; readonly columns: readonly ColumnMeasure[] }> {
  const data = await rowsFor(path, table);
  const form = formOf(table);
  const loss = trainedAs ? trainedAs.variant.loss(trainedAs.settings, form) : { reconstruction: form.reconstruction! };
  const corrupt = trainedAs?.variant.corrupt?.(trainedAs.settings, form);
  const losses = await evaluate(model, data, { loss, corrupt, seed });
  const some = await cache(take(data, MEASURED));
  const outputs = await cache(reconstruct(model, some));
  return { losses, columns: columnMeasures(table, some, outputs.values as Float32Array) };
}
