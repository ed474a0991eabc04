/** Mean losses over examples. `loss` is the sum of `terms`, which have the names of the losses. */
export interface Evaluation<K extends string = string> {
  readonly loss: number;
  readonly terms: Readonly<Record<K, number>>;
}

/** The means of loss terms over the examples seen so far, computed in float64. */
export interface RunningMeans<K extends string> {
  /** Adds the means of a batch of `size` examples. */
  readonly add: (values: ArrayLike<number>, size: number) => void;
  /** The means over all examples so far. */
  readonly means: () => Evaluation<K>;
}

export function runningMeans<K extends string>(names: readonly K[]): RunningMeans<K> {
  const sums = names.map(() => 0);
  let count = 0;
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
  };
}
