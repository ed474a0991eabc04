import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Series } from '@autoencoders/datasets';
import { isUsed, printSchema, readSchema, toCsv } from '@autoencoders/tables';
import type { Column, Schema } from '@autoencoders/tables';
import { counted } from '../format.js';
import { isListOf, isNumber, isRecord, isText } from '../json.js';
import { spanText, stepsOf } from '../series/describe-series.js';
import { interleaved, readSeries, seriesSchema } from '../series/read-series.js';
import type { SeriesTable } from '../series/read-series.js';
import { withoutGaps } from '../source/reading.js';
import { dialectText } from '../tables/describe-table.js';
import { openTableOf } from '../tables/table-for.js';
import { lines, text } from '../text.js';
import type { Text } from '../text.js';
import { ANOMALY, labelText, withLabel } from './labels.js';
import type { LabelRule } from './labels.js';
import type { DetectOptions } from './options.js';
import { kindsOfSteps, labelMarks, usualValues } from './series-labels.js';

/** How a series is read of a table. A detector's file keeps it. */
export interface SeriesReading {
  /** The columns of numbers are used, and no others. */
  readonly schema: Schema;
  /** The column of date-times that orders the rows. Undefined where the order of the file counts. */
  readonly time?: Column | undefined;
  readonly resample?: number | undefined;
  readonly longestStep?: number | undefined;
}

/** Whether a value from JSON has the parts of a reading. What its schema holds is checked when a table is read. */
export function isSeriesReading(value: unknown): value is SeriesReading {
  if (!isRecord(value) || !isRecord(value.schema) || !isListOf(value.schema.columns, isColumn)) return false;
  const { time, resample, longestStep } = value;
  return (time === undefined || isColumn(time)) && [resample, longestStep].every((each) => each === undefined || isNumber(each));
}

const isColumn = (value: unknown): value is Column => isRecord(value) && isText(value.name) && isText(value.kind);

/** A series as a detector takes it, and as it came. */
export interface DetectSeries {
  readonly name: string;
  readonly series: Series;
  readonly columns: readonly string[];
  readonly table: SeriesTable;
  readonly reading: SeriesReading;
  /** What each step is by its label. Undefined without labels. */
  readonly kinds?: Uint8Array | undefined;
  readonly rule?: LabelRule | undefined;
}

/** A series to learn from, and what was found out of it. */
export interface TrainingSeries extends DetectSeries {
  /** The series without the steps that are labelled as anomalies. */
  readonly usual: Series;
  readonly about: Text;
}

/** The names of the columns of a series. */
export const columnsOf = ({ schema }: Pick<SeriesReading, 'schema'>): readonly string[] =>
  schema.columns.filter(isUsed).map(({ name }) => name);

type Labelling = Pick<DetectOptions, 'array' | 'label' | 'usual'>;

/** Reads a series as `reading` says, with its labels, if it has the column of `label` or of the rule that is `known`. */
export async function readSeriesAs(
  path: string,
  reading: SeriesReading,
  { array, label, usual }: Labelling,
  known?: LabelRule,
): Promise<DetectSeries> {
  const { schema, time, resample, longestStep } = reading;
  const column = label ?? known?.column;
  const marks = column === undefined ? undefined : labelMarks(column, known, usual);
  const source = await openTableOf(path, withoutGaps({ array, label: column, unlabelled: column !== undefined }));
  const table = await readSeries(source, { schema, time }, { resample, longestStep }, marks);
  const columns = columnsOf(reading);
  const cells = columns.map((name) => table.table.columns[name] as Float64Array);
  const series = { name: table.name, values: interleaved(cells, table.table.rows), channels: columns.length, times: table.times };
  const rule = marks?.found();
  return {
    name: table.name,
    series,
    columns,
    table,
    reading,
    ...(rule && { rule, kinds: kindsOfSteps(table.table.columns[rule.column] as Float64Array) }),
  };
}

/** Reads a series to score. */
export async function readScoredSeries(path: string, reading: SeriesReading, given: Labelling, known?: LabelRule): Promise<DetectSeries> {
  const read = await readSeriesAs(path, reading, given, known);
  check(given.label === undefined || read.rule !== undefined, () => `--label ${given.label}: ${path} has no such column`);
  return read;
}

type Asked = Labelling & Pick<DetectOptions, 'on' | 'columns' | 'ignore' | 'time' | 'resample' | 'longestStep'>;

/** Reads the series to learn from: the columns of numbers, in the order of the column of date-times, if there is one. */
export async function readTrainingSeries(path: string, given: Asked): Promise<TrainingSeries> {
  const { columns, ignore, array, label, on, resample, longestStep } = given;
  const source = await openTableOf(path, withoutGaps({ array, label, unlabelled: label !== undefined }));
  const { schema: all, dialect } = await readSchema(source, { columns, ignore });
  const { schema, time } = seriesSchema(withLabel(all, label), path, given.time);
  const read = await readSeriesAs(path, { schema, time, resample, longestStep }, given);
  const { series, kinds, rule } = read;
  // The label may be in the series to score alone.
  check(
    on !== undefined || label === undefined || rule !== undefined,
    () => `--label ${label}: ${path} has no such column; it has ${show(all.columns.map(({ name }) => name))}`,
  );
  const odd = kinds?.filter((kind) => kind === ANOMALY).length ?? 0;
  check(
    odd === 0 || odd < kinds!.length,
    () =>
      `detect: every step of ${path} is labelled as an anomaly (${show(label)}: usual is ${show(rule!.usual)}); give some usual steps, or say which word marks them with --usual`,
  );
  const usual = odd === 0 ? series : { ...series, values: usualValues(series.values, read.columns.length, kinds!) };
  const about = text`${dialectText(dialect)}${lines(printSchema(schema))}\n\n${rule && labelText(rule, odd, kinds!.length, 'step')}${describe(read)}\n`;
  return { ...read, usual, about };
}

function describe({ table, columns, reading }: DetectSeries): Text {
  const { time } = reading;
  const steps = stepsOf(table, reading);
  const order = time ? text`in the order of ${time.name}` : 'in the order of the file';
  const gaps =
    steps &&
    (steps.gaps > 0 ? `, ${counted(steps.gaps, 'gap')} of up to ${spanText(steps.longest)}, which no window crosses` : ', without gaps');
  const merged = table.merged > 0 && text`; ${counted(table.merged, 'row')} had the time of another row, so they were averaged`;
  return text`${counted(table.table.rows, 'step')} of ${counted(columns.length, 'column')}, ${order}${steps ? text`; steps of ${spanText(steps.usual)}${gaps}` : ''}${merged}\n`;
}

/** When a step was, as the file writes it: a time, or the number of the step from 1. */
export function stepText({ table, reading: { time, schema } }: Pick<DetectSeries, 'table' | 'reading'>, step: number): string {
  if (!time || !table.times) return String(step + 1);
  const cells = { rows: 1, columns: { [time.name]: Float64Array.of(table.times[step]!) } };
  return toCsv(cells, { ...schema, columns: [time] }, { heading: false }).trim();
}
