import { InputError, seeded } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { ArrayDataset, NumberArray } from '@autoencoders/core';
import { isNumeric, isUsed } from './columns/column.js';
import type { Schema } from './columns/column.js';
import { codecOf } from './encoders/codec.js';
import { CYCLIC_PARTS } from './encoders/cyclic.js';
import { columnFitter } from './encoders/fit.js';
import type { EncodingOptions } from './encoders/fit.js';
import { CATEGORY_ENCODINGS } from './encoders/fitted.js';
import type { ColumnSpan, FittedColumn } from './encoders/fitted.js';
import { layoutOf } from './encoders/layout.js';
import type { FeatureLayout } from './encoders/layout.js';
import { NUMBER_ENCODINGS } from './encoders/scale.js';
import type { Table } from './table.js';
import { checkSchema } from './check-schema.js';
import { checkEncoderJson } from './encoder-json.js';

/** Options of `fitEncoder`. */
export interface EncoderOptions extends EncodingOptions {
  /** The name of a column whose words are the classes of the examples. It becomes `labels`, and no feature. */
  readonly label?: string | undefined;
}

/** The names of the options of `fitEncoder`. */
export const ENCODER_OPTIONS: Readonly<Record<keyof EncoderOptions, true>> = {
  numbers: true,
  categories: true,
  encodings: true,
  cyclic: true,
  maxLevels: true,
  seed: true,
  label: true,
};

/** An encoder as JSON, to be saved with a model. */
export interface TableEncoderJson {
  readonly version: 1;
  readonly schema: Schema;
  readonly columns: readonly FittedColumn[];
  readonly label?: { readonly name: string; readonly classes: readonly string[] } | undefined;
  /** Whether there were missing cells, so that data has a mask. */
  readonly masked: boolean;
}

/** Rows of a table as features, in memory. */
export type EncodedRows = ArrayDataset & { readonly values: Float32Array };

/** Turns rows of a table into features, and features back into rows, with what was learned of the columns. */
export interface TableEncoder {
  readonly schema: Schema;
  /** The number of features: the size of the input of a model. */
  readonly width: number;
  /** Which features each column has become, in the order of the schema. */
  readonly columns: readonly ColumnSpan[];
  /** How the features are laid out. `mixedLoss` reads it. */
  readonly layout: FeatureLayout;
  /** The name of the column that is the label. */
  readonly label?: string | undefined;
  /** The classes, if a column is the label. */
  readonly classes?: readonly string[] | undefined;
  /**
   * The features of a table, `[rows, width]`, which of them are known, and the labels if the table has them. Throws for a table that lacks a
   * column of features, and for a label that is missing or no class.
   */
  readonly encode: (table: Table) => EncodedRows;
  /**
   * The table that features `[rows, width]` stand for, in the units and words of the columns: for features that `encode` gave, and for the
   * logits of a model. A category is the level with the largest number, a yes/no is yes above 0, counts are rounded.
   */
  readonly decode: (values: NumberArray) => Table;
  readonly toJSON: () => TableEncoderJson;
}

/**
 * Fits an encoder to the rows of a table, in one pass: each column with its own encoding, computed in float64. A missing cell becomes the mean,
 * or the most frequent word, and is 0 in the mask. Throws for options that fit no column.
 *
 * @param schema The columns and their kinds.
 * @param chunks The rows, one chunk after another.
 */
export async function fitEncoder(
  schema: Schema,
  chunks: Table | Iterable<Table> | AsyncIterable<Table>,
  options: EncoderOptions = {},
): Promise<TableEncoder> {
  checkSchema('fitEncoder', schema);
  checkEncoderOptions(schema, options);
  const { label, seed = 0 } = options;
  const seeds = seeded(seed);
  const used = schema.columns.filter((column) => isUsed(column) && column.name !== label);
  check(used.length > 0, 'fitEncoder: the schema leaves out every column, so that there is nothing to learn from; printSchema shows why');
  const fitters = used.map((column) => ({ name: column.name, ...columnFitter(column, options, seeds()) }));
  const classes = label === undefined ? undefined : columnFitter(labelColumn(schema, label), { maxLevels: Infinity }, 0);
  let rows = 0;
  for await (const table of 'columns' in chunks ? [chunks as Table] : chunks) {
    rows += table.rows;
    for (const { name, add } of fitters) add(columnIn('fitEncoder', table, name));
    classes?.add(columnIn('fitEncoder', table, label!));
  }
  check(rows > 0, 'fitEncoder: the table has no rows');
  const found = classes?.fit();
  return tableEncoder({
    version: 1,
    schema,
    columns: fitters.map(({ fit }) => fit()),
    ...(found && 'levels' in found && { label: { name: label!, classes: found.levels } }),
    masked: fitters.some(({ hasMissing }) => hasMissing()),
  });
}

function labelColumn(schema: Schema, label: string): Schema['columns'][number] {
  const column = schema.columns.find(({ name }) => name === label);
  check(column !== undefined, () => `fitEncoder: label must name a column, not ${show(label)}`);
  check(
    column.kind === 'category' || column.kind === 'yesNo',
    () => `fitEncoder: the label ${show(label)} must be a column of kind category or yesNo, not ${column.kind}`,
  );
  return column;
}

function columnIn(call: string, table: Table, name: string): Table['columns'][string] {
  const cells = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  check(cells !== undefined, () => `${call}: the table has no column ${show(name)}; it has ${show(Object.keys(table.columns))}`);
  check(cells.length === table.rows, () => `${call}: column ${show(name)} has ${cells.length} cells, and the table has ${table.rows} rows`);
  return cells;
}

function checkEncoderOptions(schema: Schema, options: EncoderOptions): void {
  checkOptions('fitEncoder', options, ENCODER_OPTIONS);
  const { numbers = 'standard', categories = 'oneHot', encodings = {}, cyclic = [], maxLevels } = options;
  const among = (what: string, value: string, allowed: readonly string[]): void =>
    check(allowed.includes(value), () => `fitEncoder: ${what} must be one of ${allowed.join(', ')}, not ${show(value)}`);
  among('numbers', numbers, NUMBER_ENCODINGS);
  among('categories', categories, CATEGORY_ENCODINGS);
  for (const part of cyclic) among('cyclic', part, CYCLIC_PARTS);
  if (maxLevels !== undefined) checkInteger('fitEncoder', 'maxLevels', maxLevels, 1);
  for (const [name, encoding] of Object.entries(encodings)) {
    const column = schema.columns.find((each) => each.name === name);
    check(
      column !== undefined && isUsed(column),
      () => `fitEncoder: encodings names the column ${show(name)}, which the schema does not use`,
    );
    among(`encodings.${name}`, encoding, isNumeric(column) ? NUMBER_ENCODINGS : CATEGORY_ENCODINGS);
  }
}

/**
 * An encoder from its JSON: what `JSON.parse(JSON.stringify(encoder))` gives. Throws for anything else.
 *
 * @param json The object that the JSON holds.
 */
export function tableEncoder(json: TableEncoderJson): TableEncoder {
  checkEncoderJson(json);
  const { schema, columns, label, masked } = json;
  const { spans, layout, width } = layoutOf(columns);
  const codecs = columns.map(codecOf);
  const place = (i: number) => ({ start: spans[i]!.start, stride: width });
  return {
    schema,
    width,
    columns: spans,
    layout,
    label: label?.name,
    classes: label?.classes,
    encode(table) {
      const values = new Float32Array(table.rows * width);
      const mask = new Uint8Array(values.length).fill(1);
      let missing = 0;
      for (const [i, { name }] of columns.entries()) missing += codecs[i]!.encode(columnIn('encode', table, name), values, mask, place(i));
      return {
        shape: [width],
        values,
        ...((masked || missing > 0) && { mask }),
        ...(label && Object.hasOwn(table.columns, label.name) && labelsIn(table, label)),
      };
    },
    decode(values) {
      const rows = values.length / width;
      check(Number.isInteger(rows), () => `decode: ${values.length} numbers are no rows of ${width} features`);
      return { rows, columns: Object.fromEntries(columns.map(({ name }, i) => [name, codecs[i]!.decode(values, rows, place(i))])) };
    },
    toJSON: () => json,
  };
}

function labelsIn(table: Table, { name, classes }: { name: string; classes: readonly string[] }): Pick<ArrayDataset, 'labels' | 'classes'> {
  const places = new Map(classes.map((word, i) => [word, i]));
  const cells = columnIn('encode', table, name) as readonly (string | null)[];
  const labels = Int32Array.from(cells, (cell, row) => {
    const place = cell === null ? undefined : places.get(cell);
    if (place === undefined)
      throw new InputError(
        `encode: the label ${show(name)} of row ${row + 1} is ${cell === null ? 'missing' : show(cell)}; there are the classes ${show([...classes])}`,
      );
    return place;
  });
  return { labels, classes };
}
