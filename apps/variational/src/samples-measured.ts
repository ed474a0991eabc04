import { sizeOf } from '@autoencoders/app-kit/measures';
import type { Data } from '@autoencoders/app-kit';

type Row = Float32Array;
const rowsOf = (values: Float32Array, size: number): readonly Row[] =>
  Array.from({ length: values.length / size }, (_, i) => values.subarray(i * size, (i + 1) * size));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const average = (rows: readonly Row[]): Row => rows[0]!.map((_, i) => mean(rows.map((row) => row[i]!)));
const distance = (a: Row, b: Row): number => a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);

/** At most so many examples are compared with. */
const MOST = 1500;

/**
 * How good samples are. `nearest` is the mean squared distance of a sample to the nearest training example, `spread` that of a training example to their
 * mean, and `variety` that of a sample to the mean of the samples.
 */
export function nearest(
  samples: Float32Array,
  { training: { values, shape } }: Data,
): Readonly<Record<'nearest' | 'spread' | 'variety', number>> {
  const size = sizeOf(shape);
  const [made, real] = [rowsOf(samples, size), rowsOf(values.subarray(0, MOST * size), size)];
  const [middle, madeMiddle] = [average(real), average(made)];
  return {
    nearest: mean(made.map((sample) => Math.min(...real.map((example) => distance(sample, example))))),
    spread: mean(real.map((example) => distance(example, middle))),
    variety: mean(made.map((sample) => distance(sample, madeMiddle))),
  };
}

/** −ln p(x) of test examples with each pixel's mean over training examples: the best that can be done without a code. */
export function withoutCode({ training, test }: Data): number {
  const size = sizeOf(training.shape);
  const p = average(rowsOf(training.values, size)).map((value) => Math.min(1 - 1e-6, Math.max(1e-6, value)));
  return mean(
    rowsOf(test.values, size).map((row) => p.reduce((sum, q, i) => sum - row[i]! * Math.log(q) - (1 - row[i]!) * Math.log(1 - q), 0)),
  );
}
