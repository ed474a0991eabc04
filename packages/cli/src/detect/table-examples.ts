import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { pickRows, show } from '@autoencoders/core/internal';
import { fitEncoder, isUsed, printSchema, readSchema, readTable } from '@autoencoders/tables';
import type { ColumnValues, Schema, Table, TableEncoder, TableSource } from '@autoencoders/tables';
import { whole } from '../format.js';
import type { Examples, TrainingExamples } from './examples.js';
import { dialectText } from '../tables/describe-table.js';
import { openTableOf } from '../tables/table-for.js';
import { lines, text } from '../text.js';
import { ANOMALY, kindsOf, labelRule, labelText, withLabel } from './labels.js';
import type { LabelRule } from './labels.js';
import type { DetectOptions } from './options.js';

type Asked = Pick<DetectOptions, 'on' | 'columns' | 'ignore' | 'label' | 'usual' | 'array'>;

/**
 * The schema with its columns of yes and no as words, so that a word that is neither has a place. A column of two words is read in any
 * case.
 */
const withWords = (schema: Schema): Schema => ({
  ...schema,
  columns: schema.columns.map((column) => (column.kind === 'yesNo' ? { ...column, kind: 'category' } : column)),
});

/** Reads the rows to learn from, and fits the encoder of the table to those that are not labelled as anomalies. */
export async function readTrainingRows(
  path: string,
  { on, columns, ignore, label, usual: words, array }: Asked,
): Promise<TrainingExamples> {
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
  const encoder = await fitEncoder(withWords(schema), rowsOf(table, places));
  const data = encoder.encode(table);
  const about = text`${dialectText(dialect)}${lines(printSchema(schema))}\n\n${cells && labelText(rule!, table.rows - places.length, table.rows, 'row')}`;
  const usual = places.length === table.rows ? data : pickRows(data, places);
  const few =
    places.length < encoder.columns.length
      ? [`There are fewer rows to learn from (${places.length}) than columns (${encoder.columns.length}): scores are uncertain.`]
      : [];
  return { name: source.name, noun: 'row', data, rows: { table, encoder }, kinds, usual, places, rule, about, notes: few };
}

/** Some rows of a table. */
function rowsOf({ columns }: Table, places: Int32Array): Table {
  const pick = (cells: ColumnValues): ColumnValues =>
    cells instanceof Float64Array ? Float64Array.from(places, (row) => cells[row]!) : Array.from(places, (row) => cells[row]!);
  return { rows: places.length, columns: Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, pick(cells)])) };
}

/** Reads rows by the encoder of the rows that were learned from. Columns that are no features may be missing. */
export async function readRows(source: TableSource, encoder: TableEncoder, label?: string): Promise<Table> {
  const schema = withLabel(encoder.schema, label);
  const optional = schema.columns.filter((each) => !isUsed(each)).map(({ name }) => name);
  const { table } = await readTable(source, { schema, keepAll: true, optional });
  const inAnyCase = encoder.schema.columns.flatMap(({ name, kind, levels }) =>
    kind === 'category' && levels?.length === 2 && Object.hasOwn(table.columns, name) ? [[name, levels] as const] : [],
  );
  const columns = inAnyCase.map(([name, levels]) => [name, inLevels(table.columns[name] as readonly (string | null)[], levels)]);
  return { ...table, columns: { ...table.columns, ...(Object.fromEntries(columns) as Table['columns']) } };
}

/** Words as the levels have them, where they differ in nothing but case. */
const inLevels = (cells: readonly (string | null)[], levels: readonly string[]): readonly (string | null)[] =>
  cells.map((cell) =>
    cell === null || levels.includes(cell) ? cell : (levels.find((level) => level.toLowerCase() === cell.toLowerCase()) ?? cell),
  );

/** Reads rows to score, by the encoder of the rows that were learned from. */
export async function readScoredRows(
  path: string,
  { encoder, rule }: { readonly encoder: TableEncoder; readonly rule?: LabelRule | undefined },
  { label, usual, array }: Pick<Asked, 'label' | 'usual' | 'array'>,
): Promise<Examples> {
  const column = label ?? rule?.column;
  const source = await openTableOf(path, { array, label: column, unlabelled: true });
  const table = await readRows(source, encoder, column);
  const cells = column === undefined || !Object.hasOwn(table.columns, column) ? undefined : table.columns[column];
  if (label !== undefined && !cells) throw new InputError(`--label ${label}: ${path} has no such column`);
  const own = cells && (rule?.column === column && usual === undefined ? rule : labelRule(column!, cells, usual));
  return {
    name: source.name,
    noun: 'row',
    data: encoder.encode(table),
    rows: { table, encoder },
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
