import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { activationKernels } from './activations.js';
import { convolutionKernels } from './convolution.js';
import type { Heap } from './heap.js';
import { identityKernels } from './identity.js';
import type { KernelOf } from './kernel.js';
import { lossKernels } from './losses.js';
import { matMulKernels } from './mat-mul.js';
import { normalizationKernels } from './normalization.js';
import { optimizerKernels } from './optimizers.js';
import { poolingKernels } from './pooling.js';
import { randomKernels } from './random.js';
import { reductionKernels } from './reductions.js';
import { selectionKernels } from './selection.js';

const kernels: Readonly<Record<string, KernelOf>> = {
  ...identityKernels,
  ...matMulKernels,
  ...convolutionKernels,
  ...activationKernels,
  ...reductionKernels,
  ...poolingKernels,
  ...normalizationKernels,
  ...lossKernels,
  ...optimizerKernels,
  ...randomKernels,
  ...selectionKernels,
};

/** Puts our kernels in the place of those of tfjs's WASM backend, or beside them; `heapOf` gives the heap that they run on. */
export function registerSimdKernels(heapOf: (backend: BackendWasm) => Heap): void {
  for (const [name, make] of Object.entries(kernels)) {
    const stock = getKernel(name, 'wasm');
    if (stock) unregisterKernel(name, 'wasm');
    // Stock's functions for a backend's start and end stay: it is bound to the heap of each new backend by them.
    registerKernel({ ...stock, ...make(heapOf, stock) });
  }
}
