import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { Heap } from './simd-heap.js';

/** Which heap a backend has; a backend that was removed and made anew has another. */
export type HeapOf = (backend: BackendWasm) => Heap;

type Result = TensorInfo | TensorInfo[];

/** Makes a kernel, given the heap of each backend and the stock kernel of that name, where there is one. */
export type KernelOf = (heapOf: HeapOf, stock: KernelConfig | undefined) => KernelConfig;

/** A kernel from its name and a function of its inputs and attributes; `stock()` runs what tfjs has under that name. */
export function simdKernel<I extends object, A>(
  kernelName: string,
  f: (heap: Heap, inputs: I, attrs: A, stock: (inputs?: Partial<I>) => TensorInfo) => Result,
): KernelOf {
  return (heapOf, stock) => ({
    kernelName,
    backendName: 'wasm',
    kernelFunc({ inputs, attrs, backend }) {
      const fallback = (changed?: Partial<I>): TensorInfo =>
        stock!.kernelFunc({ inputs: { ...inputs, ...(changed as object) }, attrs: { ...attrs }, backend }) as TensorInfo;
      return f(heapOf(backend as BackendWasm), inputs as unknown as I, (attrs ?? {}) as A, fallback);
    },
  });
}
