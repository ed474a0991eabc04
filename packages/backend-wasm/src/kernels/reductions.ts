import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { parseAxisParam, sizeFromShape } from '#stock';
import { valuesOf } from './zeros.js';
import { composedKernel } from './composed-kernel.js';
import type { Runner } from './composed-kernel.js';

/** One pass of a reduction: x as `[outer, n, inner]`, summed over n. */
export interface Pass {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** How to sum over some axes. */
export interface Reduction {
  readonly shape: number[];
  /** Neighbouring axes go in one pass, the last ones first; each pass reads what the one before gives. Never empty. */
  readonly passes: readonly Pass[];
  /** How many numbers become one. */
  readonly count: number;
}

export interface ReductionAttrs {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/** The passes of a sum over `axis`, and the shape that it leaves. */
export function reductionOf(shape: number[], { axis, keepDims }: ReductionAttrs): Reduction {
  const reduced = new Set(parseAxisParam(axis, shape));
  const sizes = [...shape];
  const passes: Pass[] = [];
  for (let end = shape.length - 1; end >= 0; end--) {
    if (!reduced.has(end)) continue;
    let start = end;
    while (reduced.has(start - 1)) start -= 1;
    const n = sizeFromShape(shape.slice(start, end + 1));
    sizes.fill(1, start, end + 1);
    passes.push({ outer: sizeFromShape(shape.slice(0, start)), n, inner: sizeFromShape(sizes.slice(end + 1)) });
    end = start;
  }
  const count = passes.reduce((product, { n }) => product * n, 1);
  if (passes.length === 0) passes.push({ outer: sizeFromShape(shape), n: 1, inner: 1 });
  return { shape: keepDims ? sizes : sizes.filter((_, i) => !reduced.has(i)), passes, count };
}

/** What a reduction needs of a backend: results, and one pass, out = scale · Σ x. */
export interface Reducer {
  readonly output: (shape: number[]) => TensorInfo;
  readonly free: (info: TensorInfo) => void;
  readonly pass: (x: TensorInfo, out: TensorInfo, pass: Pass, scale: number) => void;
}

/** Σ x over some axes, or the mean. */
export function reduced({ output, free, pass }: Reducer, x: TensorInfo, attrs: ReductionAttrs, mean: boolean): TensorInfo {
  const { shape, passes, count } = reductionOf(x.shape, attrs);
  let from = x;
  for (const [i, each] of passes.entries()) {
    const isLast = i === passes.length - 1;
    const out = output(isLast ? shape : [each.outer, each.inner]);
    // The mean of nothing is 0, as on tfjs's CPU backend.
    pass(from, out, each, mean && isLast && count > 0 ? 1 / count : 1);
    if (from !== x) free(from);
    from = out;
  }
  return from;
}

/** One pass as a plain loop in float64, over numbers of any type. */
function looped(runner: Runner, x: TensorInfo, out: TensorInfo, { n, inner }: Pass, scale: number): void {
  const [xs, sums] = [valuesOf(runner, x), valuesOf(runner, out)];
  for (let at = 0; at < sums.length; at++) {
    const first = Math.floor(at / inner) * n * inner + (at % inner);
    let sum = 0;
    for (let k = 0; k < n; k++) sum += xs[first + k * inner]!;
    sums[at] = sum * scale;
  }
}

const byLoops = (runner: Runner): Reducer => ({
  output: (shape) => runner.backend.makeOutput(shape, 'float32'),
  free: runner.free,
  pass: (x, out, pass, scale) => looped(runner, x, out, pass, scale),
});

/** Sums with the digits that tfjs's own lose: those add up float32. Of whole numbers, theirs are exact. */
export const sum = (stock: KernelConfig): KernelConfig =>
  composedKernel<{ x: TensorInfo }, ReductionAttrs>('Sum', (runner, { x }, attrs) =>
    x.dtype === 'float32'
      ? reduced(byLoops(runner), x, attrs, false)
      : (stock.kernelFunc({ inputs: { x }, attrs: { ...attrs }, backend: runner.backend }) as TensorInfo),
  );

/** Means of numbers of any type, as float32. */
export const mean = (): KernelConfig =>
  composedKernel<{ x: TensorInfo }, ReductionAttrs>('Mean', (runner, { x }, attrs) => reduced(byLoops(runner), x, attrs, true));
