import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernel } from './kernel.js';
import type { KernelOf } from './kernel.js';

/** `Identity` without tfjs's copy: tensors do not change, so a clone may share its data; every operation clones what its gradient needs. */
export const identityKernels: Readonly<Record<string, KernelOf>> = {
  Identity: kernel<{ x: TensorInfo }, object>('Identity', (heap, { x }) => heap.shared(x)),
};
