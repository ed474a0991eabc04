import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { FusedKernels, KernelInputs, KernelOutputs } from '@autoencoders/core/operations';
import type { Heap } from './simd-heap.js';

/** Returns the heap of a backend. A backend that was removed and made again has another heap. */
export type HeapOf = (backend: BackendWasm) => Heap;

/** A kernel before it is registered. */
export interface SimdKernel {
  readonly kernelName: string;
  /** Makes the kernel, given the heap of each backend and the stock kernel of that name, where there is one. */
  readonly make: (heapOf: HeapOf, stock: KernelConfig | undefined) => KernelConfig;
}

/** The kernels that are made here. What they do besides calling functions of the heap, they say to its tapes. */
const made = new WeakSet<KernelFunc>();

/** Whether a kernel may be played from a tape. */
export const mayBeTaped = (kernel: KernelFunc): boolean => made.has(kernel);

const noted = (config: KernelConfig): KernelConfig => {
  made.add(config.kernelFunc);
  return config;
};

/** A kernel that replaces tfjs's, as a function of its inputs and attributes. `stock()` runs tfjs's own. */
export const simdKernel = <I extends object, A>(
  kernelName: string,
  f: (heap: Heap, inputs: I, attrs: A, stock: (inputs?: Partial<I>) => TensorInfo) => TensorInfo,
): SimdKernel => ({
  kernelName,
  make: (heapOf, stock) =>
    noted({
      kernelName,
      backendName: 'wasm',
      kernelFunc({ inputs, attrs, backend }) {
        const heap = heapOf(backend as BackendWasm);
        const fallback = (changed?: Partial<I>): TensorInfo => {
          heap.tapes?.spoil();
          return stock!.kernelFunc({ inputs: { ...inputs, ...(changed as object) }, attrs: { ...attrs }, backend }) as TensorInfo;
        };
        return f(heap, inputs as unknown as I, (attrs ?? {}) as A, fallback);
      },
    }),
});

/** A kernel of core's contract, `FusedKernels`. Its name determines the types of its inputs, attributes and outputs. */
export const fusedKernel = <N extends keyof FusedKernels>(
  kernelName: N,
  f: (heap: Heap, inputs: KernelInputs<N>, attrs: FusedKernels[N]['attrs']) => KernelOutputs<N>,
): SimdKernel => ({
  kernelName,
  make: (heapOf) =>
    noted({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs, backend }) =>
        f(heapOf(backend as BackendWasm), inputs as unknown as KernelInputs<N>, attrs as unknown as FusedKernels[N]['attrs']) as
          | TensorInfo
          | TensorInfo[],
    }),
});
