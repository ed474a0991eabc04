import { explain, fitDetector } from '@autoencoders/anomaly';
import type { Detector } from '@autoencoders/anomaly';
import { plural } from '@autoencoders/app-kit/parts';
import { InputError, permutation } from '@autoencoders/core';
import { pickRows } from '@autoencoders/core/internal';
import { check } from '@autoencoders/core/operations';
import { fitEncoder, toRecords } from '@autoencoders/tables';
import type { EncodedRows, Table, TableEncoder } from '@autoencoders/tables';
import type { Reading, RowDetail, RowFindings, Settings } from '../findings.js';
import { FOLDS, LEARNED, rowMethod } from '../model.js';
import { expectedOf, usualRows } from './expected.js';
import { chosen, tableOf, timesNote } from './read.js';
import type { NamedTable } from './read.js';

const LEAST = 40;

/** What a training gets besides the data. */
export interface Watched {
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Rows that are looked at. */
interface Rows {
  readonly name: string;
  readonly data: EncodedRows;
  readonly table: Table;
  readonly numbers: Int32Array;
  readonly reading: Reading;
}

/** A detector of rows, and the rows that it has looked at. */
export interface RowSession {
  readonly kind: 'rows';
  readonly detector: Detector;
  readonly findings: RowFindings;
  /** How the table that was looked at was read. */
  readonly reading: Reading;
  /** Some of the rows, and why they have their scores. */
  readonly describe: (rows: readonly number[]) => Promise<readonly RowDetail[]>;
}

/** Learns from a table, and looks at another one, or at a part of the same that it has not learned from. */
export async function trainRows(
  learn: File,
  read: NamedTable,
  look: File | undefined,
  settings: Settings,
  watched: Watched,
): Promise<RowSession> {
  const { schema, note } = chosen(read.schema, ({ kind }) => kind !== 'dateTime');
  const left = [timesNote(read, settings.reading), note].filter((each) => each !== undefined);
  check(schema.columns.length > 1, () =>
    [`${learn.name} has ${plural(schema.columns.length, 'column')} to learn from; at least 2 are needed.`, ...left].join(' '),
  );
  const { rows } = read.table;
  check(rows >= LEAST, () => `${learn.name} has ${plural(rows, 'row')}; at least ${LEAST} are needed`);
  const encoder = await fitEncoder(schema, read.table);
  const all = encoder.encode(read.table);
  const order = permutation(rows, 1);
  const at = look ? rows : Math.round(LEARNED * rows);
  const learned = look ? all : pickRows(all, order.slice(0, at));
  const part = order.slice(at).sort();
  const looked = look
    ? await lookedRows(look, encoder)
    : {
        name: learn.name,
        data: pickRows(all, part) as EncodedRows,
        table: pickCells(read.table, part),
        numbers: part.map((row) => row + 1),
        reading: read.reading,
      };
  const detector = await fitDetector(learned, { encoder, method: rowMethod(), folds: FOLDS, trim: settings.trim, seed: 1, ...watched });
  const how = look
    ? `Learned from ${plural(rows, 'row')} of ${learn.name}.`
    : `Learned from ${plural(at, 'row')} of ${learn.name}, drawn at random. The other ${(rows - at).toLocaleString('en-US')} are looked at.`;
  return sessionOf(detector, looked, [how, ...left]);
}

/** Looks at a file with a detector that has learned before. */
export async function lookAtRows(detector: Detector, look: File, notes: readonly string[]): Promise<RowSession> {
  const { encoder } = detector;
  if (!encoder) throw new InputError('the file holds a detector without columns of a table, which this page cannot use');
  return sessionOf(detector, await lookedRows(look, encoder), notes);
}

async function lookedRows(look: File, encoder: TableEncoder): Promise<Rows> {
  const { table, reading } = await tableOf(look, encoder.schema);
  check(table.rows > 0, () => `${look.name} has no rows`);
  const numbers = Int32Array.from({ length: table.rows }, (_, i) => i + 1);
  return { name: look.name, data: encoder.encode(table), table, numbers, reading };
}

async function sessionOf(detector: Detector, { name, data, table, numbers, reading }: Rows, notes: readonly string[]): Promise<RowSession> {
  const encoder = detector.encoder!;
  const { values: scores, pValues } = await detector.detect(data);
  const { sentence } = await detector.drift(data);
  const { calibration, threshold } = detector;
  const usual = usualRows(detector.reference, encoder);
  return {
    kind: 'rows',
    detector,
    reading,
    findings: {
      kind: 'rows',
      name,
      columns: encoder.columns.map((column) => column.name),
      calibration,
      scores,
      pValues,
      numbers,
      threshold,
      notes: [...notes, ...detector.notes, sentence],
    },
    async describe(rows) {
      const picked = pickRows(data, Int32Array.from(rows));
      const found = await detector.score(picked, { contributions: true });
      const records = toRecords(pickCells(table, rows), encoder.schema);
      return rows.map((row, i): RowDetail => {
        const own = (from: ArrayLike<number>): ArrayLike<number> =>
          Array.prototype.slice.call(from, i * encoder.width, (i + 1) * encoder.width);
        const columns = explain(found, i, encoder.columns).map(({ column, contribution, share }) => {
          const span = encoder.columns.find((each) => each.name === column)!;
          const expected = expectedOf(usual, own(picked.values), picked.mask && own(picked.mask), span, table.columns[column]![row]);
          return { name: column, cell: textOf(records[i]![column]), contribution, share, expected };
        });
        return { row, columns };
      });
    },
  };
}

const textOf = (cell: unknown): string => (cell === null || cell === undefined || Number.isNaN(cell) ? '' : String(cell));

/** Some rows of a table. */
function pickCells({ columns }: Table, rows: ArrayLike<number>): Table {
  const places = Array.from(rows);
  return {
    rows: places.length,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, cells]) => [
        name,
        cells instanceof Float64Array ? Float64Array.from(places, (place) => cells[place]!) : places.map((place) => cells[place]!),
      ]),
    ),
  };
}
