import { clone, engine } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** A new tensor with the same data: what `clone` gives, without its kernel. */
export function alias<T extends Tensor>(x: T): T {
  const tfjs = engine();
  const { backend } = tfjs;
  // Data on another backend have to move first.
  if (tfjs.state.tensorInfo.get(x.dataId)?.backend !== backend) return clone(x);
  backend.incRef(x.dataId);
  return tfjs.makeTensorFromTensorInfo(x, backend) as T;
}
