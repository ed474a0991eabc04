import type { ColumnSpan, FittedWords, TableEncoder } from '@autoencoders/tables';
import type { Graph } from '../graph.js';

/**
 * The features of a column of words, `[batch, 1]` with "" for missing cells: `[batch, width]`, float32, and whether each row is known. They are looked up: the
 * encoder gives those of each level, of another word and of a missing cell. Another word in a yes/no column has the feature NaN, so that
 * the row is an alarm; our encoder refuses it.
 */
export function wordFeatures(
  g: Graph,
  x: string,
  { name, levels, encoding }: FittedWords,
  { start, width }: ColumnSpan,
  featuresOf: (name: string, words: readonly (string | null)[]) => Float32Array,
): { readonly features: string; readonly known: string } {
  const others = otherWord(levels);
  const isSign = encoding === 'sign';
  const all = featuresOf(name, [...levels, ...(isSign ? [] : [others]), null]);
  const stride = all.length / (levels.length + (isSign ? 1 : 2));
  const rows = Array.from({ length: all.length / stride }, (_, r) => [...all.subarray(r * stride + start, r * stride + start + width)]);
  if (isSign) rows.splice(levels.length, 0, [NaN]);
  const place = g.mlNode('LabelEncoder', [x], {
    keys_strings: { strings: [...levels, ''] },
    values_int64s: [...levels.keys(), levels.length + 1],
    default_int64: levels.length,
  });
  const at = g.node('Reshape', [place, g.ints([-1])]);
  const table = g.constant('features', Float32Array.from(rows.flat()), [rows.length, width]);
  const known = g.constant(
    'known',
    Float32Array.from(rows, (_, i) => (i === levels.length + 1 ? 0 : 1)),
    [rows.length, 1],
  );
  return { features: g.node('Gather', [table, at]), known: g.node('Gather', [known, at]) };
}

/** A word that is no level. */
function otherWord(levels: readonly string[]): string {
  let word = '(other)';
  while (levels.includes(word)) word = `(${word})`;
  return word;
}

/** Looks up features of one column in the encoder. All other cells are missing. */
export const lookUp =
  (encoder: TableEncoder) =>
  (name: string, words: readonly (string | null)[]): Float32Array =>
    encoder.encode({
      rows: words.length,
      columns: Object.fromEntries(
        encoder.columns.map((column) => [
          column.name,
          column.name === name ? words : isNumbers(column) ? new Float64Array(words.length).fill(NaN) : words.map(() => null),
        ]),
      ),
    }).values;

/** Whether the cells of a column are numbers; date-times are. */
export const isNumbers = ({ kind }: Pick<ColumnSpan, 'kind'>): boolean => kind !== 'category' && kind !== 'yesNo';
