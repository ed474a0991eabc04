import { conv2d, dispose, matMul, memory, mul, randomUniform, setBackend, sum, valueAndGrads, zeros } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { leaves } from '@autoencoders/core';
import { valueAndGradients } from '@autoencoders/core/operations';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { fit } from '@autoencoders/training';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { here, unlessBlas } from '../test/blas.js';
import { setNodeBackend } from './index.js';

const largest = (values: ArrayLike<number>): number => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** How far two lists of numbers are apart, of the largest number, or of 1, the largest number they are computed from. */
const apart = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  largest(Array.from(a, (value, i) => value - b[i]!)) / Math.max(1, largest(b));

/** What `f` gives, and its gradients, on this backend and on the CPU's. */
async function onBoth(f: (...xs: Tensor[]) => Tensor, shapes: readonly (readonly number[])[], seed: number): Promise<number> {
  const run = (): Float32Array[] => {
    const xs = shapes.map((shape, i) => randomUniform([...shape], -1, 1, 'float32', seed + i));
    const { value, grads } = valueAndGrads((...given) => {
      const y = f(...given);
      return sum(mul(y, y));
    })(xs);
    const found = [f(...xs), ...grads].map((t) => t.dataSync<'float32'>().slice());
    dispose([...xs, value, ...grads]);
    return found;
  };
  await setNodeBackend();
  const ours = run();
  await setBackend('cpu');
  const expected = run();
  return Math.max(...ours.map((values, i) => apart(values, expected[i]!)));
}

describe.skipIf(!here)(`the machine's BLAS${unlessBlas}`, { timeout: 60_000 }, () => {
  beforeAll(async () => {
    expect(valueAndGradients).toBeTypeOf('function');
    await setNodeBackend({ require: true });
  });

  it('gives the products of the CPU backend, and their gradients, whatever the layout', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          m: fc.integer({ min: 1, max: 90 }),
          k: fc.integer({ min: 1, max: 90 }),
          n: fc.integer({ min: 1, max: 90 }),
          tA: fc.boolean(),
          tB: fc.boolean(),
          seed: fc.nat(1e6),
        }),
        async ({ m, k, n, tA, tB, seed }) => {
          const off = await onBoth((a, b) => matMul(a!, b!, tA, tB), [tA ? [k, m] : [m, k], tB ? [n, k] : [k, n]], seed);
          expect(off).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 30, seed: 1 },
    ));

  it.each([
    [[2, 12, 12, 64], [3, 3, 64, 24], 1, 'same'],
    [[3, 14, 14, 64], [3, 3, 64, 32], 2, 'same'],
    [[2, 11, 9, 40], [5, 3, 40, 8], 2, 'valid'],
    [[2, 24, 24, 64], [3, 3, 64, 16], 1, 'same'],
  ] as const)('gives the convolution of %j by %j, stride %d, %s, and its gradients', async (image, filter, stride, pad) => {
    expect(await onBoth((x, w) => conv2d(x as Tensor4D, w as Tensor4D, stride, pad), [image, filter], 3)).toBeLessThan(1e-5);
  });

  const trained = async (between: () => void = () => undefined): Promise<{ losses: number[]; weights: Float32Array[] }> => {
    using model = autoencoder({
      input: [64],
      encoder: chain(dense(48), relu, dense(8)),
      decoder: chain(dense(48), relu, dense(64)),
      output: sigmoid,
      seed: 1,
    });
    const x = digitsLike(200);
    const losses: number[] = [];
    for await (const { loss } of fit(model, x, { loss: { squaredError }, epochs: 3, batch: 50, every: 1, seed: 1 })) {
      losses.push(loss);
      between();
    }
    x.dispose();
    return { losses, weights: Object.values(leaves(model.weights)).map((leaf) => leaf.dataSync<'float32'>().slice()) };
  };

  it('trains as the CPU backend does, twice alike to the last bit, and leaves nothing behind', async () => {
    await setNodeBackend();
    const before = memory().numTensors;
    const [once, again] = [await trained(), await trained()];
    expect(again).toEqual(once);
    expect(memory().numTensors).toBe(before);
    await setBackend('cpu');
    const expected = await trained();
    once.losses.forEach((loss, i) => expect(Math.abs(loss / expected.losses[i]! - 1)).toBeLessThan(1e-4));
  });

  it('goes on rightly when the heap grows in the middle of a training', async () => {
    await setNodeBackend();
    const quiet = await trained();
    const held: Tensor[] = [];
    const bytes = (): number => (memory() as { numBytesInHeap?: number }).numBytesInHeap ?? memory().numBytes;
    const start = bytes();
    const grown = await trained(() => held.push(zeros([2048, 1024])));
    expect(bytes() - start).toBeGreaterThan(64e6);
    dispose(held);
    expect(grown).toEqual(quiet);
  });

  it('serves two models at once', async () => {
    await setNodeBackend();
    const [alone, other] = [await trained(), await trained()];
    const both = await Promise.all([trained(), trained()]);
    expect(both).toEqual([alone, other]);
  });
});
