import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameValue, size } from '../../test/same.js';
import type { Make } from '../../test/same.js';

beforeBoth({ simd: false });

describe('matrix products', () => {
  it('agree for every transposition, batched and broadcast', async () => {
    const shapes = fc.record({
      m: size(40),
      k: size(40),
      n: size(40),
      batch: size(3),
      tA: fc.boolean(),
      tB: fc.boolean(),
      seed: size(1e6),
    });
    await check(
      fc.asyncProperty(shapes, async ({ m, k, n, batch, tA, tB, seed }) => {
        const [a, b] = [tA ? [k, m] : [m, k], tB ? [n, k] : [k, n]];
        await expectSame(
          (x, y) => tf.matMul(x!, y!, tA, tB),
          [
            [batch, ...a],
            [batch, ...b],
          ],
          seed,
        );
        // tfjs has no gradient for a batch of one that is shared out; its sum has none to check.
        await expectSame((x) => tf.matMul(x!, tf.ones([1, ...b]), tA, tB), [[batch, ...a]], seed);
      }),
      40,
    );
  });

  it('let NaN and infinity through', async () => {
    await tf.setBackend('wasm');
    const out = tf.tidy(() =>
      tf
        .matMul(
          tf.tensor2d([
            [NaN, 1],
            [Infinity, 1],
          ]),
          tf.ones([40, 2]),
          false,
          true,
        )
        .dataSync(),
    );
    expect([out[0], out[40]]).toEqual([NaN, Infinity]);
    const large = tf.tidy(() => tf.matMul(tf.fill([64, 64], Infinity), tf.zeros([64, 64]), true, true).dataSync());
    expect([...large].every(Number.isNaN)).toBe(true);
  });

  it('of nothing are nothing, or zeros', async () => {
    await tf.setBackend('wasm');
    expect(tf.tidy(() => tf.matMul(tf.zeros([0, 3]), tf.zeros([3, 2])).shape)).toEqual([0, 2]);
    expect(tf.tidy(() => tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])).arraySync())).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(tf.tidy(() => tf.matMul(tf.zeros([0, 2]), tf.zeros([3, 0]), true, true).arraySync())).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('take the same data in another shape for what it is', async () => {
    await tf.setBackend('wasm');
    const w = tf.tensor2d([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(tf.tidy(() => tf.matMul([[1, 1]], w).arraySync())).toEqual([[5, 7, 9]]);
    expect(tf.tidy(() => tf.matMul([[1, 1, 1]], tf.reshape(w, [3, 2])).arraySync())).toEqual([[9, 12]]);
    expect(tf.tidy(() => tf.fused.matMul({ a: tf.ones([1, 6]), b: tf.reshape(w, [6, 1]) }).arraySync())).toEqual([[21]]);
    expect(tf.tidy(() => tf.matMul([[1, 1]], w).arraySync())).toEqual([[5, 7, 9]]);
    w.dispose();
  });

  it('fused with bias and activation, agree for every transposition and batch', async () => {
    const activation = fc.constantFrom(
      'linear' as const,
      'relu' as const,
      'relu6' as const,
      'elu' as const,
      'sigmoid' as const,
      'leakyrelu' as const,
    );
    const shapes = fc.record({
      m: size(20),
      k: size(20),
      n: size(20),
      batch: size(3),
      tA: fc.boolean(),
      tB: fc.boolean(),
      flat: fc.boolean(),
      activation,
      seed: size(1e6),
    });
    await check(
      fc.asyncProperty(shapes, async ({ m, k, n, batch, tA, tB, flat, activation: name, seed }) => {
        const [a, b] = [tA ? [k, m] : [m, k], tB ? [n, k] : [k, n]];
        const f: Make = (x, y, bias) =>
          tf.fused.matMul({ a: x!, b: y!, transposeA: tA, transposeB: tB, bias: bias!, activation: name }) as Tensor;
        // Within a gradient tfjs does not fuse anything but `linear`, and has no gradient for some; values say enough.
        await expectSameValue(f, [[batch, ...a], [batch, ...b], flat ? [n] : [1, n]], seed);
      }),
      60,
    );
  });
});
