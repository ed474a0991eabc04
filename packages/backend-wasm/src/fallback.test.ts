import * as tf from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { expect, it } from 'vitest';
import { setWasmBackend } from './index.js';

it('without the CPU kernels, right calls are computed and the others are refused', async () => {
  await setWasmBackend({ fallback: false });
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    expect(tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).arraySync()).toEqual([
      [3, 3],
      [3, 3],
    ]);
    for (const [name, call] of [
      ['FloorDiv', () => tf.floorDiv(tf.tensor1d([7], 'int32'), tf.tensor1d([2], 'int32'))],
      ['Cast', () => tf.cast(tf.ones([2]), 'bool')],
      ['Einsum', () => tf.einsum('ij->ji', tf.ones([2, 2]))],
    ] as const)
      expect(call, name).toThrow(
        new InputError(
          `${name}: tfjs's WASM backend lacks this kernel or computes this call wrongly; start with setWasmBackend({ fallback: true }), the default`,
        ),
      );
  });
  expect(tf.memory().numTensors).toBe(before);
});
