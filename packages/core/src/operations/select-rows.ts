import { concat, gather, tensor1d, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check, showShape } from '../errors.js';
import { differentiable, hasKernel, run } from './differentiable.js';

/** Row i of `a` where `condition[i]` is true, else row i of `b`. Both are float32 `[rows, …]`, of one shape. Throws if they do not fit together. */
export function selectRows<T extends Tensor>(condition: readonly boolean[], a: T, b: T): T {
  check(
    String(a.shape) === String(b.shape) && condition.length === a.shape[0],
    () => `selectRows: ${condition.length} conditions and the shapes ${showShape(a.shape)} and ${showShape(b.shape)} do not fit together`,
  );
  return differentiable(
    { a, b },
    () => (hasKernel('SelectRows') ? (run('SelectRows', { a, b }, { condition })[0] as T) : composed(condition, a, b)),
    (dy) => ({
      a: () => tidy(() => selectRows(condition, dy, zerosLike(dy))),
      b: () => tidy(() => selectRows(condition, zerosLike(dy), dy)),
    }),
  );
}

/** tfjs's `where` would take a condition for each number. */
const composed = <T extends Tensor>(condition: readonly boolean[], a: T, b: T): T =>
  tidy(() => {
    const places = Int32Array.from(condition, (takesA, row) => (takesA ? row : condition.length + row));
    return gather(concat([a, b]), tensor1d(places, 'int32')) as T;
  });
