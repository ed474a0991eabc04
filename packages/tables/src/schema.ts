import { check, checkOptions } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';
import { MISSING, markersOf } from './columns/cell.js';
import type { Rows } from './columns/cell.js';
import { KINDS, isUsed } from './columns/column.js';
import type { Column, ColumnKind, Schema } from './columns/column.js';
import { decide, decideAs } from './columns/decide.js';
import { needsComma } from './columns/decide-number.js';
import { noEvidence, see } from './columns/evidence.js';
import type { Evidence } from './columns/evidence.js';

/** Options of `inferSchema`. */
export interface SchemaOptions {
  /** The words that stand for a missing cell, besides null. Default: `MISSING`. */
  readonly missing?: readonly string[] | undefined;
  /** The kinds of columns by name, where you know better. */
  readonly kinds?: Readonly<Record<string, ColumnKind>> | undefined;
  /** The names of columns to leave out. */
  readonly ignore?: readonly string[] | undefined;
  /** The names of the only columns to use. Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** The name of a column whose words are classes: a category, also where it is written as a number. */
  readonly label?: string | undefined;
}

/** The names of the options of `inferSchema`. */
export const SCHEMA_OPTIONS: Readonly<Record<keyof SchemaOptions, true>> = {
  missing: true,
  kinds: true,
  ignore: true,
  columns: true,
  label: true,
};

/** How many different words of a column are kept, and of all columns together. */
const WORDS = 10_000;
const WORDS_IN_ALL = 2_000_000;

/** Gathers evidence of columns, some rows at a time, and infers a schema of it. */
export interface SchemaReader {
  readonly see: (cells: Rows['cells']) => void;
  readonly schema: (separator?: string) => Schema;
}

/** A reader of rows whose cells belong to the columns `names`. */
export function schemaReader(names: readonly string[], options: SchemaOptions = {}): SchemaReader {
  checkSchemaOptions(names, options);
  const { missing = MISSING, kinds = {}, ignore = [], columns = names, label } = options;
  const markers = markersOf(missing);
  const evidence = names.map(noEvidence);
  const limit = Math.max(1000, Math.min(WORDS, Math.floor(WORDS_IN_ALL / names.length)));
  const [ignored, wanted] = [new Set(ignore), new Set(columns)];
  return {
    see(cells) {
      for (const row of cells) for (let i = 0; i < evidence.length; i++) see(evidence[i]!, row[i], markers, limit);
    },
    schema(separator) {
      const marks = { comma: evidence.some(needsComma), separator };
      const column = (name: string, seen: Evidence): Column => {
        const isLeftOut = ignored.has(name) || (!wanted.has(name) && name !== label);
        const kind = isLeftOut ? 'ignored' : Object.hasOwn(kinds, name) ? kinds[name]! : name === label ? 'category' : undefined;
        return kind ? decideAs(kind, name, seen, marks) : decide(name, seen, marks);
      };
      return { columns: names.map((name, i) => column(name, evidence[i]!)), rows: evidence[0]?.rows ?? 0, missing };
    },
  };
}

function checkSchemaOptions(names: readonly string[], options: SchemaOptions): void {
  checkOptions('inferSchema', options, SCHEMA_OPTIONS);
  const { kinds = {}, ignore = [], columns = [], label } = options;
  const known = new Set(names);
  for (const [option, given] of Object.entries({ kinds: Object.keys(kinds), ignore, columns, label: label === undefined ? [] : [label] }))
    for (const name of given)
      check(
        known.has(name),
        () => `inferSchema: ${option} names the column ${show(name)}, which the table does not have; it has ${show([...names])}`,
      );
  for (const [name, kind] of Object.entries(kinds))
    check(KINDS.includes(kind), () => `inferSchema: kinds.${name} must be one of ${KINDS.join(', ')}, not ${show(kind)}`);
}

/**
 * The schema of rows: the kind of each column, how it is written, and why. The same rows give the same schema. `readSchema` does the same for a
 * source. Throws when an option names a column that isn't there.
 */
export function inferSchema(rows: Rows, options: SchemaOptions = {}): Schema {
  const reader = schemaReader(rows.names, options);
  reader.see(rows.cells);
  return reader.schema();
}

const shorten = (text: string): string => (text.length > 14 ? `${printable(text.slice(0, 13))}…` : printable(text));

/** A schema as lines of text: name, kind, share missing, examples and the reason of each column. */
export function printSchema(schema: Schema): string {
  const rows = schema.columns.map((column) => [
    printable(column.name, 24),
    isUsed(column) ? column.kind : `(${column.kind})`,
    column.missing === 0 ? '' : `${(column.missing * 100).toFixed(column.missing < 0.1 ? 1 : 0)} %`,
    column.examples.map(shorten).join(' · '),
    printable(column.because),
  ]);
  const table = [['column', 'kind', 'missing', 'examples', 'because'], ...rows];
  const widths = table[0]!.map((_, c) => Math.max(...table.map((row) => row[c]!.length)));
  const lines = table.map((row) =>
    row
      .map((cell, c) => cell.padEnd(widths[c]!))
      .join('  ')
      .trimEnd(),
  );
  const used = schema.columns.filter(isUsed).length;
  return [`${schema.rows} rows, ${schema.columns.length} columns, ${used} used; (in parentheses) is left out`, ...lines].join('\n');
}
