import { createHash } from 'node:crypto';
import { setNodeBackend } from '@autoencoders/backend-node';
import { adam, leaves, linearWarmUp, normal, sgd, uniform } from '@autoencoders/core';
import type { Loss, Optimizer, ShapePreserving } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, tanh } from '@autoencoders/layers';
import { gaussianKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { captureProblem, fit } from '@autoencoders/training';
import type { FitOptions } from '@autoencoders/training';
import { variants } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import { add, memory, mul, reshape, sub, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

/* Training from captured kernels gives the same bits as training step by step, and frees what it held. */

const backends = [
  ['WASM', { blas: false }],
  ['the BLAS', { onNotice: () => undefined }],
] as const;

const variational = variants.find(({ name }) => name === 'variational')!;

/** What a training gives: its losses, and all weights, statistics included. */
async function trained(make: () => ReturnType<Variant['model']>, x: Tensor, options: FitOptions<any, any, string>) {
  using model = make();
  const losses: number[] = [];
  for await (const { loss } of fit(model, x, { epochs: 3, batch: 16, every: 1, ...options })) losses.push(loss);
  return { losses, weights: Object.values(leaves(model.weights)).map((leaf) => leaf.dataSync<'float32'>().slice()) };
}

const images = (variant: Variant): Tensor => tidy(() => (variant.images ? reshape(digitsLike(72), [72, 8, 8, 1]) : digitsLike(72)));

describe.each(backends)('on %s', (_, backend) => {
  it.each(variants.map((variant) => [variant.name, variant] as const))('%s trains to the same bits', async (_, variant) => {
    await setNodeBackend(backend);
    const shape = variant.images ? [8, 8, 1] : [64];
    const settings = variant.settings([8, 8, 1], { seed: 3 });
    const make = () => variant.model([8, 8, 1], settings);
    const options = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings) };
    const x = images(variant);
    expect(x.shape.slice(1)).toEqual(shape);
    {
      using model = make();
      expect(await captureProblem(model, options)).toBeUndefined();
    }
    const before = memory();
    const captured = await trained(make, x, options);
    expect(memory()).toEqual(before);
    expect(captured).toEqual(await trained(make, x, { ...options, capture: false }));
    x.dispose();
  });
});

/* The threads share the calls of kernels that do not depend on each other. */
describe.each(backends)('large enough for two threads on %s', (_, backend) => {
  it.each(variants.map((variant) => [variant.name, variant] as const))('%s trains to the same bits', async (_, variant) => {
    await setNodeBackend({ ...backend, threads: 2 });
    const settings = variant.settings([28, 28, 1], { seed: 3 });
    const make = () => variant.model([28, 28, 1], settings);
    const x = uniform([512, ...(variant.images ? [28, 28, 1] : [784])], 5);
    const options = { loss: variant.loss(settings), corrupt: variant.corrupt?.(settings), batch: 64, epochs: 1 };
    // Millions of numbers take seconds to compare one by one.
    const hashed = async (more: object) => {
      const { losses, weights } = await trained(make, x, { ...options, ...more });
      return { losses, weights: weights.map((numbers) => createHash('sha256').update(numbers).digest('hex')) };
    };
    expect(await hashed({})).toEqual(await hashed({ capture: false }));
    x.dispose();
  });
});

const small = () =>
  autoencoder({ input: [64], encoder: chain(dense(12), batchNorm(), relu, dropout(0.3)), decoder: chain(dense(64)), seed: 2 });

describe('what a step may do', () => {
  it.each([
    ['statistics, dropout, a changing learning rate', { optimizer: adam({ learningRate: linearWarmUp(1e-2, { steps: 9 }) }) }],
    ['momentum', { optimizer: sgd({ learningRate: 0.01, momentum: 0.9 }) }],
    ['skipped steps', { nonFinite: 'skip', spikes: {}, optimizer: sgd({ learningRate: 3, momentum: 0.9 }) }],
    ['early stopping with validation', { validation: 0.2, earlyStopping: { patience: 1 } }],
    ['frozen parts', { freeze: ['encoder.0'] }],
    // 72 examples: two steps of four batches, and one of a single batch.
    ['accumulated gradients', { accumulationSteps: 4, batch: 8 }],
    [
      'accumulated gradients, and skipped steps',
      { accumulationSteps: 2, nonFinite: 'skip', spikes: {}, optimizer: sgd({ learningRate: 3 }) },
    ],
  ] as const)('%s', async (_, options) => {
    await setNodeBackend({ blas: false });
    const x = digitsLike(72);
    const before = memory();
    const all = { loss: { squaredError }, ...options } as FitOptions<any, any, string>;
    const captured = await trained(small, x, all).catch((error: Error) => error.message);
    expect(memory()).toEqual(before);
    expect(captured).toEqual(await trained(small, x, { ...all, capture: false }).catch((error: Error) => error.message));
    x.dispose();
  });

  it('an optimizer that keeps its gradients gets them unchanged', async () => {
    await setNodeBackend({ blas: false });
    const x = digitsLike(72);
    const keeps: Optimizer = {
      init: (weights) => Object.fromEntries(Object.entries(weights).map(([path, weight]) => [path, mul(weight, 0)])),
      update: (gradients, last, weights) => ({
        // The mean of this gradient and the last one.
        weights: Object.fromEntries(
          Object.entries(weights).map(([path, weight]) => [
            path,
            tidy(() => sub(weight, mul(add(gradients[path]!, last[path] as Tensor), 5e-4))),
          ]),
        ),
        state: gradients,
      }),
    };
    const options = { loss: { squaredError }, optimizer: keeps };
    const before = memory();
    const captured = await trained(small, x, options);
    expect(memory()).toEqual(before);
    expect(captured).toEqual(await trained(small, x, { ...options, capture: false }));
    x.dispose();
  });
});

it('captures the batches of steps that accumulate gradients', async () => {
  await setNodeBackend({ blas: false });
  let applied = 0;
  const counts: ShapePreserving<{}> = {
    init: (shape) => ({ weights: {}, shape }),
    apply: (_, x, context) => (applied++, relu.apply({}, x, context)),
    config: { name: 'counts' },
  };
  using model = autoencoder({ input: [64], encoder: chain(dense(12), counts), decoder: chain(dense(64)), seed: 2 });
  const x = digitsLike(72);
  await fit(model, x, { loss: { squaredError }, batch: 8, accumulationSteps: 3, epochs: 2 });
  // The first batch was recorded, and the second captured.
  expect(applied).toBe(2);
  x.dispose();
});

it('captures losses whose weights follow schedules', async () => {
  await setNodeBackend({ blas: false });
  const settings = variational.settings([8, 8, 1], { seed: 3 });
  const make = () => variational.model([8, 8, 1], settings);
  const kl = weighted(linearWarmUp(4, { epochs: 2 }), gaussianKl);
  const loss = { reconstruction: weighted(0.5, squaredError), kl } as never;
  {
    using model = make();
    expect(await captureProblem(model, { loss })).toBeUndefined();
  }
  const x = digitsLike(72);
  expect(await trained(make, x, { loss })).toEqual(await trained(make, x, { loss, capture: false }));
  x.dispose();
});

it('trains to the same bits where the second step is another than the first', async () => {
  await setNodeBackend({ blas: false });
  // One of two activations, by a seed that a kernel gets, too.
  const coin: ShapePreserving<{}> = {
    init: (shape) => ({ weights: {}, shape }),
    apply(_, x, { seeds }) {
      const seed = seeds?.() ?? 0;
      const noisy = add(x, mul(normal(x.shape, seed), 1e-3)) as typeof x;
      return (seed % 2 > 0 ? relu : tanh).apply({}, noisy, { training: true });
    },
    config: { name: 'coin' },
  };
  const x = digitsLike(72);
  for (const seed of [1, 2, 3, 4]) {
    const make = () => autoencoder({ input: [64], encoder: chain(dense(12), coin), decoder: chain(dense(64)), seed: 2 });
    const before = memory();
    const first = await trained(make, x, { loss: { squaredError }, seed, epochs: 1, shuffle: false, batch: 36 });
    expect(memory()).toEqual(before);
    expect(first).toEqual(await trained(make, x, { loss: { squaredError }, seed, epochs: 1, shuffle: false, batch: 36, capture: false }));
  }
  x.dispose();
});

describe('what cannot be captured trains step by step, and the reason is told', () => {
  const reads: Loss = Object.assign(
    (pass: Parameters<Loss>[0]) => {
      const value = squaredError(pass);
      return value.dataSync()[0]! > 1e9 ? mul(value, 0) : value;
    },
    { config: squaredError.config! },
  ) as Loss;
  const late: Loss = Object.assign((pass: Parameters<Loss>[0]) => mul(Math.min(1, pass.clock.step / 9), squaredError(pass)), {
    config: squaredError.config!,
  }) as Loss;
  it.each([
    [
      'a loss without a config',
      { own: (pass: Parameters<Loss>[0]) => squaredError(pass) } as never,
      'loss.own has no config; withConfig gives it one',
    ],
    ['a loss that reads the clock', { late } as never, 'a loss or a layer follows a schedule'],
    ['a loss that reads numbers', { reads }, 'it reads the numbers of a tensor while it computes'],
  ])('%s', async (_, loss, why) => {
    await setNodeBackend({ blas: false });
    const x = digitsLike(72);
    {
      using model = small();
      expect(await captureProblem(model, { loss })).toBe(why);
    }
    const before = memory();
    const captured = await trained(small, x, { loss });
    expect(memory()).toEqual(before);
    expect(captured).toEqual(await trained(small, x, { loss, capture: false }));
    x.dispose();
  });
});
