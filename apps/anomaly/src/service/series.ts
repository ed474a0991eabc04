import { fitSeriesDetector, windowFor } from '@autoencoders/anomaly';
import type { SeriesDetector } from '@autoencoders/anomaly';
import { plural } from '@autoencoders/app-kit/parts';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Series } from '@autoencoders/datasets';
import type { Reading, SeriesFindings, Settings } from '../findings.js';
import { MERGE, WINDOW, windowMethod } from '../model.js';
import { chosen, tableOf, timeOf } from './read.js';
import type { NamedTable } from './read.js';
import type { Watched } from './rows.js';

/** With fewer usual steps, too few are held out for the threshold. */
const LEAST = 60;

/** A detector of series, and the series that it has looked at. */
export interface SeriesSession {
  readonly kind: 'series';
  readonly detector: SeriesDetector;
  readonly findings: SeriesFindings;
  /** How the table that was looked at was read. */
  readonly reading: Reading;
}

/** A series of a table. */
interface ReadSeries extends Series {
  readonly reading: Reading;
}

/** Learns from the beginning of a series, and looks at the rest, or learns from all of it and looks at another series. */
export async function trainSeries(
  learn: File,
  read: NamedTable,
  look: File | undefined,
  { usual }: Settings,
  watched: Watched,
): Promise<SeriesSession> {
  const { schema, note } = chosen(read.schema, ({ kind }) => kind === 'number' || kind === 'count');
  check(schema.columns.length > 0, () => [`${learn.name} has no column of numbers to learn from.`, note ?? ''].join(' '));
  const columns = schema.columns.map(({ name }) => name);
  const series = seriesOf(read, columns);
  const steps = read.table.rows;
  const train = look ? 1 : usual;
  const end = Math.round(train * steps);
  check(end >= LEAST, () => `${learn.name} is too short: it has ${plural(end, 'step')} to learn from, and at least ${LEAST} are needed`);
  const window = windowFor(series, { ...WINDOW, most: Math.floor(end / 10) });
  const detector = await fitSeriesDetector(series, {
    method: windowMethod(),
    columns,
    train,
    window: window.length,
    rule: { merge: MERGE },
    per: 'step',
    missing: 'mask',
    seed: 1,
    ...watched,
  });
  const how = look
    ? `All ${plural(steps, 'step')} of ${learn.name} are taken as usual.`
    : `The first ${end.toLocaleString('en-US')} of ${plural(steps, 'step')} of ${learn.name} are taken as usual. The rest is looked at.`;
  const notes = [how, window.why, ...(note ? [note] : [])];
  try {
    return await sessionOf(detector, look ? await readSeries(look, columns) : series, look ? 0 : end, notes);
  } catch (error) {
    detector.dispose();
    throw error;
  }
}

/** Looks at a series with a detector that has learned before: at the steps from `start` on. */
export async function lookAtSeries(detector: SeriesDetector, look: File, notes: readonly string[], start: number): Promise<SeriesSession> {
  const { columns } = detector;
  if (!columns) throw new InputError('the file holds a detector without names of columns, which this page cannot use');
  return sessionOf(detector, await readSeries(look, columns), start, notes);
}

async function readSeries(look: File, columns: readonly string[]): Promise<ReadSeries> {
  const read = await tableOf(look);
  for (const name of columns)
    check(Object.hasOwn(read.table.columns, name), () => `${look.name} has no column ${name}, which the detector needs`);
  return seriesOf(read, columns);
}

function seriesOf(read: NamedTable, columns: readonly string[]): ReadSeries {
  const { table, schema, reading } = read;
  const { name } = reading;
  const values = new Float64Array(table.rows * columns.length);
  columns.forEach((column, c) => {
    const cells = table.columns[column];
    if (!(cells instanceof Float64Array)) throw new InputError(`${name}: column ${column} must hold numbers`);
    cells.forEach((value, row) => (values[row * columns.length + c] = value));
  });
  // Of times that do not rise, the package says which.
  const dated = timeOf(read) ?? schema.columns.find(({ kind }) => kind === 'dateTime')?.name;
  const times = dated === undefined ? undefined : table.columns[dated];
  return { reading, name, values, channels: columns.length, ...(times instanceof Float64Array && { times }) };
}

async function sessionOf(detector: SeriesDetector, series: ReadSeries, start: number, notes: readonly string[]): Promise<SeriesSession> {
  const { columns, rule, calibration, effectiveSize, threshold, window } = detector;
  const { values: scores, contributions, gaps, notes: found } = await detector.detect(series, { contributions: true });
  return {
    kind: 'series',
    detector,
    reading: series.reading,
    findings: {
      kind: 'series',
      name: series.reading.name,
      columns: columns!,
      rule,
      calibration,
      effectiveSize,
      scores,
      values: Float64Array.from(series.values),
      times: series.times && Float64Array.from(series.times),
      parts: contributions!,
      looked: { start, end: scores.length },
      gaps,
      threshold,
      notes: [...notes, ...found, ...detector.notes.filter((note) => note !== window.why)],
    },
  };
}
