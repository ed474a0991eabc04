import '@tensorflow/tfjs-backend-cpu';
import { valueAndGradients } from '@autoencoders/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { useWasm } from '../index.js';

/*
 * Every kernel that this package adds or replaces gives what tfjs's CPU backend gives, to 1e-5 of the largest number,
 * over random shapes and settings.
 */
beforeAll(async () => {
  expect(valueAndGradients).toBeTypeOf('function'); // registers tfjs's gradients
  await useWasm();
});

type Make = (...inputs: Tensor[]) => Tensor;

/** Values and gradients of Σ sin(f(inputs)), as plain numbers, on one backend. */
async function everything(backend: string, f: Make, shapes: readonly number[][], seed: number): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.randomUniform(shape, -1, 1, 'float32', seed + i));
    const value = f(...inputs);
    const { grads } = tf.valueAndGrads((...xs) => tf.sum(tf.sin(f(...xs))))(inputs);
    return [value, ...grads].map((t) => t.dataSync<'float32'>());
  });
}

/** Values alone. */
async function expectSameValue(f: Make, shapes: readonly number[][], seed: number): Promise<void> {
  const values: Float32Array[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    values.push(tf.tidy(() => f(...shapes.map((shape, i) => tf.randomUniform(shape, -1, 1, 'float32', seed + i))).dataSync<'float32'>()));
  }
  expectClose(values[1]!, values[0]!);
}

async function expectSame(f: Make, shapes: readonly number[][], seed: number): Promise<void> {
  const before = tf.memory();
  const [cpu, wasm] = [await everything('cpu', f, shapes, seed), await everything('wasm', f, shapes, seed)];
  const after = tf.memory();
  expect([after.numTensors, after.numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
  for (const [i, expected] of cpu.entries()) expectClose(wasm[i]!, expected);
}

/** Within 1e-5 of the largest number. */
function expectClose(found: Float32Array, expected: Float32Array): void {
  const scale = Math.max(1e-3, ...Array.from(expected, Math.abs));
  const off = Math.max(0, ...Array.from(expected, (value, at) => Math.abs(value - found[at]!))) / scale;
  expect(found.length).toBe(expected.length);
  expect(off).toBeLessThan(1e-5);
}

const size = (most: number) => fc.integer({ min: 1, max: most });
const check = (property: fc.IAsyncProperty<any>, numRuns: number): Promise<void> => fc.assert(property, { numRuns, seed: 1 });

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

describe('convolutions', () => {
  const shapes = fc.record({
    batch: size(3),
    height: fc.integer({ min: 4, max: 11 }),
    width: fc.integer({ min: 4, max: 11 }),
    inner: size(10),
    outer: size(9),
    rows: size(4),
    columns: size(4),
    stride: size(3),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    seed: size(1e6),
  });

  it('agree with their gradients, at any stride and padding', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, pad, seed }) =>
        expectSame(
          (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad),
          [
            [batch, height, width, inner],
            [rows, columns, inner, outer],
          ],
          seed,
        ),
      ),
      60,
    );
  });

  it('agree with explicit padding, also larger than the kernel', async () => {
    await check(
      fc.asyncProperty(shapes, fc.integer({ min: 0, max: 4 }), async ({ batch, height, width, inner, outer, rows, stride, seed }, pad) => {
        const f: Make = (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad, 'NHWC', 1, 'floor');
        // Square: given a number to pad by, tfjs takes the filter's height for its width, too.
        await expectSame(
          f,
          [
            [batch, height, width, inner],
            [rows, rows, inner, outer],
          ],
          seed,
        );
      }),
      40,
    );
  });

  it('fused with bias and activation, agree at any stride and padding', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, pad, seed }) => {
        const f: Make = (x, w, b) =>
          tf.fused.conv2d({ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: stride, pad, bias: b!, activation: 'relu' }) as Tensor;
        await expectSame(f, [[batch, height, width, inner], [rows, columns, inner, outer], [outer]], seed);
      }),
      30,
    );
  });

  it('agree at any dilation', async () => {
    await check(
      fc.asyncProperty(shapes, size(3), async ({ batch, height, width, inner, outer, rows, columns, seed }, dilation) => {
        // tfjs has no gradient of a dilated convolution.
        const f: Make = (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same', 'NHWC', dilation);
        await expectSameValue(
          f,
          [
            [batch, height, width, inner],
            [rows, columns, inner, outer],
          ],
          seed,
        );
      }),
      20,
    );
  });

  it('transposed, agree with their gradients', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, seed }) =>
        expectSame(
          (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [batch, height * stride, width * stride, inner], stride, 'same'),
          [
            [batch, height, width, outer],
            [rows, columns, inner, outer],
          ],
          seed,
        ),
      ),
      60,
    );
  });

  it('agree with their gradients where patches of all examples are too many at once', async () => {
    const f: Make = (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same');
    await expectSame(
      f,
      [
        [27, 64, 64, 1],
        [9, 9, 1, 1],
      ],
      1,
    );
  });

  it('depthwise, agree with their gradients, at any stride and padding', async () => {
    await check(
      fc.asyncProperty(shapes, async ({ batch, height, width, inner, outer, rows, columns, stride, pad, seed }) => {
        const f: Make = (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad);
        await expectSame(
          f,
          [
            [batch, height, width, inner],
            [rows, columns, inner, 1 + (outer % 3)],
          ],
          seed,
        );
      }),
      40,
    );
  });
});

describe('pooling', () => {
  const shapes = fc.record({
    height: fc.integer({ min: 4, max: 9 }),
    width: fc.integer({ min: 4, max: 9 }),
    channels: size(3),
    window: size(4),
    stride: size(4),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    seed: size(1e6),
  });

  it.each([
    ['max', tf.maxPool],
    ['average', tf.avgPool],
  ] as const)('%s pooling agrees with its gradient', async (_, pool) => {
    await check(
      fc.asyncProperty(shapes, async ({ height, width, channels, window, stride, pad, seed }) =>
        expectSame((x) => pool(x as tf.Tensor4D, window, stride, pad), [[2, height, width, channels]], seed),
      ),
      40,
    );
  });
});

describe('gather', () => {
  it('agrees along any axis, for indices of any rank', async () => {
    const shapes = fc.record({
      shape: fc.array(size(4), { minLength: 1, maxLength: 4 }),
      indices: fc.array(size(3), { minLength: 1, maxLength: 2 }),
      axis: size(4),
      seed: size(1e6),
    });
    await check(
      fc.asyncProperty(shapes, async ({ shape, indices, axis, seed }) => {
        const along = (axis - 1) % shape.length;
        const places = (): Tensor => tf.cast(tf.randomUniform(indices, 0, shape[along]!, 'float32', seed + 1), 'int32');
        await expectSame((x) => tf.gather(x!, places(), along), [shape], seed);
      }),
      40,
    );
  });

  it('of other types, and of no rows', async () => {
    await tf.setBackend('wasm');
    const rows = (x: Tensor, places: number[]): unknown => tf.tidy(() => tf.gather(x, tf.tensor1d(places, 'int32')).arraySync());
    expect(
      rows(
        tf.tensor2d(
          [
            [1, 2],
            [3, 4],
          ],
          [2, 2],
          'int32',
        ),
        [1, 0, 1],
      ),
    ).toEqual([
      [3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(rows(tf.tensor1d([true, false], 'bool'), [1, 0])).toEqual([0, 1]);
    expect(rows(tf.zeros([3, 2]), [])).toEqual([]);
    expect(() => rows(tf.zeros([3, 2]), [3])).toThrow('the index 3 is not in [0, 2]');
  });

  it('agrees with its gradient, rows taken twice or never', async () => {
    await expectSame((x) => tf.gather(x!, tf.tensor1d([3, 0, 3, 1], 'int32')), [[5, 4, 2]], 1);
  });

  it('sums segments, and leaves out ids that are none', async () => {
    await tf.setBackend('wasm');
    const sums = tf.tidy(() =>
      tf
        .unsortedSegmentSum(
          tf.tensor2d([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
          tf.tensor1d([1, -1, 1], 'int32'),
          3,
        )
        .arraySync(),
    );
    expect(sums).toEqual([
      [0, 0],
      [6, 8],
      [0, 0],
    ]);
  });
});

describe('slices', () => {
  it('agree with their gradients, of any rank', async () => {
    const axis = fc
      .integer({ min: 1, max: 5 })
      .chain((n) => fc.record({ n: fc.constant(n), begin: fc.integer({ min: 0, max: n - 1 }) }))
      .chain(({ n, begin }) => fc.record({ n: fc.constant(n), begin: fc.constant(begin), length: fc.integer({ min: 1, max: n - begin }) }));
    await check(
      fc.asyncProperty(fc.array(axis, { minLength: 1, maxLength: 5 }), size(1e6), async (axes, seed) => {
        const f: Make = (x) =>
          tf.slice(
            x!,
            axes.map(({ begin }) => begin),
            axes.map(({ length }) => length),
          );
        await expectSame(f, [axes.map(({ n }) => n)], seed);
      }),
      60,
    );
  });

  it('of other types, and of nothing', async () => {
    await tf.setBackend('wasm');
    const part = (x: Tensor, begin: number[], length: number[]): unknown => tf.tidy(() => tf.slice(x, begin, length).arraySync());
    expect(
      part(
        tf.tensor2d(
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [2, 3],
          'int32',
        ),
        [0, 1],
        [2, -1],
      ),
    ).toEqual([
      [2, 3],
      [5, 6],
    ]);
    expect(part(tf.tensor1d([true, false, true], 'bool'), [1], [2])).toEqual([0, 1]);
    expect(part(tf.tensor1d(['a', 'b']), [1], [1])).toEqual(['b']);
    expect(part(tf.zeros([3, 2]), [1, 0], [0, 2])).toEqual([]);
  });
});

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
