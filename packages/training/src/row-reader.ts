import type { Tensor } from '@tensorflow/tfjs-core';
import type { Batch } from './source.js';

/** Some rows of a batch. */
export interface Rows<X extends Tensor> {
  readonly batch: Batch<X>;
  readonly from: number;
  readonly rows: number;
}

/** Reads the rows of a part one after the other, in batches of any size. */
export interface RowReader<X extends Tensor> {
  /** Reads on until `rows` are there, or no more come. Gives how many are there. */
  readonly fill: (rows: number) => Promise<number>;
  readonly take: (rows: number) => Promise<readonly Rows<X>[]>;
  /** A row that was taken before, for a batch of which this rank has none. */
  readonly again: () => Rows<X> | undefined;
  /** Whether some of the rows that are there have a mask. */
  readonly isMasked: () => boolean;
  readonly close: () => Promise<void>;
}

export function rowReader<X extends Tensor>(batches: AsyncIterable<Batch<X>>): RowReader<X> {
  const iterator = batches[Symbol.asyncIterator]();
  let held: Rows<X>[] = [];
  let isOver = false;
  let last: Rows<X> | undefined;
  const count = (): number => held.reduce((sum, { rows }) => sum + rows, 0);
  const fill = async (rows: number): Promise<number> => {
    while (!isOver && count() < rows) {
      const { done, value } = await iterator.next();
      if (done) isOver = true;
      else held.push({ batch: value, from: 0, rows: value.size });
    }
    return count();
  };
  return {
    fill,
    async take(rows) {
      await fill(rows);
      const taken: Rows<X>[] = [];
      let open = rows;
      held = held.flatMap((each) => {
        const some = Math.min(open, each.rows);
        open -= some;
        if (some > 0) taken.push({ ...each, rows: some });
        return some < each.rows ? [{ ...each, from: each.from + some, rows: each.rows - some }] : [];
      });
      last = taken.at(-1) ?? last;
      return taken;
    },
    again: () => last && { ...last, rows: 1 },
    isMasked: () => held.some(({ batch }) => batch.plain?.mask !== undefined),
    close: async () => void (await iterator.return?.()),
  };
}
