import { tableEncoder, toRecords } from '@autoencoders/tables';
import type { TableEncoderJson } from '@autoencoders/tables';

/** Examples of a table as text, in its own units and words. */
export interface RowText {
  /** The names of the columns. */
  readonly names: readonly string[];
  /** Whether a column holds words, such as yes and no. */
  readonly areWords: readonly boolean[];
  /** The names of the numbers of an example: `area`, `city = Lagos`. */
  readonly features: readonly string[];
  /** The cells of examples, which have numbers from 0 to 1, one after the other. A cell is empty where `mask` is 0. */
  readonly cells: (values: ArrayLike<number>, mask?: ArrayLike<number>) => readonly (readonly string[])[];
}

/** Features have as many digits. */
const DIGITS = 7;

/** What writes the examples of an encoder. */
export function rowText(json: TableEncoderJson): RowText {
  const encoder = tableEncoder(json);
  const { columns, schema, width } = encoder;
  // The encoder takes a number above 0 for yes. In the page, no is 0 and yes is 1.
  const isYesNo = new Set(columns.filter(({ kind }) => kind === 'yesNo').map(({ start }) => start));
  return {
    names: columns.map(({ name }) => name),
    areWords: columns.map(({ kind }) => kind === 'category' || kind === 'yesNo'),
    features: json.columns.flatMap((column, i) => namesOf(columns[i]!, 'levels' in column ? column.levels : [])),
    cells(values, mask) {
      const table = encoder.decode(Float32Array.from(values, (value, i) => (isYesNo.has(i % width) ? value - 0.5 : value)));
      return toRecords(table, schema).map((row, r) =>
        columns.map(({ name, start }) => (mask?.[r * width + start] === 0 ? '' : write(row[name]))),
      );
    },
  };
}

function write(cell: string | number | null | undefined): string {
  if (typeof cell !== 'number') return cell ?? '';
  return String(Number.isInteger(cell) ? cell : Number(cell.toPrecision(DIGITS)));
}

/** The names of the features of a column: its own, or that of each level. */
function namesOf({ name, width }: { readonly name: string; readonly width: number }, levels: readonly string[]): readonly string[] {
  if (width === 1) return [name];
  return Array.from({ length: width }, (_, i) => `${name} = ${levels[i] ?? '(other)'}`);
}
