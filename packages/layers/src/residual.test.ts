import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError, chain, seeded } from '@autoencoders/core';
import { nameOf } from '@autoencoders/core/internal';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, training } from '../test/layer.js';
import { tanh } from './activations.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { residual } from './residual.js';

beforeAll(() => setBackend('cpu'));

describe('residual', () => {
  test('adds the layer’s output to its input', () => {
    expect(
      applied(
        residual(dense(2)),
        {
          kernel: [
            [0, 1],
            [10, 0],
          ],
          bias: [0, 0],
        },
        [[1, 2]],
      ),
    ).toEqual([[1 + 20, 2 + 1]]);
  });

  test('hands the context on', () => {
    expect(applied(residual(dropout(0.5)), {}, [[1, 2]])).toEqual([[2, 4]]);
    const dropped = applied(residual(dropout(0.5)), {}, [Array.from({ length: 50 }, () => 1)], training())[0] as number[];
    expect(new Set(dropped)).toEqual(new Set([1, 3]));
  });

  behaves(residual(chain(dense(3), tanh)), [3]);
  behaves(residual(conv2d(2)), [3, 3, 2]);
  behaves(residual(residual(dense(3))), [3]);

  test('is named by what is inside', () => {
    expect(nameOf(residual(chain(dense(3), tanh)))).toBe('residual(chain(dense(3), tanh))');
  });

  test('refuses a layer that changes the shape', () => {
    expect(() => residual(conv2d(2, { stride: 2 })).init([4, 4, 2], { seeds: seeded(1) })).toThrow(
      new InputError('residual: the layer inside gives [2, 2, 2], which cannot be added to its input [4, 4, 2]'),
    );
  });
});
