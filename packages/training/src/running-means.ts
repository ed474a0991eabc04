/** Mean losses over examples. `loss` is the sum of `terms`, which have the names of the losses. */
export interface Evaluation<K extends string = string> {
  readonly loss: number;
  readonly terms: Readonly<Record<K, number>>;
}

/** Sums of loss terms over examples, in the order of their names, and how many examples there were. */
export interface LossSums {
  readonly sums: readonly number[];
  readonly count: number;
}

/** The means of loss terms over the examples seen so far, computed in float64. */
export interface RunningMeans<K extends string> {
  /** Adds the means of a batch of `size` examples. */
  readonly add: (values: ArrayLike<number>, size: number) => void;
  /** The means over all examples so far. */
  readonly means: () => Evaluation<K>;
  /** What the means are made of. */
  readonly sums: () => LossSums;
}

/** Means of terms with these names. They go on from the sums in `from`; by default there are none yet. */
export function runningMeans<K extends string>(names: readonly K[], from?: LossSums): RunningMeans<K> {
  const sums = from ? [...from.sums] : names.map(() => 0);
  let count = from?.count ?? 0;
  return {
    add(values, size) {
      for (let i = 0; i < sums.length; i++) sums[i]! += values[i]! * size;
      count += size;
    },
    means() {
      const means = sums.map((sum) => sum / count);
      const terms = Object.fromEntries(names.map((name, i) => [name, means[i]])) as Record<K, number>;
      return { loss: means.reduce((a, b) => a + b, 0), terms };
    },
    sums: () => ({ sums: [...sums], count }),
  };
}
