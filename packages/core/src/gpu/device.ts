import { getKernel } from '@tensorflow/tfjs-core';
import type { KernelBackend, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';

/** Tensors by their names in a formula. */
export type Tensors = Readonly<Record<string, TensorInfo>>;

/** Numbers of a program that may be others in the next call, by their names in its formula. */
export type Scalars = Readonly<Record<string, number>>;

/**
 * Makes a tensor of tensors of its shape, by a formula for each number. The formula is an expression that is valid in GLSL and in WGSL; tensors
 * and scalars have their names in it.
 */
export type Compute = (backend: KernelBackend, formula: string, tensors: Tensors, scalars: Scalars) => TensorInfo;

/** What runs programs on a GPU. */
export interface Device {
  readonly compute: (formula: string, tensors: Tensors, scalars?: Scalars) => TensorInfo;
  /** The result of one of tfjs's own kernels. */
  readonly run: (kernel: string, inputs: Tensors, attrs?: NamedAttrMap) => TensorInfo;
  readonly free: (tensor: TensorInfo) => void;
}

/** A backend as a device. */
export const deviceOf = (backendName: string, backend: KernelBackend, compute: Compute): Device => ({
  compute: (formula, tensors, scalars = {}) => compute(backend, formula, tensors, scalars),
  run: (kernel, inputs, attrs = {}) => getKernel(kernel, backendName).kernelFunc({ inputs: { ...inputs }, attrs, backend }) as TensorInfo,
  free: ({ dataId }) => void backend.disposeData(dataId),
});

/** The result of `f` of a tensor that is freed then. */
export function freeing({ free }: Pick<Device, 'free'>, tensor: TensorInfo, f: (tensor: TensorInfo) => TensorInfo): TensorInfo {
  const result = f(tensor);
  free(tensor);
  return result;
}
