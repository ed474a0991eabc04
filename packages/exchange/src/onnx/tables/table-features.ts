import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { FittedColumn, TableEncoder } from '@autoencoders/tables';
import type { Graph } from '../graph.js';
import type { ValueInfo } from '../proto.js';
import { numberFeatures } from './number-features.js';
import { lookUp, wordFeatures } from './word-features.js';

/** The inputs of a table, and its features `[batch, width]` with their mask, both float32. */
export interface TableFeatures {
  readonly inputs: readonly ValueInfo[];
  readonly features: string;
  /** 1 for each known feature, 0 for those of missing cells. */
  readonly mask: string;
}

/** Adds what computes the features of a table from its columns. `taken` are the names of the outputs. */
export function tableFeatures(g: Graph, encoder: TableEncoder, taken: readonly string[]): TableFeatures {
  const featuresOf = lookUp(encoder);
  const columns = encoder.toJSON().columns.map((column, i) => {
    const span = encoder.columns[i]!;
    const input = inputOf(column, taken);
    g.at(`features/${column.name}`);
    const { features, known } =
      'scale' in column ? numberFeatures(g, input.name, column) : wordFeatures(g, input.name, column, span, featuresOf);
    const mask = span.width === 1 ? known : g.node('Concat', Array<string>(span.width).fill(known), { axis: 1 });
    return { input, start: span.start, features, mask };
  });
  const inOrder = columns.toSorted((a, b) => a.start - b.start);
  g.at('features');
  const joined = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : g.node('Concat', parts, { axis: 1 }));
  return {
    inputs: columns.map(({ input }) => input),
    features: joined(inOrder.map(({ features }) => features)),
    mask: joined(inOrder.map(({ mask }) => mask)),
  };
}

const ABOUT: Readonly<Record<FittedColumn['kind'], string>> = {
  number: 'numbers; NaN where missing',
  count: 'counts; NaN where missing',
  dateTime: 'seconds since 1970, UTC; NaN where missing',
  category: 'words; "" where missing',
  yesNo: 'words; "" where missing',
};

/** The input of a column. It has the name of the column, or `column:<name>` where that is the name of an output, or empty. */
function inputOf(column: FittedColumn, taken: readonly string[]): ValueInfo {
  const { name, kind } = column;
  const about = 'levels' in column && kind === 'yesNo' ? `${column.levels.join(' or ')}; "" where missing` : ABOUT[kind];
  const type = 'scale' in column ? 'double' : 'string';
  return { name: name === '' || taken.includes(name) ? `column:${name}` : name, shape: [1], type, about };
}

/** Throws for an input that has the name of something within the graph. */
export function checkNames(call: string, { nodes, constants }: Graph, inputs: readonly ValueInfo[]): void {
  const within = new Set([...nodes.flatMap(({ outputs }) => outputs), ...constants.map(({ name }) => name)]);
  const twice = inputs.find(({ name }) => within.has(name));
  check(twice === undefined, () => `${call}: the column ${show(twice!.name)} has the name of something within the file; rename it`);
}
