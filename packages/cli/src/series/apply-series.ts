import { toCsv } from '@autoencoders/tables';
import type { Column, Schema, Table, TableEncoder, TableSource } from '@autoencoders/tables';
import { encode, evaluate, reconstruct } from '@autoencoders/training';
import type { Group } from '@autoencoders/core';
import { rowCount } from '@autoencoders/core/internal';
import { cache, take } from '@autoencoders/datasets';
import type { Windows } from '@autoencoders/datasets';
import type { Evaluation } from '@autoencoders/training';
import type { CodeChunk, Codes } from '../codes/codes.js';
import type { OpenedModel } from '../open-model.js';
import { columnMeasures } from '../tables/column-measures.js';
import type { ColumnMeasure } from '../tables/column-measures.js';
import { readSeries, seriesWindows, windowsAs } from './read-series.js';
import type { SeriesTable } from './read-series.js';
import { reconstructedSeries } from './series-section.js';
import { STANDARDISED } from './series-form.js';
import type { SeriesForm } from './series-form.js';

/** A model of windows of a series. */
export interface SeriesModel extends OpenedModel {
  readonly table: TableEncoder;
  readonly series: SeriesForm;
}

/** A new series, read as that of the model, and its windows. */
async function read(
  { table: encoder, series: form }: SeriesModel,
  source: TableSource,
): Promise<{ series: SeriesTable; windows: Windows }> {
  const series = await readSeries(source, { schema: encoder.schema, time: form.time }, form);
  return { series, windows: seriesWindows(series, encoder, form) };
}

/** Steps as a column of a CSV: their times as the file has them, or their numbers from 1 on. */
const stepsOf = ({ times }: SeriesTable, steps: Int32Array): Float64Array => Float64Array.from(steps, (step) => times?.[step] ?? step + 1);

/** A schema with a column that is written as the time of the series, besides the columns of `schema`. */
const withTime = (schema: Schema, name: string, time: Column | undefined): Schema => ({
  ...schema,
  columns: [...schema.columns.filter((column) => column.name !== name), ...(time ? [{ ...time, name }] : [])],
});

/** The codes of the windows, some at a time, with `start`, the time or the number of their first step. */
export async function windowCodesOf(opened: SeriesModel, source: TableSource): Promise<Codes> {
  const { series, windows } = await read(opened, source);
  return { codeSize: opened.model.codeSize, count: windows.count, chunks: windowChunks(opened, series, windows) };
}

async function* windowChunks(
  { model, series: form, table }: SeriesModel,
  series: SeriesTable,
  windows: Windows,
): AsyncGenerator<CodeChunk, void> {
  const schema = withTime({ ...table.schema, columns: [] }, 'start', form.time);
  let at = 0;
  for await (const chunk of encode(model, windows).chunks()) {
    const rows = rowCount(chunk);
    const start = stepsOf(series, windows.starts.subarray(at, at + rows));
    const starts = toCsv({ rows, columns: { start } }, schema, { heading: false }).trimEnd().split('\n');
    yield { rows, values: chunk.values as Float32Array, named: { name: 'start', values: starts } };
    at += rows;
  }
}

/** The series as the model gives it back, as CSV in its own units and steps. */
export async function* reconstructedCsv(opened: SeriesModel, source: TableSource): AsyncGenerator<string, void> {
  const { model, series: form, table } = opened;
  const { series, windows } = await read(opened, source);
  const { rows, columns } = await reconstructedSeries(model, windows, table, series.table.rows);
  const steps = stepsOf(
    series,
    Int32Array.from({ length: rows }, (_, row) => row),
  );
  const time = form.time ? { [form.time.name]: steps } : {};
  yield toCsv({ rows, columns: { ...time, ...columns } }, form.time ? withTime(table.schema, form.time.name, form.time) : table.schema);
}

/** Windows that the columns are measured on. */
const MEASURED = 10_000;

/** The losses of a model on the windows of a series, and how well it gives back each column. */
export async function judgedSeries(
  opened: SeriesModel,
  source: TableSource,
  seed: number,
  group?: Group,
): Promise<{ readonly losses: Evaluation; readonly columns: readonly ColumnMeasure[]; readonly windows: number }> {
  const { model, trainedAs, table } = opened;
  const { windows } = await read(opened, source);
  const loss = trainedAs ? trainedAs.variant.loss(trainedAs.settings, STANDARDISED) : { reconstruction: STANDARDISED.reconstruction! };
  const corrupt = trainedAs?.variant.corrupt?.(trainedAs.settings, STANDARDISED);
  const losses = await evaluate(model, windowsAs(windows, model.input), { loss, corrupt, seed, group });
  const some = await cache(take(windows, Math.min(MEASURED, windows.count)));
  const outputs = await cache(reconstruct(model, some));
  return { losses, columns: columnMeasures(table, some, outputs.values as Float32Array), windows: windows.count };
}

/** Windows that a model drew, `[windows, window, columns]`, as CSV in the units of the series, with the number of the window and the step. */
export function sampledCsv({ table, series: { window } }: Pick<SeriesModel, 'table' | 'series'>, values: Float32Array): string {
  const { rows, columns } = table.decode(values);
  const numbers = (f: (row: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, row) => f(row));
  const places: Table['columns'] = { window: numbers((row) => Math.floor(row / window) + 1), step: numbers((row) => (row % window) + 1) };
  return toCsv({ rows, columns: { ...places, ...columns } }, table.schema);
}

/** Whether a model is of windows of a series. */
export const isSeriesModel = (opened: OpenedModel): opened is SeriesModel => opened.table !== undefined && opened.series !== undefined;
