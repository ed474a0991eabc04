import { getKernel, getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { left } from '#stock';
import { framedConvolution } from './conv2d.js';
import { conv2dBackpropFilter, conv2dBackpropInput } from './conv2d-gradients.js';
import { fusedMatMul } from './fused-mat-mul.js';
import { guarded } from './guarded.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput, oneHot, unsortedSegmentSum } from './loops.js';
import { identity } from './identity.js';
import { matMul } from './mat-mul.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { mean, sum } from './reductions.js';
import { splitV, unpack } from './parts.js';
import { resizeNearestGrad } from './resize-nearest-grad.js';
import { slice } from './slice.js';
import { ifPresent } from './small.js';
import { rulesWith } from './trusted.js';
import type { Finite } from './trusted.js';

/*
 * Kernels for machines without SIMD: composed of tfjs's own, or plain loops. With SIMD, the kernels of src/simd replace most of them,
 * and call them for the cases that they do not handle. `Slice`, `SplitV` and `Unpack` stay, since they only copy.
 */

/** Kernels that tfjs's WASM backend lacks. */
const missing: readonly KernelConfig[] = [
  conv2dBackpropFilter,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  oneHot,
  unsortedSegmentSum,
];

/** Kernels that replace stock ones, and never call them. */
const ours: readonly KernelConfig[] = [conv2dBackpropInput, identity, maxPoolGrad, oneHot, splitV, unpack];

/** Kernels that call the stock kernel for some calls. */
const better: Readonly<Record<string, (stock: KernelConfig) => KernelConfig>> = {
  BatchMatMul: matMul,
  Conv2D: framedConvolution,
  DepthwiseConv2dNative: framedConvolution,
  FusedConv2D: framedConvolution,
  FusedDepthwiseConv2D: framedConvolution,
  Mean: mean,
  Slice: slice,
  Sum: sum,
  _FusedMatMul: fusedMatMul,
};

/** Kernels that tfjs's WASM backend lacks. Those of the CPU backend are used; training does not need them. */
const borrowed = ['Einsum', 'RaggedGather', 'RaggedRange', 'RaggedTensorToTensor', 'StaticRegexReplace'];

/**
 * Adds and replaces kernels. Call it once. `onCpu` gives the CPU backend's kernel of a name; `finite` tests whether all numbers of a tensor
 * are finite. If tfjs has added a kernel that was missing, tfjs's is kept.
 */
export function registerKernels(onCpu: (name: string) => KernelConfig | undefined, finite: Finite): void {
  const rules = rulesWith(finite);
  const standIn = (name: string): KernelConfig | undefined => {
    const kernel = onCpu(name);
    return kernel && name === 'ResizeNearestNeighborGrad' ? resizeNearestGrad(kernel) : kernel;
  };
  for (const kernel of [...missing, ...[...borrowed, ...left].map((name) => standIn(name)!)])
    if (!getKernel(kernel.kernelName, 'wasm')) registerKernel(kernel);
  for (const stock of getKernelsForBackend('wasm')) {
    const { kernelName } = stock;
    // Keep the setup and dispose functions of the stock kernel: they bind it to the heap of each new backend.
    const own = ours.find((each) => each.kernelName === kernelName);
    const improved = { ...stock, ...(own ?? better[kernelName]?.(stock)) };
    const rule = own ? rules[kernelName] : ifPresent(kernelName, rules[kernelName]);
    unregisterKernel(kernelName, 'wasm');
    registerKernel(guarded(improved, standIn(kernelName), rule));
  }
}
