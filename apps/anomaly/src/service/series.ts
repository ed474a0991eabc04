import { fitSeries, quantileThreshold, scoreSeries, windowFor } from '@autoencoders/anomaly';
import type { Method, Scorer, SeriesOptions } from '@autoencoders/anomaly';
import { plural } from '@autoencoders/app-kit/parts';
import { check } from '@autoencoders/core/operations';
import type { Series } from '@autoencoders/datasets';
import { isUsed } from '@autoencoders/tables';
import type { ReadTable, Schema } from '@autoencoders/tables';
import type { SeriesFindings, Settings } from '../findings.js';
import { WINDOW, windowMethod } from '../model.js';
import { chosen, tableOf, timeOf } from './read.js';
import type { Watched } from './rows.js';

/** Fewer held-out scores say too little about a threshold. */
const LEAST = 20;

/** What a file needs besides the scorer to score a series again. Plain JSON, but for the scores. */
export interface SeriesParts {
  readonly scorer: Scorer;
  readonly options: SeriesOptions;
  readonly schema: Schema;
  readonly time: string | undefined;
  readonly calibration: Float64Array;
}

/** A scorer of windows, and the series that it has looked at. */
export interface SeriesSession extends SeriesParts {
  readonly kind: 'series';
  readonly findings: SeriesFindings;
}

/** Learns from the beginning of a series, and looks at the rest, or learns from all of it and looks at another series. */
export async function trainSeries(
  learn: File,
  read: ReadTable,
  look: File | undefined,
  { usual }: Settings,
  watched: Watched,
): Promise<SeriesSession> {
  const { schema, note } = chosen(read.schema, ({ kind }) => kind === 'number' || kind === 'count');
  check(schema.columns.length > 0, () => `${learn.name} has no column of numbers to learn from`);
  const time = timeOf(read);
  const series = seriesOf(learn.name, read, schema, time);
  const steps = read.table.rows;
  const train = look ? 1 : usual;
  const window = windowFor(series, { ...WINDOW, most: Math.max(1, Math.floor((train * steps) / 10)) });
  const fitted = await fitSeries(watchedMethod(windowMethod(), watched), series, {
    train,
    window: window.length,
    per: 'step',
    missing: 'mask',
    seed: 1,
  });
  const { scorer, options, heldOut } = fitted;
  try {
    const learned = await scoreSeries(scorer, firstSteps(series, heldOut.end), options);
    const calibration = learned.values
      .slice(heldOut.start, heldOut.end)
      .filter((score) => !Number.isNaN(score))
      .sort();
    check(
      calibration.length >= LEAST,
      () =>
        `${learn.name} is too short: it has ${plural(steps, 'step')}. The threshold needs ${LEAST} held-out scores, and there are ${calibration.length}`,
    );
    const parts: SeriesParts = { scorer, options, schema, time, calibration };
    const how = look
      ? `Learned from all ${plural(steps, 'step')} of ${learn.name}.`
      : `Learned from the first ${heldOut.end.toLocaleString('en-US')} of ${plural(steps, 'step')} of ${learn.name}. The rest is looked at.`;
    const overlap =
      'Windows overlap, so the scores of neighbours are alike: the true range of the false-alarm rate is wider than the one that is given.';
    const notes = [how, window.why, overlap, ...(note ? [note] : [])];
    return await sessionOf(parts, look ? await readSeries(look, parts) : series, look ? 0 : heldOut.end, notes);
  } catch (error) {
    scorer.dispose();
    throw error;
  }
}

/** Looks at a series with a scorer that has learned before. */
export const lookAtSeries = async (parts: SeriesParts, look: File): Promise<SeriesSession> =>
  sessionOf(parts, await readSeries(look, parts), 0, ['The detector was opened, not trained here.']);

async function readSeries(look: File, { schema, time }: SeriesParts): Promise<Series> {
  const read = await tableOf(look);
  const columns = new Set(read.schema.columns.map(({ name }) => name));
  for (const { name } of schema.columns) check(columns.has(name), () => `${look.name} has no column ${name}, which the detector needs`);
  return seriesOf(look.name, read, schema, time === undefined ? undefined : timeOf(read));
}

function seriesOf(name: string, { table, schema: read }: ReadTable, schema: Schema, time: string | undefined): Series {
  const cells = schema.columns.map((column) => {
    const found = table.columns[column.name]!;
    check(found instanceof Float64Array, () => `${name}: column ${column.name} must hold numbers`);
    return found as Float64Array;
  });
  // A series with a column of times that is not used as such has times that do not rise: the package says which.
  const dated = read.columns.find(({ kind, name: each }) => kind === 'dateTime' && isUsed({ kind }) && each !== time)?.name;
  const times = table.columns[time ?? dated ?? ''];
  const values = new Float64Array(table.rows * cells.length);
  cells.forEach((column, c) => column.forEach((value, row) => (values[row * cells.length + c] = value)));
  return { name, values, channels: cells.length, ...(times instanceof Float64Array && { times }) };
}

const firstSteps = (series: Series, end: number): Series => ({
  ...series,
  values: Float64Array.from(series.values).subarray(0, end * series.channels!),
  times: series.times && Float64Array.from(series.times).subarray(0, end),
});

/** The method, with a training that is watched: `fitSeries` has no options for it. */
const watchedMethod = ({ kind, fit }: Method, watched: Watched): Method => ({
  kind,
  fit: (usual, options) => fit(usual, { ...options, ...watched }),
});

async function sessionOf(parts: SeriesParts, series: Series, start: number, notes: readonly string[]): Promise<SeriesSession> {
  const { scorer, options, schema, calibration } = parts;
  // The score of a step is what the step itself adds to its windows: sharp in time, and the columns add up to it.
  const scored = await scoreSeries(scorer, series, { ...options, contributions: true });
  return {
    ...parts,
    kind: 'series',
    findings: {
      kind: 'series',
      name: series.name!,
      columns: schema.columns.map(({ name }) => name),
      calibration,
      scores: scored.values,
      values: Float64Array.from(series.values),
      times: series.times && Float64Array.from(series.times),
      parts: scored.contributions!,
      looked: { start, end: scored.values.length },
      gaps: scored.gaps,
      threshold: quantileThreshold(calibration),
      notes,
    },
  };
}
