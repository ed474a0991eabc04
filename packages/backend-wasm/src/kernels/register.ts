import { getKernel, getKernelsForBackend, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { framedConvolution } from './conv2d.js';
import { conv2dBackpropFilter, conv2dBackpropInput } from './conv2d-gradients.js';
import { fusedMatMul } from './fused-mat-mul.js';
import { gather } from './gather.js';
import { guarded } from './guarded.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput, unsortedSegmentSum } from './loops.js';
import { identity } from './identity.js';
import { matMul } from './mat-mul.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { mean, sum } from './reductions.js';
import { resizeNearestGrad } from './resize-nearest-grad.js';
import { slice } from './slice.js';
import { rulesWith } from './trusted.js';
import type { Finite } from './trusted.js';

/*
 * Kernels made of tfjs's own, and plain loops, for where there is no SIMD. Those of src/simd take the place of most of them
 * where there is, and call them for what they don't do themselves; `Slice` and `GatherV2` only copy, and stay.
 */

/** Kernels that tfjs's WASM backend lacks. */
const missing: readonly KernelConfig[] = [conv2dBackpropFilter, depthwiseBackpropFilter, depthwiseBackpropInput, unsortedSegmentSum];

/** Kernels in place of stock ones, most of them made of these. */
const better: Readonly<Record<string, (stock: KernelConfig) => KernelConfig>> = {
  BatchMatMul: matMul,
  Conv2D: framedConvolution,
  Conv2DBackpropInput: () => conv2dBackpropInput,
  DepthwiseConv2dNative: framedConvolution,
  FusedConv2D: framedConvolution,
  FusedDepthwiseConv2D: framedConvolution,
  GatherV2: gather,
  Identity: () => identity,
  MaxPoolGrad: () => maxPoolGrad,
  Mean: mean,
  Slice: slice,
  Sum: sum,
  _FusedMatMul: fusedMatMul,
};

/** Kernels that tfjs's WASM backend lacks, and that the CPU backend's stand in for; no training needs them. */
const borrowed = ['Einsum', 'RaggedGather', 'RaggedRange', 'RaggedTensorToTensor', 'StaticRegexReplace'];

/**
 * Adds and replaces; to be called once, with the CPU backend's kernels and what tells finite numbers. A kernel that tfjs should
 * have by now stays as it is.
 */
export function registerKernels(onCpu: ReadonlyMap<string, KernelConfig>, finite: Finite): void {
  const rules = rulesWith(finite);
  const standIns = new Map([...onCpu, ['ResizeNearestNeighborGrad', resizeNearestGrad(onCpu.get('ResizeNearestNeighborGrad')!)]]);
  for (const kernel of [...missing, ...borrowed.map((name) => onCpu.get(name)!)])
    if (!getKernel(kernel.kernelName, 'wasm')) registerKernel(kernel);
  for (const stock of getKernelsForBackend('wasm')) {
    const { kernelName } = stock;
    // Stock's functions for a backend's start and end stay: it is bound to the heap of each new backend by them.
    const improved = { ...stock, ...better[kernelName]?.(stock) };
    unregisterKernel(kernelName, 'wasm');
    registerKernel(guarded(improved, standIns.get(kernelName), rules[kernelName]));
  }
}
