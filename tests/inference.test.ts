import { setNodeBackend } from '@autoencoders/backend-node';
import type { ArrayDataset, Layer } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { encode, fit, reconstruct } from '@autoencoders/training';
import { variants } from '@autoencoders/variants';
import { memory, mul, slice, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';

/* `encode` and `reconstruct` of long datasets run from captured kernels. They give what the model gives, and free what they held. */

const BATCH = 8;
/** Ten batches and a shorter one. */
const COUNT = 10 * BATCH + 5;
// The first call decides whether threads can share the memory.
await setNodeBackend({ blas: false, threads: 2 });
const values: Float32Array = tidy(() => digitsLike(COUNT).dataSync<'float32'>().slice());
const data: ArrayDataset = { shape: [64], values };

const small = (layer: Layer<Tensor2D, Tensor2D> = dense(12)) =>
  autoencoder({ input: [64], encoder: chain(layer, relu, dense(5)), decoder: chain(dense(12), relu, dense(64)), output: sigmoid, seed: 2 });

/** What the model itself gives, a batch at a time. */
const expected = (f: (x: Tensor) => Tensor, shape: readonly number[] = [64], numbers: Float32Array = values): number[] =>
  tidy(() => {
    const all = tensor(numbers, [numbers.length / 64, ...shape]);
    const batches = Array.from({ length: Math.ceil(all.shape[0]! / BATCH) }, (_, i) =>
      slice(all, i * BATCH, Math.min(BATCH, all.shape[0]! - i * BATCH)),
    );
    return batches.flatMap((batch) => Array.from(f(batch).dataSync()));
  });

/** The numbers of a stream; `then` is called after each chunk. */
async function read(stream: ReturnType<typeof encode>, then: (chunk: number) => unknown = () => undefined): Promise<number[]> {
  const numbers: number[] = [];
  let chunk = 0;
  for await (const { values: some } of stream.chunks()) {
    numbers.push(...some);
    if ((await then(chunk++)) === 'stop') break;
  }
  return numbers;
}

describe.each([
  ['WASM', { blas: false, threads: 1 }],
  ['the BLAS', { onNotice: () => undefined, threads: 1 }],
  ['two threads', { blas: false, threads: 2 }],
] as const)('on %s', (_, backend) => {
  beforeEach(async () => void (await setNodeBackend(backend)));

  it.each(variants.map((variant) => [variant.name, variant] as const))('%s gives the same bits', async (_, variant) => {
    using model = variant.model([8, 8, 1], variant.settings([8, 8, 1], { seed: 3 }));
    const { input } = model;
    const before = memory();
    const [codes, outputs] = [await read(encode(model, data, { batch: BATCH })), await read(reconstruct(model, data, { batch: BATCH }))];
    expect(memory()).toEqual(before);
    expect(codes).toEqual(expected((x) => model.encode(x as never), input));
    expect(outputs).toEqual(expected((x) => model.reconstruct(x as never), input));
  });
});

it('a reconstruction is the output of a forward pass', async () => {
  await setNodeBackend({ blas: false, threads: 1 });
  for (const variant of variants) {
    using model = variant.model([8, 8, 1], variant.settings([8, 8, 1], { seed: 3 }));
    const { input } = model;
    const outputs = expected((x) => model.forward(x as never, { training: false }).output(), input);
    expect(expected((x) => model.reconstruct(x as never), input)).toEqual(outputs);
    const codes = expected((x) => model.decode(model.encode(x as never)), input);
    expect(codes).toEqual(outputs);
  }
});

describe('what may happen in between', () => {
  beforeEach(async () => void (await setNodeBackend({ blas: false, threads: 1 })));

  it('weights change', async () => {
    using model = small();
    const kernel = (model.weights.decoder as any)[0].kernel;
    const before = memory();
    const half = (chunk: number): void => {
      if (chunk === 6) tidy(() => kernel.assign(mul(kernel, 0.5)));
    };
    const found = await read(reconstruct(model, data, { batch: BATCH }), half);
    const after = expected((x) => model.reconstruct(x as Tensor2D));
    tidy(() => kernel.assign(mul(kernel, 2)));
    const first = expected((x) => model.reconstruct(x as Tensor2D)).slice(0, 7 * BATCH * 64);
    expect(found).toEqual([...first, ...after.slice(first.length)]);
    expect(memory()).toEqual(before);
  });

  it('the model trains', async () => {
    using model = small();
    const x = tensor(values, [COUNT, 64]) as Tensor2D;
    const run = fit(model, x, { loss: { squaredError }, epochs: 20, every: 1 });
    const steps = run[Symbol.asyncIterator]();
    let codes: number[] = [];
    const found = await read(encode(model, data, { batch: BATCH }), async (chunk) => {
      if (chunk === 7) codes = expected((batch) => model.encode(batch as Tensor2D));
      if (chunk < 7) await steps.next();
    });
    await steps.return?.();
    // The eighth batch was encoded after the seventh step, as all later ones were.
    expect(found.slice(7 * BATCH * 5)).toEqual(codes.slice(7 * BATCH * 5));
    x.dispose();
  });

  it('bad rows stay in their rows', async () => {
    using model = small();
    const bad = values.slice();
    for (const row of [3, 70]) bad[row * 64 + 5] = row === 3 ? NaN : Infinity;
    const found = await read(encode(model, { shape: [64], values: bad }, { batch: BATCH }));
    expect(found).toEqual(expected((x) => model.encode(x as Tensor2D), [64], bad));
    expect(found.flatMap((code, i) => (Number.isFinite(code) ? [] : [Math.floor(i / 5)])).every((row) => [3, 70].includes(row))).toBe(true);
    expect(found[3 * 5]).toBeNaN();
  });

  it('the loop ends early, again and again', async () => {
    using model = small();
    const before = memory();
    for (let i = 0; i < 3; i++) await read(encode(model, data, { batch: BATCH }), (chunk) => (chunk === 7 ? 'stop' : undefined));
    expect(memory()).toEqual(before);
  });

  it('the model is disposed', async () => {
    const model = small();
    const found = read(encode(model, data, { batch: BATCH }), (chunk) => {
      if (chunk === 6) model.dispose();
    });
    await expect(found).rejects.toThrow('encode: ');
  });

  it('two loops take turns', async () => {
    using model = small();
    const [codes, outputs] = [encode(model, data, { batch: BATCH }).chunks(), reconstruct(model, data, { batch: BATCH }).chunks()].map(
      (chunks) => chunks[Symbol.asyncIterator](),
    ) as [AsyncIterator<ArrayDataset>, AsyncIterator<ArrayDataset>];
    const found: number[] = [];
    for (let next = await codes.next(); !next.done; next = await codes.next()) {
      found.push(...next.value.values);
      await outputs.next();
    }
    await outputs.return?.();
    expect(found).toEqual(expected((x) => model.encode(x as Tensor2D)));
  });

  it('a layer without a config is called for each batch', async () => {
    let calls = 0;
    const own = dense(12);
    const { config: _, applyWith: __, ...rest } = own;
    using model = small({ ...rest, apply: (weights, x, context) => (calls++, own.apply(weights, x, context)) });
    await read(encode(model, data, { batch: BATCH }));
    expect(calls).toBe(11);
  });

  it('a layer with a config is not called once its kernels are known', async () => {
    let calls = 0;
    const own = dense(12);
    const { applyWith: _, ...rest } = own;
    using model = small({ ...rest, apply: (weights, x, context) => (calls++, own.apply(weights, x, context)) });
    await read(encode(model, data, { batch: BATCH }));
    // Those of the first two batches and of the last, which is shorter.
    expect(calls).toBe(3);
  });
});
