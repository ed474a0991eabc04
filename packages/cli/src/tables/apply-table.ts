import type { Group, StreamDataset } from '@autoencoders/core';
import { rowCount } from '@autoencoders/core/internal';
import { cache, take } from '@autoencoders/datasets';
import type { AnyAutoencoder } from '@autoencoders/models';
import { encodeTable, streamTable, toCsv } from '@autoencoders/tables';
import type { TableEncoder, TableSource } from '@autoencoders/tables';
import { encode, evaluate, reconstruct } from '@autoencoders/training';
import type { Evaluation } from '@autoencoders/training';
import type { CodeChunk, Codes } from '../codes/codes.js';
import type { OpenedModel } from '../open-model.js';
import { columnMeasures } from './column-measures.js';
import type { ColumnMeasure } from './column-measures.js';
import { imputed } from './impute-table.js';
import { formOf } from './table-form.js';

/** The rows of a table, in the features that a model was trained on. */
const rowsFor = async (source: TableSource, encoder: TableEncoder): Promise<StreamDataset> =>
  (await encodeTable(source, { encoder, stream: true })).data;

/** The codes of a table, some rows at a time. */
export async function codesOf(model: AnyAutoencoder, encoder: TableEncoder, source: TableSource): Promise<Codes> {
  const data = await rowsFor(source, encoder);
  return { codeSize: model.codeSize, classes: encoder.classes, count: data.count, chunks: codeChunks(encode(model, data)) };
}

async function* codeChunks(codes: StreamDataset): AsyncGenerator<CodeChunk, void> {
  for await (const chunk of codes.chunks())
    yield { rows: rowCount(chunk), values: chunk.values as Float32Array, labels: chunk.labels && Int32Array.from(chunk.labels) };
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
  group?: Group,
): Promise<{ readonly losses: Evaluation; readonly columns: readonly ColumnMeasure[] }> {
  const data = await rowsFor(source, table);
  const form = formOf(table);
  const loss = trainedAs ? trainedAs.variant.loss(trainedAs.settings, form) : { reconstruction: form.reconstruction! };
  const corrupt = trainedAs?.variant.corrupt?.(trainedAs.settings, form);
  const losses = await evaluate(model, data, { loss, corrupt, seed, group });
  const some = await cache(take(data, MEASURED));
  const outputs = await cache(reconstruct(model, some));
  return { losses, columns: columnMeasures(table, some, outputs.values as Float32Array) };
}
