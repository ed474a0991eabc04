import { cast, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, TensorContainer } from '@tensorflow/tfjs-core';
import { check, show } from './errors.js';

/**
 * x as float32, the type in which models, losses and corruptions compute. int32 and bool are cast; a float32 tensor is returned
 * itself. Throws for strings, complex numbers and anything that is not a tensor.
 */
export function toFloat32<T extends Tensor>(x: T): T {
  const type: unknown = x?.dtype;
  if (type === 'float32') return x;
  check(type === 'int32' || type === 'bool', () => `expected a tensor of type float32, int32 or bool, not ${type ?? show(x)}`);
  return cast(x, 'float32');
}

/** `f` of x as float32. The cast tensor, if there is one, is disposed. */
export const inFloat32 = <T extends Tensor, Y extends TensorContainer>(x: T, f: (x: T) => Y): Y =>
  x?.dtype === 'float32' ? f(x) : tidy(() => f(toFloat32(x)));
