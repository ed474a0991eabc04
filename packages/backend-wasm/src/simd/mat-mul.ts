import { broadcast_util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { computeStrides, sizeFromShape } from '#stock';
import { check } from '@autoencoders/core/operations';
import { addBiasAndActivate, knows } from './activations.js';
import type { Arguments } from './calls.js';
import { gridOf } from './grid.js';
import { threadsWorth } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel, simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** A matrix in the heap: element (i, j) lies at `start` + 4·(i·`row` + j·`column`); `row` or `column` is 1. */
interface Matrix {
  readonly start: number;
  readonly row: number;
  readonly column: number;
}

/** Multiply-adds below which another thread costs more than it saves. */
const SMALL = 2 ** 18;

/** A product C [m, n] = A [m, k] · B [k, n], C row by row from an address on. */
interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Matrix;
  readonly b: Matrix;
  readonly c: number;
}

/** Computes a product. Each thread computes a part of C. */
function multiply(heap: Heap, product: Product): void {
  const { m, n, k } = product;
  if (heap.gemm?.takes(m, n, k)) return multiplyElsewhere(heap, product);
  const pieces = piecesOf(threadsWorth(heap, m * n * k, SMALL), product);
  const room = Math.max(...pieces.map((piece) => heap.call('matMulScratch', piece)), 4 * k);
  const scratch = heap.scratch(room * pieces.length);
  heap.share(
    'matMul',
    pieces.map((piece, i) => ({ ...piece, scratch: scratch + i * room })),
  );
}

/** The same product by the GEMM. */
function multiplyElsewhere(heap: Heap, product: Product): void {
  const { m, n, k } = product;
  const threads = heap.gemm!.shared ? threadsWorth(heap, m * n * k, SMALL) : 1;
  heap.share(
    'gemm',
    piecesOf(threads, product).map((piece) => ({ ...piece, add: 0 })),
  );
}

/** The arguments of `matMul` or `gemm`, for each of so many parts of C at most. */
const piecesOf = (threads: number, { m, n, k, a, b, c }: Product): readonly Omit<Arguments<'matMul'>, 'scratch'>[] =>
  gridOf(threads, m, n).map(({ rows: [top, bottom], columns: [left, right] }) => ({
    m: bottom - top,
    n: right - left,
    k,
    a: a.start + 4 * top * a.row,
    aRow: a.row,
    aColumn: a.column,
    b: b.start + 4 * left * b.column,
    bRow: b.row,
    bColumn: b.column,
    c: c + 4 * (top * n + left),
    cRow: n,
  }));

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The matrix product over the last two axes. The other axes are broadcast. */
function product(heap: Heap, a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Transposes): TensorInfo {
  const [aRows = 0, aColumns = 0] = a.shape.slice(-2);
  const [bRows = 0, bColumns = 0] = b.shape.slice(-2);
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [inner, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  check(k === inner, () => `matMul: ${k} columns and ${inner} rows do not match in shapes [${a.shape}] and [${b.shape}]`);
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const out = heap.output([...batch, m, n]);
  const count = sizeFromShape(batch);
  const to = heap.address(out);
  if (k === 0) new Float32Array(heap.memory(), to, count * m * n).fill(0);
  if (count * m * n * k === 0) return out;
  const left = placesOf(aBatch, batch);
  const right = placesOf(bBatch, batch);
  for (let i = 0; i < count; i++) {
    const first = { start: heap.address(a) + 4 * left(i) * m * k, row: transposeA ? 1 : k, column: transposeA ? m : 1 };
    const second = { start: heap.address(b) + 4 * right(i) * k * n, row: transposeB ? 1 : n, column: transposeB ? k : 1 };
    multiply(heap, { m, n, k, a: first, b: second, c: to + 4 * i * m * n });
  }
  return out;
}

/** The index of the matrix, in a tensor with batch axes `own`, that is broadcast to matrix i of the batch. */
function placesOf(own: readonly number[], batch: readonly number[]): (i: number) => number {
  if (sizeFromShape(own as number[]) === 1) return () => 0;
  if (own.join() === batch.join()) return (i) => i;
  const strides = [...computeStrides(own as number[]), 1];
  const missing = batch.length - own.length;
  return (i) => {
    let place = 0;
    for (let axis = batch.length - 1; axis >= missing; i = Math.floor(i / batch[axis]!), axis--)
      if (own[axis - missing] !== 1) place += (i % batch[axis]!) * strides[axis - missing]!;
    return place;
  };
}

interface FusedInputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

const floats = (...infos: readonly (TensorInfo | undefined)[]): boolean => infos.every((info) => !info || info.dtype === 'float32');

const matrices = (...infos: readonly TensorInfo[]): boolean => infos.every(({ shape }) => shape.length > 1);

/** Whether a bias has only the last axis of the result. */
const alongLast = (bias: TensorInfo | undefined, columns: number): boolean =>
  !bias || (bias.shape.at(-1) === columns && sizeFromShape(bias.shape) === columns);

/** `BatchMatMul`, `_FusedMatMul`, and `FusedAffine`: f(x·kernel + bias), the kernel transposed or not. */
export const matMulKernels: readonly SimdKernel[] = [
  simdKernel<{ a: TensorInfo; b: TensorInfo }, Transposes>('BatchMatMul', (heap, { a, b }, attrs, stock) =>
    floats(a, b) && matrices(a, b) ? product(heap, a, b, attrs) : stock(),
  ),
  simdKernel<FusedInputs, Transposes & { activation: string; leakyreluAlpha?: number }>(
    '_FusedMatMul',
    (heap, { a, b, bias, preluActivationWeights }, attrs, stock) => {
      const columns = b.shape.at(attrs.transposeB ? -2 : -1)!;
      const simple = floats(a, b, bias) && matrices(a, b) && alongLast(bias, columns) && !preluActivationWeights && knows(attrs.activation);
      if (!simple) return stock();
      const y = product(heap, a, b, attrs);
      addBiasAndActivate(heap, y, bias, { activation: attrs.activation, slope: attrs.leakyreluAlpha ?? 0 });
      return y;
    },
  ),
  fusedKernel('FusedAffine', (heap, { x, kernel: w, bias }, attrs) => {
    const y = product(heap, x, w, { transposeA: false, transposeB: attrs.transposed });
    addBiasAndActivate(heap, y, bias, attrs);
    return y;
  }),
];
