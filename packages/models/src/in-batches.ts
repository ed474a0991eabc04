import { clone, concat, slice, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check, showShape, toFloat32 } from '@autoencoders/core/operations';
import { checkTensor } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';

/** Examples that go through a model at a time, so that activations take bounded memory. */
const PART = 512;

/** Throws unless `x` is a batch of at least one example of `shape`, and not disposed. */
export function checkBatch(call: string, x: Tensor, shape: Shape): void {
  checkTensor(call, 'the argument', x, `[batch, ${shape.join(', ')}]`);
  check(
    String(x.shape.slice(1)) === String(shape) && x.rank === shape.length + 1,
    () => `${call}: the model takes [batch, ${shape.join(', ')}], the argument is ${showShape(x.shape)}`,
  );
  check(x.shape[0]! > 0, () => `${call}: the argument has no examples, its shape is ${showShape(x.shape)}`);
}

/** `f` of all rows of `x` as float32, part by part; `x` must be a batch of at least one example of `shape`, and not disposed. */
export function inBatches<X extends Tensor, Y extends Tensor>(call: string, x: X, shape: Shape, f: (part: X) => Y): Y {
  checkBatch(call, x, shape);
  const [count = 0] = x.shape;
  return tidy(() => {
    if (count <= PART) {
      const y: Tensor = f(toFloat32(x));
      // A model that changes nothing would hand out the caller's own tensor.
      return (y === x ? clone(y) : y) as Y;
    }
    const results: Y[] = [];
    // Parts of about one size: a short one takes a larger share of the time than of the examples.
    const size = Math.ceil(count / Math.ceil(count / PART));
    for (let at = 0; at < count; at += size) results.push(tidy(() => f(toFloat32(slice(x, at, Math.min(size, count - at))))));
    return concat(results);
  });
}
