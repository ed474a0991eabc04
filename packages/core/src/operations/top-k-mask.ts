import { concat, ones, range, reshape, scatterND, tile, topk } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { checkInteger } from '../errors.js';
import { differentiable, hasKernel, run } from './differentiable.js';

/**
 * 1 where a number is among the `k` largest of its row, 0 elsewhere: `[rows, n] → [rows, n]`. Of equal numbers, the first ones
 * count. No gradient goes through it. Throws unless `k` is a whole number from 1 to n.
 *
 * @param x The numbers, `[rows, n]`.
 */
export function topKMask(x: Tensor2D, k: number): Tensor2D {
  checkInteger('topKMask', 'k', k, 1, x.shape[1]);
  return differentiable(
    {},
    () => (hasKernel('TopKMask') ? run('TopKMask', { x }, { k })[0] : composed(x, k)),
    () => ({}),
  );
}

function composed(x: Tensor2D, k: number): Tensor2D {
  const [rows, n] = x.shape;
  const columns: Tensor = reshape(topk(x, k).indices, [-1, 1]);
  const row: Tensor = reshape(tile(reshape(range(0, rows, 1, 'int32'), [rows, 1]), [1, k]), [-1, 1]);
  return scatterND(concat([row, columns], 1), ones([rows * k]), [rows, n]) as Tensor2D;
}
