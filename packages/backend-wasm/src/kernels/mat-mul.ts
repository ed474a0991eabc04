import { broadcast_util } from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { zeros } from './zeros.js';
import { composedKernel, shaped } from './composed-kernel.js';
import type { Runner } from './composed-kernel.js';

export interface Inputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}
export interface Attrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Multiplications below which transposing first costs more than it saves. */
const SMALL = 4096;

/**
 * Matrix products with transposed sides. tfjs multiplies by XNNPACK only where neither side is transposed; with them,
 * so in every backward pass, it takes a plain loop that is ten times slower. Here the sides are transposed first.
 *
 * For A·Bᵀ the product is taken as (B·Aᵀ)ᵀ: XNNPACK packs its second side anew at every call, and Aᵀ, with the batch
 * along one axis, is smaller than Bᵀ, a transposed kernel.
 */
export function matMul(stock: KernelConfig): KernelConfig {
  return composedKernel<Inputs, Attrs>('BatchMatMul', (runner, { a, b }, { transposeA, transposeB }) => {
    const { backend, free } = runner;
    const multiply = (left: TensorInfo, right: TensorInfo, attrs: Attrs = { transposeA: false, transposeB: false }): TensorInfo =>
      withSecond(
        runner,
        right,
        (second) => stock.kernelFunc({ inputs: { a: left, b: second }, attrs: { ...attrs }, backend }) as TensorInfo,
      );
    const rows = a.shape.at(transposeA ? -1 : -2)!;
    const inner = a.shape.at(transposeA ? -2 : -1)!;
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    const work = rows * inner * columns;
    // XNNPACK refuses a product without terms, and leaves what stood in the heap.
    if (work === 0)
      return zeros(runner, [...broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns]).out;
    if (!(transposeA || transposeB) || a.dtype !== 'float32' || work < SMALL) return multiply(a, b, { transposeA, transposeB });
    if (!transposeB) {
      const left = turned(runner, a);
      const product = multiply(left, b);
      free(left);
      return product;
    }
    const right = transposeA ? a : turned(runner, a);
    const product = multiply(b, right);
    const result = turned(runner, product);
    free(product, ...(transposeA ? [] : [right]));
    return result;
  });
}

/** The last two axes exchanged. */
function turned({ run }: Runner, x: TensorInfo): TensorInfo {
  const [rows = 0, columns = 0] = x.shape.slice(-2);
  const batch = x.shape.slice(0, -2);
  const count = batch.reduce((m, n) => m * n, 1);
  if (count === 1) return shaped(run('Transpose', { x: shaped(x, [rows, columns]) }, { perm: [1, 0] }), [...batch, columns, rows]);
  return shaped(run('Transpose', { x: shaped(x, [count, rows, columns]) }, { perm: [0, 2, 1] }), [...batch, columns, rows]);
}

/** The rows and columns with which data first was a second side. */
const packed = new WeakMap<object, string>();

/**
 * `f` of a second side that XNNPACK multiplies by rightly. tfjs keeps its packed form by the data alone, and so takes the
 * same data in another shape, as after a reshape, for what it was before; here such a one is copied.
 */
export function withSecond({ run, free }: Runner, b: TensorInfo, f: (b: TensorInfo) => TensorInfo): TensorInfo {
  const sizes = b.shape.slice(-2).join();
  const before = packed.get(b.dataId);
  if (before === undefined) packed.set(b.dataId, sizes);
  if ((before ?? sizes) === sizes) return f(b);
  const copy = run('Slice', { x: b }, { begin: b.shape.map(() => 0), size: b.shape });
  const result = f(copy);
  free(copy);
  return result;
}
