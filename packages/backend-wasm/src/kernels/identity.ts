import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The same data under another name, to be freed by itself: tensors do not change. tfjs copies it, and loses count of the copy. */
export const identity: KernelConfig = {
  kernelName: 'Identity',
  backendName: 'wasm',
  kernelFunc({ inputs, backend }) {
    const { dataId, shape, dtype } = inputs['x'] as TensorInfo;
    (backend as BackendWasm).incRef(dataId);
    return { dataId, shape, dtype };
  },
};
