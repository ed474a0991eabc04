import { getKernel } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';

/*
 * Kernels made of other kernels. They call one another directly rather than through tfjs's operations: no gradients
 * are recorded, nothing is scoped, and each frees what it made on the way.
 */

/** Inputs of a kernel by name, or, as for Concat, in a row. */
type Inputs = Readonly<Record<string, TensorInfo>> | readonly TensorInfo[];

/** Runs kernels of one backend and frees their results. */
export interface Runner {
  readonly backend: BackendWasm;
  /** The one result of a kernel. */
  readonly run: (kernel: string, inputs: Inputs, attrs?: object) => TensorInfo;
  readonly free: (...infos: readonly TensorInfo[]) => void;
}

export function runner(backend: BackendWasm): Runner {
  return {
    backend,
    run: (kernel, inputs, attrs = {}) =>
      getKernel(kernel, 'wasm')!.kernelFunc({ inputs: inputs as any, attrs: attrs as NamedAttrMap, backend }) as TensorInfo,
    free: (...infos) => infos.forEach((info) => backend.disposeData(info.dataId)),
  };
}

/** The same values under another shape; frees with the original. */
export const shaped = ({ dataId, dtype }: TensorInfo, shape: number[]): TensorInfo => ({ dataId, dtype, shape });

/** A kernel from its name and a function of its inputs and attributes. */
export function composedKernel<I, A>(kernelName: string, f: (runner: Runner, inputs: I, attrs: A) => TensorInfo): KernelConfig {
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => f(runner(backend as BackendWasm), inputs as I, attrs as A),
  };
}
