import { rowCount, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { TableEncoder } from '@autoencoders/tables';

/** What a reader should know about the usual examples: one sentence each. */
export const notesOf = (usual: ArrayDataset, encoder: TableEncoder | undefined): readonly string[] =>
  encoder ? tableNotes(usual, encoder) : numberNotes(usual);

function numberNotes(usual: ArrayDataset): readonly string[] {
  const size = sizeOf(usual.shape);
  const constant = constantNumbers(usual);
  return [
    ...fewNotes(rowCount(usual), size, 'numbers'),
    ...(constant.length > 0
      ? [
          `${constant.length} of ${size} numbers never vary (the first is number ${constant[0]}); another value of them counts in its own unit.`,
        ]
      : []),
  ];
}

function tableNotes(usual: ArrayDataset, { schema, columns }: TableEncoder): readonly string[] {
  const constant = new Set(constantNumbers(usual));
  const unvaried = columns.filter(({ start, width }) => Array.from({ length: width }, (_, i) => start + i).every((at) => constant.has(at)));
  const leftOut = schema.columns.filter(({ kind }) => kind === 'constant');
  return [
    ...fewNotes(rowCount(usual), columns.length, 'columns'),
    ...aboutColumns(leftOut, 'never varied when the table was read, and is left out: another value of it is not noticed.'),
    ...aboutColumns(unvaried, 'never varies among the usual examples: how odd another value of it is cannot be known.'),
  ];
}

const aboutColumns = (columns: readonly { readonly name: string }[], what: string): readonly string[] =>
  columns.map(({ name }) => `Column ${show(name)} ${what}`);

const fewNotes = (count: number, size: number, what: string): readonly string[] =>
  count < size ? [`There are ${count} examples of ${size} ${what} each; with fewer examples than ${what}, scores are uncertain.`] : [];

/** Which numbers of an example are the same in all examples where they are known. */
function constantNumbers({ values, shape, mask }: ArrayDataset): readonly number[] {
  const size = sizeOf(shape);
  return Array.from({ length: size }, (_, j) => j).filter((j) => {
    let first: number | undefined;
    for (let i = j; i < values.length; i += size) {
      if (mask?.[i] === 0) continue;
      first ??= values[i]!;
      if (values[i] !== first) return false;
    }
    return true;
  });
}
