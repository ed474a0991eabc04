import { cast, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, TensorContainer } from '@tensorflow/tfjs-core';
import { check } from './errors.js';

/**
 * x as float32, in which models, losses and corruptions compute: whole numbers and truth values (as 0 and 1) become that,
 * float32 stays the tensor that it is. Throws for strings and complex numbers.
 */
export function toFloat32<T extends Tensor>(x: T): T {
  if (x.dtype === 'float32') return x;
  check(x.dtype === 'int32' || x.dtype === 'bool', () => `a tensor of type ${x.dtype} holds no real numbers; float32, int32 and bool do`);
  return cast(x, 'float32');
}

/** `f` of x as float32, with nothing left over of what x became. */
export const inFloat32 = <T extends Tensor, Y extends TensorContainer>(x: T, f: (x: T) => Y): Y =>
  x.dtype === 'float32' ? f(x) : tidy(() => f(toFloat32(x)));
