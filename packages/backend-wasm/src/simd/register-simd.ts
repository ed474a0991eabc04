import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { withoutLeftovers } from '../kernels/leftovers.js';
import type { Finite } from '../kernels/trusted.js';
import { activationKernels } from './activations.js';
import { convolutionKernels } from './convolution.js';
import { corruption } from './corruption.js';
import { extremeKernels } from './extremes.js';
import { gatherKernel } from './gather.js';
import { identityKernels } from './identity.js';
import { imageFilter } from './image-filter.js';
import { jpegQuantization } from './jpeg.js';
import type { HeapOf, SimdKernel } from './simd-kernel.js';
import { lossKernels } from './losses.js';
import { matMulKernels } from './mat-mul.js';
import { normalizationKernels } from './normalization.js';
import { optimizerKernels } from './optimizers.js';
import { poolingKernels } from './pooling.js';
import { randomNumbers } from './random.js';
import { reductionKernels } from './reductions.js';
import { selectRows } from './select-rows.js';
import { sliceKernel } from './slice.js';
import { selectionKernels } from './selection.js';

const kernels: readonly SimdKernel[] = [
  ...identityKernels,
  ...matMulKernels,
  ...convolutionKernels,
  ...activationKernels,
  ...reductionKernels,
  ...extremeKernels,
  ...poolingKernels,
  gatherKernel,
  sliceKernel,
  ...normalizationKernels,
  ...lossKernels,
  ...optimizerKernels,
  randomNumbers,
  corruption,
  imageFilter,
  jpegQuantization,
  selectRows,
  ...selectionKernels,
];

/** Whether all numbers of a tensor are finite, four at a time. */
export const finiteOn =
  (heapOf: HeapOf): Finite =>
  (x, backend) => {
    const heap = heapOf(backend);
    return heap.call('allFinite', { n: sizeFromShape(x.shape), x: heap.address(x) }) !== 0;
  };

/** Registers our kernels, which replace those of tfjs's WASM backend or add to them. `heapOf` returns the heap of a backend. */
export function registerSimdKernels(heapOf: HeapOf): void {
  for (const { kernelName, make } of kernels) {
    const stock = getKernel(kernelName, 'wasm');
    if (stock) unregisterKernel(kernelName, 'wasm');
    // Keep the setup and dispose functions of the stock kernel: they bind it to the heap of each new backend.
    const ours = make(heapOf, stock);
    registerKernel({ ...stock, ...ours, kernelFunc: withoutLeftovers(kernelName, ours.kernelFunc) });
  }
}
