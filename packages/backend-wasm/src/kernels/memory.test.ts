import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { beforeBoth } from '../../test/same.js';

beforeBoth({ simd: false });

describe('memory', () => {
  it('does not grow from step to step', async () => {
    await tf.setBackend('wasm');
    const heap = (): number => (tf.backend() as any).wasm.HEAPU8.byteLength as number;
    const x: tf.Tensor4D = tf.randomUniform([8, 14, 14, 4], 0, 1, 'float32', 1);
    const step = (seed: number): void =>
      tf.tidy(() => {
        // New filters each time, as in training: XNNPACK keeps something for each, which must go with it.
        const w: tf.Tensor4D = tf.randomUniform([3, 3, 4, 16], -1, 1, 'float32', seed);
        const k = tf.randomUniform([3136, 64], -1, 1, 'float32', seed);
        tf.valueAndGrads((a, b) => tf.sum(tf.square(tf.matMul(tf.reshape(tf.conv2d(x, a as tf.Tensor4D, 1, 'same'), [8, -1]), b!))))([
          w,
          k,
        ]);
      });
    for (let i = 0; i < 10; i++) step(i);
    const before = heap();
    for (let i = 10; i < 300; i++) step(i);
    expect(heap()).toBe(before);
    x.dispose();
  });
});
