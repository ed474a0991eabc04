import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernel } from './run.js';

/** The same data under another name, to be freed by itself: tensors do not change. tfjs copies it, and loses count of the copy. */
export const identity: KernelConfig = kernel<{ x: TensorInfo }, object>('Identity', ({ backend }, { x }) => {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
});
