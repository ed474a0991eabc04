import { isUsed } from '@autoencoders/tables';
import type { Column, ColumnValues, ReadTable } from '@autoencoders/tables';

/** The column that has the classes of the examples. */
export interface Label {
  readonly name: string;
  /** Why it is this one. */
  readonly because: string;
  /** The class of each example, counted from 0. */
  readonly labels: Int32Array;
  readonly classes: readonly string[];
}

const NAMES = /^(label|class|target)$/i;
/** A column with more different words holds something else than classes. */
const MOST_CLASSES = 100;

/** The column with the name `label`, `class` or `target`, or else the only category, where two more columns are left to learn from. */
export function labelOf({ schema, table }: Pick<ReadTable, 'schema' | 'table'>): Label | undefined {
  const used = schema.columns.filter(isUsed);
  const isLabel = ({ name, kind }: Column): boolean => kind !== 'dateTime' && areClasses(table.columns[name]!);
  const named = used.find((column) => NAMES.test(column.name) && isLabel(column));
  const categories = used.filter(({ kind }) => kind === 'category');
  const only = categories.length === 1 && used.length > 2 ? categories.find(isLabel) : undefined;
  const { name } = named ?? only ?? {};
  if (name === undefined) return undefined;
  return { name, because: named ? `it is named ${name}` : 'it is the only category', ...classesOf(table.columns[name]!) };
}

/** The column `name` as classes, because the reader chose it. */
export function chosenLabel({ table }: Pick<ReadTable, 'table'>, name: string): Label {
  return { name, because: 'you chose it', ...classesOf(table.columns[name]!) };
}

/** Whether a column can have classes: they are few, and repeat. */
export function canBeLabel({ kind }: Pick<Column, 'kind'>, cells: ColumnValues): boolean {
  if (kind === 'dateTime' || !areClasses(cells)) return false;
  const different = new Set<unknown>(cells).size;
  return different > 1 && different <= cells.length / 2;
}

/** Whether every cell is a word or a whole number, none is missing, and few differ. */
function areClasses(cells: ColumnValues): boolean {
  const areWhole = cells instanceof Float64Array ? cells.every(Number.isInteger) : !cells.includes(null);
  return areWhole && new Set<unknown>(cells).size <= MOST_CLASSES;
}

/** The class of each cell. Classes are in the order of their numbers, or of their letters. */
function classesOf(cells: ColumnValues): Pick<Label, 'labels' | 'classes'> {
  const different = [...new Set<unknown>(cells)] as string[] | number[];
  const classes = cells instanceof Float64Array ? (different as number[]).sort((a, b) => a - b) : different.sort();
  const places = new Map<unknown, number>(classes.map((word, i) => [word, i]));
  return { labels: Int32Array.from(cells as readonly unknown[], (cell) => places.get(cell)!), classes: classes.map(String) };
}
