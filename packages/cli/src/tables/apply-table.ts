import type { StreamDataset } from '@autoencoders/core';
import { rowCount } from '@autoencoders/core/internal';
import { cache, take } from '@autoencoders/datasets';
import type { AnyAutoencoder } from '@autoencoders/models';
import { encodeTable, streamTable, toCsv } from '@autoencoders/tables';
import type { TableEncoder, TableSource } from '@autoencoders/tables';
import { encode, evaluate, reconstruct } from '@autoencoders/training';
import type { Evaluation } from '@autoencoders/training';
import { codeLines, codesHeading, quoted } from '../codes-csv.js';
import type { OpenedModel } from '../open-model.js';
import { columnMeasures } from './column-measures.js';
import type { ColumnMeasure } from './column-measures.js';
import { imputed } from './impute-table.js';
import { formOf } from './table-form.js';

/** The rows of a table, in the features that a model was trained on. */
const rowsFor = async (source: TableSource, encoder: TableEncoder): Promise<StreamDataset> =>
  (await encodeTable(source, { encoder, stream: true })).data;

/** The codes of a table as CSV, some rows at a time: a column for each latent, and the class where the table has a label. */
export async function* codesOf(model: AnyAutoencoder, encoder: TableEncoder, source: TableSource): AsyncGenerator<string, void> {
  const data = await rowsFor(source, encoder);
  let written = false;
  for await (const chunk of encode(model, data).chunks()) {
    if (!written) yield codesHeading(model.codeSize, chunk.labels !== undefined);
    written = true;
    const { values, labels } = chunk;
    const label = labels && ((row: number) => quoted(encoder.classes?.[labels[row]!] ?? ''));
    yield codeLines({ values, codeSize: model.codeSize, label }, 0, rowCount(chunk));
  }
}

/** A table as a model gives it back, as CSV in its own units and words, some rows at a time. */
export async function* reconstructionsOf(model: AnyAutoencoder, encoder: TableEncoder, source: TableSource): AsyncGenerator<string, void> {
  let written = false;
  for await (const { values } of reconstruct(model, await rowsFor(source, encoder)).chunks()) {
    yield toCsv(encoder.decode(values), encoder.schema, { heading: !written });
    written = true;
  }
}

/** A table with its missing cells filled by a model, as CSV, some rows at a time. All its columns stay, and all cells that are known. */
export async function* filledOf(
  model: AnyAutoencoder,
  encoder: TableEncoder,
  source: TableSource,
  filled: (cells: number) => void,
): AsyncGenerator<string, void> {
  const optional = encoder.label === undefined ? [] : [encoder.label];
  const { chunks } = await streamTable(source, { schema: encoder.schema, keepAll: true, optional });
  let written = false;
  for await (const table of chunks()) {
    const { table: whole, cells } = await imputed(model, encoder, table);
    filled(cells);
    yield toCsv(whole, encoder.schema, { heading: !written });
    written = true;
  }
}

/** Rows that the columns are measured on. */
const MEASURED = 100_000;

/** The losses of a model on a table, and how well it gives back each column. */
export async function judged(
  { model, trainedAs, table }: OpenedModel & { readonly table: TableEncoder },
  source: TableSource,
  seed: number,
): Promise<{ readonly losses: Evaluation; readonly columns: readonly ColumnMeasure[] }> {
  const data = await rowsFor(source, table);
  const form = formOf(table);
  const loss = trainedAs ? trainedAs.variant.loss(trainedAs.settings, form) : { reconstruction: form.reconstruction! };
  const corrupt = trainedAs?.variant.corrupt?.(trainedAs.settings, form);
  const losses = await evaluate(model, data, { loss, corrupt, seed });
  const some = await cache(take(data, MEASURED));
  const outputs = await cache(reconstruct(model, some));
  return { losses, columns: columnMeasures(table, some, outputs.values as Float32Array) };
}
