import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernel, shaped } from './run.js';
import type { Runner } from './run.js';

interface Inputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}
interface Attrs {
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
  return kernel<Inputs, Attrs>('BatchMatMul', ({ backend, run, free }, { a, b }, { transposeA, transposeB }) => {
    const multiply = (left: TensorInfo, right: TensorInfo, attrs: Attrs = { transposeA: false, transposeB: false }): TensorInfo =>
      stock.kernelFunc({ inputs: { a: left, b: right }, attrs: { ...attrs }, backend }) as TensorInfo;
    const rows = a.shape.at(transposeA ? -1 : -2)!;
    const inner = a.shape.at(transposeA ? -2 : -1)!;
    const columns = b.shape.at(transposeB ? -2 : -1)!;
    const plain = !transposeA && !transposeB;
    if (plain || a.dtype !== 'float32' || rows * inner * columns < SMALL) return multiply(a, b, { transposeA, transposeB });
    const turn = (x: TensorInfo): TensorInfo => turned({ run }, x);
    if (!transposeB) {
      const left = turn(a);
      const product = multiply(left, b);
      free(left);
      return product;
    }
    const right = transposeA ? a : turn(a);
    const product = multiply(b, right);
    const result = turn(product);
    free(product, ...(transposeA ? [] : [right]));
    return result;
  });
}

/** The last two axes exchanged. */
function turned({ run }: Pick<Runner, 'run'>, x: TensorInfo): TensorInfo {
  const [rows = 0, columns = 0] = x.shape.slice(-2);
  const batch = x.shape.slice(0, -2);
  const count = batch.reduce((m, n) => m * n, 1);
  if (count === 1) return shaped(run('Transpose', { x: shaped(x, [rows, columns]) }, { perm: [1, 0] }), [...batch, columns, rows]);
  return shaped(run('Transpose', { x: shaped(x, [count, rows, columns]) }, { perm: [0, 2, 1] }), [...batch, columns, rows]);
}
