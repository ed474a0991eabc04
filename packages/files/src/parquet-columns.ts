import type { DecodedArray, ParquetParsers, SchemaElement } from 'hyparquet';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { chosenColumns } from './chosen-columns.js';
import type { ColumnType, ColumnValues, TableColumn } from './table.js';

/** Where a value is, for messages. */
interface Where {
  /** The column and the file. */
  readonly what: string;
  /** The first row, counted from 0. */
  readonly start: number;
}

/** The cells of a column, and how many of them are missing. */
export interface Collected {
  readonly cells: ColumnValues;
  readonly missing: number;
}

/** A column, and how its values are read. */
export interface ParquetColumn extends TableColumn {
  readonly nullable: boolean;
  /** The schema of a file with only this column. */
  readonly schema: SchemaElement[];
  /** Decoded values as the cells of a column. */
  readonly collect: (parts: readonly DecodedArray[], rows: number, where: Where) => Collected;
}

/** What hyparquet makes of values that are neither plain numbers nor booleans. */
const utf8 = new TextDecoder('utf-8', { fatal: true });
const text = (bytes: Uint8Array | undefined): string | undefined => bytes && utf8.decode(bytes);
export const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (milliseconds) => Number(milliseconds) / 1e3,
  timestampFromMicroseconds: (microseconds) => Number(microseconds) / 1e6,
  timestampFromNanoseconds: (nanoseconds) => Number(nanoseconds) / 1e9,
  dateFromDays: (days) => days * 86400,
  stringFromBytes: text,
  jsonFromBytes: text,
};

/** The columns that are to be read. Throws when one does not exist, exists twice, or has a type that is not read. */
export function columnsOf(schema: readonly SchemaElement[], file: string, wanted?: readonly string[]): readonly ParquetColumn[] {
  const found = topLevel(schema, file);
  const names = found.map(({ name }) => name);
  const elements = chosenColumns('openParquet', file, names, wanted).map((place) => found[place]!);
  return elements.map((element) => toColumn(schema[0]!, element, file));
}

/** The children of the root. */
function topLevel([root, ...elements]: readonly SchemaElement[], file: string): readonly SchemaElement[] {
  const top: SchemaElement[] = [];
  let at = 0;
  const pass = (): void => {
    const { num_children = 0 } = elements[at++] ?? {};
    for (let child = 0; child < num_children && at < elements.length; child++) pass();
  };
  while (at < elements.length) {
    top.push(elements[at]!);
    pass();
  }
  check(root?.num_children === top.length, () => `openParquet: the schema of ${file} is damaged`);
  return top;
}

function toColumn(root: SchemaElement, element: SchemaElement, file: string): ParquetColumn {
  const { name } = element;
  const type = typeOf(element);
  check(
    type !== undefined,
    () => `openParquet: the column ${show(name)} of ${file} is a ${kindOf(element)}, which is not read; name the others in columns`,
  );
  const factor = factorOf(element);
  return {
    name,
    type,
    nullable: element.repetition_type !== 'REQUIRED',
    schema: [{ ...root, num_children: 1 }, element],
    collect: type === 'string' ? toWords : (parts, rows, where) => toNumbers(parts, rows, factor, where),
  };
}

const kindOf = ({ num_children, repetition_type, logical_type, converted_type, type }: SchemaElement): string =>
  logical_type?.type ?? converted_type ?? (num_children ? 'struct' : repetition_type === 'REPEATED' ? 'list' : String(type));

const dateTypes: readonly (string | undefined)[] = ['DATE', 'TIMESTAMP', 'TIMESTAMP_MILLIS', 'TIMESTAMP_MICROS'];
const unread: readonly (string | undefined)[] = ['BSON', 'INTERVAL', 'GEOMETRY', 'GEOGRAPHY', 'VARIANT', 'FILE'];

/** The type of a column, or undefined when it is not read. */
function typeOf({ type, num_children, repetition_type, converted_type, logical_type }: SchemaElement): ColumnType | undefined {
  const kinds = [logical_type?.type, converted_type];
  if (num_children || repetition_type === 'REPEATED' || kinds.some((kind) => unread.includes(kind))) return undefined;
  if (type === 'INT96' || kinds.some((kind) => dateTypes.includes(kind))) return 'dateTime';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'BYTE_ARRAY') return kinds.includes('DECIMAL') ? 'number' : 'string';
  if (type !== 'FIXED_LEN_BYTE_ARRAY') return 'number';
  return kinds.includes('DECIMAL') || kinds.includes('FLOAT16') ? 'number' : kinds.includes('UUID') ? 'string' : undefined;
}

/** What decoded numbers are multiplied by: times of day become seconds, and days seconds if hyparquet left them so. */
function factorOf({ converted_type, logical_type }: SchemaElement): number {
  if (logical_type?.type === 'DATE' && converted_type !== 'DATE') return 86400;
  if (logical_type?.type === 'TIME') return { MILLIS: 1e-3, MICROS: 1e-6, NANOS: 1e-9 }[logical_type.unit];
  return converted_type === 'TIME_MILLIS' ? 1e-3 : converted_type === 'TIME_MICROS' ? 1e-6 : 1;
}

function toNumbers(parts: readonly DecodedArray[], rows: number, factor: number, { what, start }: Where): Collected {
  const cells = new Float64Array(rows);
  let at = 0;
  let missing = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++, at++) {
      const value: unknown = part[i];
      const isMissing = value === undefined || value === null;
      const number = isMissing ? NaN : Number(value);
      if (isMissing) missing++;
      check(
        typeof value !== 'bigint' || Number.isSafeInteger(number),
        () =>
          `openParquet: ${what} has ${value} in row ${start + at + 1}; float64 is exact only from -(2^53 - 1) to 2^53 - 1; name the other columns in columns`,
      );
      cells[at] = number * factor;
    }
  }
  return { cells, missing };
}

function toWords(parts: readonly DecodedArray[]): Collected {
  const cells: (string | null)[] = [];
  let missing = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const word = (part[i] as string | null | undefined) ?? null;
      if (word === null) missing++;
      cells.push(word);
    }
  }
  return { cells, missing };
}
