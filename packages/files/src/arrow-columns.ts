import type { Data, DataType, DateUnit, RecordBatch, Schema, Vector } from 'apache-arrow';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { chosenColumns } from './chosen-columns.js';
import type { ColumnType, ColumnValues, TableColumn } from './table.js';

export type ArrowModule = typeof import('apache-arrow');

/** Where the rows of a batch are. */
interface Rows {
  readonly rows: number;
  /** The first, counted from 0. */
  readonly start: number;
}

/** A column, and how its cells are read. */
export interface ArrowColumn extends TableColumn {
  readonly read: (batch: RecordBatch, rows: Rows) => ColumnValues;
}

/** The columns that are to be read. Throws when one does not exist, exists twice, or has a type that is not read. */
export function arrowColumnsOf(arrow: ArrowModule, schema: Schema, file: string, wanted?: readonly string[]): readonly ArrowColumn[] {
  const names = schema.fields.map(({ name }) => String(name));
  return chosenColumns('openArrow', file, names, wanted).map((place) => {
    const name = names[place]!;
    const type = schema.fields[place]!.type as DataType;
    const kind = kindOf(arrow, type);
    check(
      kind !== undefined,
      () => `openArrow: the column ${show(name)} of ${file} is a ${nameOf(arrow, type)}, which is not read; name the others in columns`,
    );
    const read = (batch: RecordBatch, { rows, start }: Rows): ColumnValues => {
      const what = `the column ${show(name)} of ${file}`;
      const vector = batch.getChildAt(place);
      check(
        vector?.length === rows && isWhole(arrow, vector),
        () => `openArrow: ${what} is damaged: it has fewer cells than its batch has rows`,
      );
      return kind.type === 'string' ? toWords(vector, what) : toNumbers(vector, kind, { what, start });
    };
    return { name, type: kind.type, read };
  });
}

/** What Arrow calls a type. In a damaged file, a list may have no type of its elements. */
function nameOf(arrow: ArrowModule, type: DataType): string {
  try {
    return String(type);
  } catch {
    return arrow.Type[type.typeId] ?? 'type that is damaged';
  }
}

/** What the values of a type are. */
interface Kind {
  readonly type: ColumnType;
  /** What a value is multiplied by. */
  readonly factor: number;
  /** A value as a number, where it is not one. Default: `Number`. */
  readonly convert?: (value: unknown) => number;
}

/** Seconds of a unit: second, millisecond, microsecond, nanosecond. */
const seconds = [1, 1e-3, 1e-6, 1e-9];
const perSecond = [1n, 1_000n, 1_000_000n, 1_000_000_000n];

/** A moment in the unit of its column as seconds. Nanoseconds since 1970 have more digits than float64 keeps, so that they are divided before. */
const momentIn =
  (unit: number) =>
  (value: unknown): number => {
    const [whole, one] = [BigInt(value as bigint), perSecond[unit]!];
    return Number(whole / one) + Number(whole % one) / Number(one);
  };

/** How the values of a type are read, or undefined when they are not. */
function kindOf(arrow: ArrowModule, type: DataType): Kind | undefined {
  const { DataType: is } = arrow;
  if (is.isDictionary(type)) return kindOf(arrow, type.dictionary as DataType);
  if (is.isUtf8(type) || is.isLargeUtf8(type) || is.isUtf8View(type)) return { type: 'string', factor: 1 };
  if (is.isBool(type)) return { type: 'boolean', factor: 1 };
  if (is.isInt(type) || is.isFloat(type)) return { type: 'number', factor: 1 };
  if (is.isDecimal(type)) return { type: 'number', factor: 1, convert: (value) => fromDecimal(value as Uint32Array) / 10 ** type.scale };
  // apache-arrow gives milliseconds for a moment; the units below are those of the values in the file.
  if (is.isDate(type)) return { type: 'dateTime', factor: type.unit === (0 as DateUnit) ? 86400 : 1e-3 };
  if (is.isTimestamp(type)) return { type: 'dateTime', factor: 1, convert: momentIn(type.unit) };
  return is.isTime(type) || is.isDuration(type) ? { type: 'number', factor: seconds[type.unit]! } : undefined;
}

/** A whole number of 32-bit words, the lowest first, in two's complement. */
function fromDecimal(words: Uint32Array): number {
  const value = words.reduceRight((sum, word) => (sum << 32n) + BigInt(word), 0n);
  return Number(BigInt.asIntN(32 * words.length, value));
}

/** Whether the arrays of a column are as long as it says. Otherwise missing bytes would be read as missing cells. */
function isWhole(arrow: ArrowModule, { data }: Vector): boolean {
  return data.every((part: Data) => {
    const { length, offset, values, valueOffsets, nullBitmap, nullCount, stride } = part;
    const end = offset + length;
    if (nullCount > 0 && nullBitmap.length * 8 < length) return false;
    if (arrow.DataType.isUtf8(part.type) || arrow.DataType.isLargeUtf8(part.type))
      return valueOffsets.length > length && Number(valueOffsets[length]) <= values.length && isRising(valueOffsets, length);
    if (arrow.DataType.isBool(part.type)) return values.length * 8 >= length;
    return end >= 0 && (values?.length ?? Infinity) >= length * (arrow.DataType.isDecimal(part.type) ? stride : 1);
  });
}

function isRising(offsets: ArrayLike<number | bigint>, length: number): boolean {
  for (let i = 0; i < length; i++) if (offsets[i]! > offsets[i + 1]!) return false;
  return true;
}

interface Where {
  /** The column and the file. */
  readonly what: string;
  readonly start: number;
}

function toNumbers(vector: Vector, { factor, convert }: Kind, { what, start }: Where): Float64Array {
  const raw = rawValues(vector);
  const out = new Float64Array(vector.length);
  for (let i = 0; i < out.length; i++) {
    if (!vector.isValid(i)) {
      out[i] = NaN;
      continue;
    }
    const value: unknown = raw ? raw[i] : vector.get(i);
    check(value !== null && value !== undefined, () => `openArrow: ${what} is damaged: there is no value for row ${start + i + 1}`);
    const number = convert ? convert(value) : Number(value);
    check(
      convert !== undefined || typeof value !== 'bigint' || Number.isSafeInteger(number),
      () =>
        `openArrow: ${what} has ${String(value)} in row ${start + i + 1}; float64 is exact only from -(2^53 - 1) to 2^53 - 1; name the other columns in columns`,
    );
    out[i] = number * factor;
  }
  return out;
}

/** The values as they are in the file, for types that `get` would convert and for speed; undefined for the others. */
function rawValues({ type, data, stride }: Vector): ArrayLike<number | bigint> | undefined {
  const [only] = data;
  // Bits, halves, words of decimals and places in a dictionary are not the values.
  const asStored = [2, 3, 8, 9, 10, 18].includes(type.typeId as number) && !(type.typeId === 3 && type.precision === 0);
  return asStored && data.length === 1 && stride === 1 ? (only!.values as ArrayLike<number | bigint>) : undefined;
}

function toWords(vector: Vector, what: string): (string | null)[] {
  const out: (string | null)[] = [];
  for (let i = 0; i < vector.length; i++) {
    const value = vector.get(i) as unknown;
    check(
      typeof value === 'string' || !vector.isValid(i),
      () => `openArrow: ${what} is damaged: there is no text where the dictionary is asked for it`,
    );
    out.push(value as string | null);
  }
  return out;
}
