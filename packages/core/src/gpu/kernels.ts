import { getKernel, registerKernel } from '@tensorflow/tfjs-core';
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import type { FusedKernels } from '../kernels.js';
import { deviceOf } from './device.js';
import type { Compute, Device, Tensors } from './device.js';
import { activation, activationGradient, fusedAffine } from './layers.js';
import { gaussianKl, pointwiseLoss } from './losses.js';
import { adamStep, sgdStep } from './optimizers.js';

/*
 * Kernels of core's contract for GPUs, in as few programs as they have results. Small models wait for the start of programs, not for
 * their arithmetic.
 */

/** A kernel by its name, of any backend on a GPU. */
export type GpuKernel<K extends keyof FusedKernels> = (
  device: Device,
  inputs: FusedKernels[K]['inputs'] extends readonly unknown[] ? readonly TensorInfo[] : Tensors,
  attrs: FusedKernels[K]['attrs'],
) => TensorInfo | TensorInfo[];

const kernels: { readonly [K in keyof FusedKernels]?: GpuKernel<K> } = {
  Activation: activation,
  ActivationGrad: activationGradient,
  FusedAffine: fusedAffine,
  PointwiseLoss: pointwiseLoss,
  GaussianKl: gaussianKl,
  AdamStep: adamStep,
  SgdStep: sgdStep,
};

/** Registers these kernels for a backend, whose programs `compute` runs. */
export function registerGpuKernels(backendName: string, compute: Compute): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (getKernel(kernelName, backendName)) continue;
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) =>
        kernel(deviceOf(backendName, backend as KernelBackend, compute), inputs as never, attrs as never),
    });
  }
}
