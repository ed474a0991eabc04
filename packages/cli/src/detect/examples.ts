import { InputError } from '@autoencoders/core';
import type { ArrayDataset } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { pickRows, show } from '@autoencoders/core/internal';
import { fitEncoder, isUsed, printSchema, readSchema, readTable } from '@autoencoders/tables';
import type { Column, ColumnValues, Schema, Table, TableEncoder } from '@autoencoders/tables';
import { counted, whole } from '../format.js';
import { dialectText } from '../tables/describe-table.js';
import { openTableOf } from '../tables/table-for.js';
import { lines, text } from '../text.js';
import type { Text } from '../text.js';
import { ANOMALY, USUAL, kindsOf, labelRule } from './labels.js';
import type { LabelRule } from './labels.js';
import type { DetectOptions } from './options.js';

/** Rows of a table, as a detector takes them and as they came. */
export interface Examples {
  readonly name: string;
  readonly data: ArrayDataset;
  readonly table: Table;
  readonly encoder: TableEncoder;
  /** What each row is by its label. Undefined where the table has no label. */
  readonly kinds?: Uint8Array | undefined;
  /** What a reader should know of the rows: one sentence each. */
  readonly notes: readonly string[];
}

/** Rows to learn from, and which of them are usual. */
export interface TrainingExamples extends Examples {
  /** The rows that are not labelled as anomalies. */
  readonly usual: ArrayDataset;
  /** Where they are among all rows. */
  readonly places: Int32Array;
  readonly rule?: LabelRule | undefined;
  /** What was found out of the table. */
  readonly about: Text;
}

type Reading = Pick<DetectOptions, 'on' | 'columns' | 'ignore' | 'label' | 'usual' | 'array'>;

/** A column that is no feature: its cells stay as they are written. */
const asLabel = (name: string): Column => ({ name, kind: 'ignored', because: 'it is the label', missing: 0, examples: [] });

/** The schema with a label that is no feature. */
const withLabel = (schema: Schema, label: string | undefined): Schema => {
  if (label === undefined) return schema;
  const has = schema.columns.some(({ name }) => name === label);
  const columns = schema.columns.map((column) => (column.name === label ? { ...asLabel(label), missing: column.missing } : column));
  return { ...schema, columns: has ? columns : [...columns, asLabel(label)] };
};

/** Reads the rows to learn from, and fits the encoder of the table to those that are not labelled as anomalies. */
export async function readTraining(path: string, { on, columns, ignore, label, usual: words, array }: Reading): Promise<TrainingExamples> {
  const source = await openTableOf(path, { array, label, unlabelled: true });
  const { schema: found, dialect } = await readSchema(source, { columns, ignore });
  const schema = withLabel(found, label);
  const optional = label === undefined ? [] : [label];
  const { table } = await readTable(source, { schema, keepAll: true, optional });
  check(table.rows > 0, () => `${path} has no rows`);
  // The label may be in the rows to score alone.
  check(
    on !== undefined || label === undefined || Object.hasOwn(table.columns, label),
    () => `--label ${label}: ${path} has no such column; it has ${show(Object.keys(table.columns))}`,
  );
  const cells = label === undefined ? undefined : table.columns[label];
  const rule = cells && labelRule(label!, cells, words);
  const kinds = cells && kindsOf(cells, rule!);
  const places = Int32Array.from({ length: table.rows }, (_, row) => row).filter((row) => kinds?.[row] !== ANOMALY);
  check(
    places.length > 0,
    () =>
      `detect: every row of ${path} is labelled as an anomaly (${show(label)}: usual is ${show(rule!.usual)}); give some usual rows, or say which word marks them with --usual`,
  );
  const encoder = await fitEncoder(schema, rowsOf(table, places));
  const data = encoder.encode(table);
  const about = text`${dialectText(dialect)}${lines(printSchema(schema))}\n\n${cells && labelText(rule!, table.rows - places.length, table.rows)}`;
  const usual = places.length === table.rows ? data : pickRows(data, places);
  const few =
    places.length < encoder.columns.length
      ? [`There are fewer rows to learn from (${places.length}) than columns (${encoder.columns.length}): scores are uncertain.`]
      : [];
  return { name: source.name, data, table, encoder, kinds, usual, places, rule, about, notes: few };
}

/** Which words are usual, and how many rows are not learned from. */
function labelText({ column, usual, because }: LabelRule, odd: number, all: number): Text {
  const words = usual.length === 0 ? 'no word' : usual.join(', ');
  const left =
    odd > 0 && ` ${counted(odd, 'row')} of ${whole(all)} labelled as ${odd === 1 ? 'an anomaly is' : 'anomalies are'} not learned from.`;
  return text`Label ${column}: ${words} is usual (${because}).${left}\n\n`;
}

/** Some rows of a table. */
function rowsOf({ columns }: Table, places: Int32Array): Table {
  const pick = (cells: ColumnValues): ColumnValues =>
    cells instanceof Float64Array ? Float64Array.from(places, (row) => cells[row]!) : Array.from(places, (row) => cells[row]!);
  return { rows: places.length, columns: Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, pick(cells)])) };
}

/** Reads rows to score, by the encoder of the rows that were learned from. */
export async function readScored(
  path: string,
  {
    encoder,
    rule,
    label,
    usual,
    array,
  }: { readonly encoder: TableEncoder; readonly rule?: LabelRule | undefined } & Pick<Reading, 'label' | 'usual' | 'array'>,
): Promise<Examples & { readonly rule?: LabelRule | undefined }> {
  const source = await openTableOf(path, { array, label: label ?? rule?.column, unlabelled: true });
  const column = label ?? rule?.column;
  const schema = withLabel(encoder.schema, column);
  const optional = schema.columns.filter((each) => !isUsed(each)).map(({ name }) => name);
  const { table } = await readTable(source, { schema, keepAll: true, optional });
  const cells = column === undefined || !Object.hasOwn(table.columns, column) ? undefined : table.columns[column];
  if (label !== undefined && !cells) throw new InputError(`--label ${label}: ${path} has no such column`);
  const own = cells && (rule?.column === column && usual === undefined ? rule : labelRule(column!, cells, usual));
  return {
    name: source.name,
    data: encoder.encode(table),
    table,
    encoder,
    kinds: cells && kindsOf(cells, own!),
    rule: own,
    notes: newWords(table, encoder),
  };
}

/** A sentence for each column with words that the encoder does not know. */
function newWords({ columns }: Table, encoder: TableEncoder): readonly string[] {
  return encoder.toJSON().columns.flatMap((column) => {
    if (!('levels' in column)) return [];
    const known = new Set(column.levels);
    const cells = columns[column.name] as readonly (string | null)[];
    const others = cells.filter((word) => word !== null && !known.has(word));
    const told = others.length === 1 ? 'row has a word' : 'rows have words';
    return others.length === 0
      ? []
      : [
          `Column ${show(column.name)}: ${whole(others.length)} ${told} that the training rows do not have, or hardly ever (such as ${show(others[0])}).`,
        ];
  });
}

/** Labels, if there are both kinds. */
export const bothKinds = (kinds: Uint8Array | undefined): Uint8Array | undefined =>
  kinds !== undefined && [USUAL, ANOMALY].every((kind) => kinds.includes(kind)) ? kinds : undefined;
