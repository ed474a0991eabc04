import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameValue, size } from '../test/same.js';
import type { Make } from '../test/same.js';
import { setGemm } from './gemm.js';
import type { Gemm } from './gemm.js';

beforeBoth({ threads: 2 });

/** What the program tells this thread. */
const seen: { calls: number; after?: ((memory: ArrayBufferLike) => void) | undefined } = { calls: 0 };
Object.assign(globalThis, { seen });

/** The definition of a product, in the place of a machine's library: it takes everything that it is offered. */
const plain: Gemm = {
  program: { file: join(import.meta.dirname, '..', 'test', 'plain-gemm.cjs') },
  shared: true,
  takes: (m, n, k) => m * n * k > 0,
  convolves: (places, filters, taps) => places * filters * taps > 0,
};
// On one thread, this one, unless a test says otherwise.
beforeAll(() => setGemm(plain, 1));
beforeEach(() => (seen.calls = 0));
afterAll(() => setGemm(undefined, 1));

const shapes = fc.record({
  image: fc.tuple(size(3), size(9), size(9), size(5)),
  filter: fc.tuple(size(4), size(4)),
  outer: size(6),
  strides: fc.tuple(size(3), size(3)),
  dilations: fc.tuple(size(2), size(2)),
  seed: size(1e6),
});
const padding = fc.constantFrom('same' as const, 'valid' as const);

describe('another gemm', () => {
  it('makes products, whatever the layout and the batch', async () => {
    const layouts = fc.record({ m: size(9), k: size(9), n: size(9), batch: size(3), tA: fc.boolean(), tB: fc.boolean(), seed: size(1e6) });
    await check(
      fc.asyncProperty(layouts, ({ m, k, n, batch, tA, tB, seed }) =>
        expectSameValue(
          (x, y) => tf.matMul(x!, y!, tA, tB),
          [
            [batch, ...(tA ? [k, m] : [m, k])],
            [batch, ...(tB ? [n, k] : [k, n])],
          ],
          seed,
        ),
      ),
      40,
    );
    expect(seen.calls).toBeGreaterThan(40);
  });

  it('makes convolutions and their gradients from patches', async () => {
    await check(
      fc.asyncProperty(shapes, padding, async ({ image, filter, outer, strides, dilations, seed }, pad) => {
        const info = tf.backend_util.computeConv2DInfo(image, [...filter, image[3], 1], strides, dilations, pad, 'floor');
        fc.pre(info.outHeight > 0 && info.outWidth > 0);
        const ones = dilations.every((one) => one === 1);
        fc.pre(ones || strides.every((one) => one === 1));
        const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, strides, pad, 'NHWC', dilations);
        // tfjs has no gradient of a dilated convolution.
        await (ones ? expectSame : expectSameValue)(f, [image, [...filter, image[3], outer]], seed);
      }),
      60,
    );
    expect(seen.calls).toBeGreaterThan(60);
  });

  it('takes patches of large images in blocks of bounded size', async () => {
    // 128 · 128 places of 72 numbers each are 1.2 million: several blocks, within an image and over images.
    const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, 1, 'same');
    await expectSame(
      f,
      [
        [2, 96, 96, 8],
        [3, 3, 8, 4],
      ],
      1,
    );
    expect(seen.calls).toBeGreaterThan(9);
    seen.calls = 0;
    await expectSame(
      f,
      [
        [40, 9, 9, 16],
        [3, 3, 16, 4],
      ],
      2,
    );
    expect(seen.calls).toBeGreaterThan(5);
  });

  it.each([
    [[9, 14, 14, 16], [3, 3, 16, 32], 2],
    [[5, 13, 12, 8], [3, 3, 8, 64], 1],
    [[3, 15, 15, 7], [5, 5, 7, 30], 1],
    [[2, 40, 40, 12], [3, 3, 12, 18], 1],
  ] as const)('makes the convolution of %j by %j, stride %d, and its gradients', async (image, filter, stride) => {
    const f: Make = (x, w) => tf.conv2d(x as Tensor4D, w as Tensor4D, stride, 'same');
    await expectSame(f, [image, filter], 1);
  });

  it('is given the memory as it is, after it has grown in between', async () => {
    await tf.setBackend('wasm');
    const held: tf.Tensor[] = [];
    const memories = new Set<ArrayBufferLike>();
    seen.after = (memory) => {
      memories.add(memory);
      held.push(tf.zeros([1024, 1024, 16]));
    };
    const [x, w] = [tf.fill([64, 64], 0.5), tf.fill([64, 64], 2)];
    const y = tf.tidy(() => tf.matMul(tf.matMul(x, w), tf.matMul(w, x)));
    seen.after = undefined;
    expect(held).toHaveLength(3);
    expect(memories.size).toBeGreaterThan(1);
    expect([...y.dataSync()].every((value) => value === 64 * 64 * 64)).toBe(true);
    tf.dispose([x, w, y, ...held]);
  });

  it('is shared by the threads, where it may be, and makes the same', async () => {
    // Large enough to be worth two threads, whichever side is the longer.
    const [tall, wide] = [() => tf.randomUniform([300, 16], -1, 1, 'float32', 1), () => tf.randomUniform([16, 300], -1, 1, 'float32', 2)];
    const products = (): Float32Array[] =>
      tf.tidy(() =>
        [tf.matMul(tall(), tall(), false, true), tf.matMul(wide(), tall()), tf.matMul(wide(), wide(), false, true)].map((y) =>
          y.dataSync<'float32'>(),
        ),
      );
    await tf.setBackend('wasm');
    const one = products();
    expect(seen.calls).toBe(3);
    expect((await setGemm(plain, 2)).threads).toBe(2);
    const two = products();
    two.forEach((values, i) => expect(values).toEqual(one[i]));
    seen.calls = 0;
    await setGemm({ ...plain, shared: false }, 2);
    expect(products()).toEqual(one);
    expect(seen.calls).toBe(3);
    await setGemm(plain, 1);
  });

  it('is called for convolutions by this thread only, unless it may be shared, and makes the same', async () => {
    const x = tf.randomUniform<tf.Rank.R4>([9, 14, 14, 16], -1, 1, 'float32', 1);
    const w = tf.randomUniform<tf.Rank.R4>([3, 3, 16, 24], -1, 1, 'float32', 2);
    const results = (): Float32Array[] => {
      seen.calls = 0;
      const { value, grads } = tf.valueAndGrads((a, b) => tf.sum(tf.square(tf.conv2d(a as Tensor4D, b as Tensor4D, 2, 'same'))))([x, w]);
      const found = [value, ...grads].map((y) => y.dataSync<'float32'>().slice());
      tf.dispose([value, ...grads]);
      return found;
    };
    await setGemm(plain, 1);
    const one = results();
    const calls = seen.calls;
    await setGemm({ ...plain, shared: false }, 2);
    expect(results()).toEqual(one);
    expect(seen.calls).toBe(calls);
    await setGemm(plain, 2);
    expect(results()).toEqual(one);
    await setGemm(plain, 1);
    tf.dispose([x, w]);
  });

  it('leaves products to our kernels when it is gone', async () => {
    await setGemm(undefined, 1);
    await tf.setBackend('wasm');
    tf.tidy(() => void tf.matMul(tf.ones([9, 9]), tf.ones([9, 9])).dataSync());
    expect(seen.calls).toBe(0);
    await setGemm(plain, 1);
  });
});
