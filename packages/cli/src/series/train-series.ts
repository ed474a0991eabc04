import type { Shape } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { cache, split, take } from '@autoencoders/datasets';
import type { Windows } from '@autoencoders/datasets';
import { fitEncoder, printSchema, readSchema } from '@autoencoders/tables';
import type { Schema, TableEncoder } from '@autoencoders/tables';
import type { WatchedRun } from '../fit-with-progress.js';
import type { ReadingOptions } from '../source/reading.js';
import { dialectText } from '../tables/describe-table.js';
import { openTableOf } from '../tables/table-for.js';
import { trainColumns } from '../tables/train-table.js';
import type { Parts, TableOptions } from '../tables/table-run.js';
import { lines, text } from '../text.js';
import type { Text } from '../text.js';
import type { TrainableVariant } from '../variants/index.js';
import { describeSeries } from './describe-series.js';
import { readSeries, seriesSchema, seriesWindows, windowsAs } from './read-series.js';
import type { SeriesTable } from './read-series.js';
import { STANDARDISED } from './series-form.js';
import type { SeriesForm, SeriesOptions } from './series-form.js';
import { seriesSection } from './series-section.js';

/** A table as the windows of a series. */
export interface OpenedSeries {
  readonly series: SeriesTable;
  readonly windows: Windows;
  readonly form: SeriesForm;
  readonly encoder: TableEncoder;
  readonly schema: Schema;
  /** What was found out, for the user. */
  readonly about: Text;
}

/** A table and how windows are made of it. */
type SeriesSource = Pick<TableOptions, 'data' | 'columns' | 'ignore'> & ReadingOptions & SeriesOptions & { readonly window: number };

/** Reads a table as a series, standardises its columns, and makes its windows. */
export async function openSeries(given: SeriesSource): Promise<OpenedSeries> {
  const { data, window, stride = 1, resample, longestStep, columns, ignore, label } = given;
  check(label === undefined, () => `--label ${label}: windows of a series have no labels; leave it out`);
  const source = await openTableOf(data, given);
  const { schema: all, dialect } = await readSchema(source, { columns, ignore });
  const { schema, time } = seriesSchema(all, source.name, given.time);
  const form: SeriesForm = { window, stride, resample, longestStep, time };
  const series = await readSeries(source, { schema, time }, form);
  const encoder = await fitEncoder(schema, series.table);
  const windows = seriesWindows(series, encoder, form);
  const about = text`${dialectText(dialect)}${lines(printSchema(schema))}\n\n${describeSeries(series, windows, form)}\n`;
  return { series, windows, form, encoder, schema, about };
}

/** Trains a variant on windows of a series, and writes the model, a report and the figures into a folder. */
export async function trainSeries(
  variant: TrainableVariant,
  given: TableOptions & { readonly window: number },
  watched: WatchedRun,
): Promise<void> {
  const { terminal } = watched;
  const { series, windows, form, encoder, schema, about } = await openSeries(given);
  terminal.err.write(about);
  // A convolution along time is one of pictures whose width is 1.
  const shape = variant.images ? [form.window, 1, encoder.width] : [form.window, encoder.width];
  const { overlap, ...parts } = await partsOf(windows, shape, series.table.rows, given.limit);
  if (overlap) terminal.err.write(text`The series is short: test windows overlap with training windows.\n\n`);
  const columns = { name: series.name, schema, encoder };
  const run = { columns, series: form, form: STANDARDISED, parts, given };
  await trainColumns(variant, shape, { ...run, sections: (model) => seriesSection(model, series, windows, encoder, form) }, watched);
}

/** The share of a series that is trained on: its beginning. */
const TRAINED = 0.9;

/** The most test windows. They are held in memory. */
const TESTED = 10_000;

/**
 * Windows to train on and to test on: those of the first nine tenths of the time, and those of the last tenth, so that they have no step in
 * common. In a short series, the last tenth of the windows is for testing, and a single window is both.
 */
async function partsOf(
  windows: Windows,
  shape: Shape,
  rows: number,
  limit: number = Infinity,
): Promise<Parts & { readonly overlap: boolean }> {
  const { count, starts } = windows;
  const border = Math.floor(TRAINED * rows);
  const before = starts.filter((start) => start + shape[0]! <= border).length;
  const after = starts.filter((start) => start >= border).length;
  const apart = before > 0 && after > 0;
  const tested = apart ? after : Math.max(1, Math.floor((1 - TRAINED) * count));
  const trained = apart ? before : Math.max(1, count - tested);
  const examples = Math.min(limit, trained);
  const all = windowsAs(windows, shape);
  const test = count === 1 ? all : split(all, count - tested)[1];
  return { training: take(all, examples), test: await cache(take(test, Math.min(TESTED, tested))), examples, overlap: !apart };
}
