/** Numbers that windows say of steps, until all windows that cover a step have come. It holds `steps` steps of `width` numbers. */
export interface Ring {
  /** Adds the numbers at `from` in `numbers` to a step. */
  readonly add: (step: number, numbers: ArrayLike<number>, from: number) => void;
  /** Writes the mean or median of what was added to a step into `into`, and forgets it. Gives false where nothing was added. */
  readonly take: (step: number, into: Float64Array) => boolean;
}

/** Ways to combine what several windows say of a step. */
export type Combine = 'mean' | 'median';

export function ring(steps: number, width: number, combine: Combine): Ring {
  const counts = new Int32Array(steps);
  const cells = combine === 'mean' ? means(steps * width) : medians(steps * width, steps);
  return {
    add(step, numbers, from) {
      const slot = step % steps;
      const count = counts[slot]!;
      for (let i = 0; i < width; i++) cells.add(slot * width + i, numbers[from + i]!, count);
      counts[slot] = count + 1;
    },
    take(step, into) {
      const slot = step % steps;
      const count = counts[slot]!;
      for (let i = 0; i < width; i++) into[i] = count === 0 ? NaN : cells.take(slot * width + i, count);
      counts[slot] = 0;
      return count > 0;
    },
  };
}

/** Numbers that are collected by cell. `count` is how many a cell has. */
interface Cells {
  readonly add: (cell: number, value: number, count: number) => void;
  readonly take: (cell: number, count: number) => number;
}

function means(size: number): Cells {
  const sums = new Float64Array(size);
  return {
    add: (cell, value, count) => void (sums[cell] = count === 0 ? value : sums[cell]! + value),
    take: (cell, count) => sums[cell]! / count,
  };
}

function medians(size: number, depth: number): Cells {
  const values = new Float64Array(size * depth);
  return {
    add: (cell, value, count) => void (values[cell * depth + count] = value),
    take(cell, count) {
      const sorted = values.slice(cell * depth, cell * depth + count).sort();
      const middle = count >> 1;
      return count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
    },
  };
}
