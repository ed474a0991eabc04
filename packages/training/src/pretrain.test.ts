import '@tensorflow/tfjs-backend-cpu';
import { mul, reshape } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D } from '@tensorflow/tfjs-core';
import { DivergenceError, InputError, adam, leaves, sgd } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, flatten, linear, relu, reshape as reshaped, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, l1, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { stacked } from '@autoencoders/models';
import type { Stack } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { weightsOf, without } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';
import { pretrain } from './pretrain.js';
import type { LevelProgress, PretrainOptions } from './pretrain.js';

const data = digitsLike(40);
afterAll(() => data.dispose());

/** 64 → 16 → 8 → 4. */
const stack = (seed: number = 1): Stack =>
  stacked({
    input: [64],
    levels: [
      { encoder: chain(dense(16), sigmoid), decoder: dense(64), output: sigmoid },
      { encoder: chain(dense(8), sigmoid), decoder: dense(16), output: sigmoid },
      { encoder: dense(4), decoder: dense(8), output: sigmoid },
    ],
    seed,
  });

async function all(training: AsyncIterable<LevelProgress>): Promise<LevelProgress[]> {
  const list: LevelProgress[] = [];
  for await (const progress of training) list.push(progress);
  return list;
}

/** The weights after pre-training, and what was yielded. */
async function trained(options: PretrainOptions<Tensor2D>): Promise<{ weights: number[]; list: LevelProgress[] }> {
  using model = stack();
  const list = await expectNoLeaks(() => all(pretrain(model, data, options)));
  return { weights: weightsOf(model), list };
}

/** Each level in its own way: sparse by KL and denoising, sparse by L1, plain. */
const various = {
  batch: 16,
  seed: 3,
  levels: [
    { loss: { reconstruction: binaryCrossEntropy, sparsity: weighted(0.1, sparsityKl(0.2)) }, corrupt: maskingNoise(0.25), epochs: 3 },
    { loss: { reconstruction: binaryCrossEntropy, sparsity: weighted(0.01, l1) }, epochs: 2, optimizer: sgd({ learningRate: 0.1 }) },
    { loss: { squaredError }, epochs: 1, batch: 40, every: 1 },
  ],
};

describe('progress', () => {
  test('comes level by level, as fit gives it', async () => {
    const { list } = await trained(various);
    expect(list.map(({ level, levels, epoch, epochs, step, steps }) => [level, levels, epoch, epochs, step, steps])).toEqual([
      [1, 3, 1, 3, 3, 3],
      [1, 3, 2, 3, 3, 3],
      [1, 3, 3, 3, 3, 3],
      [2, 3, 1, 2, 3, 3],
      [2, 3, 2, 2, 3, 3],
      [3, 3, 1, 1, 1, 1],
    ]);
    expect(list.map(({ terms }) => Object.keys(terms))).toEqual([
      ...Array.from({ length: 5 }, () => ['reconstruction', 'sparsity']),
      ['squaredError'],
    ]);
    for (const { elapsedSeconds } of list) expect(elapsedSeconds).toBeGreaterThan(0);
  });

  test('options around the levels are those of all of them', async () => {
    const spelt = { loss: { squaredError }, epochs: 2, optimizer: adam({ learningRate: 0.01 }) };
    const { weights } = await trained({ ...spelt, batch: 8 });
    expect((await trained({ levels: [spelt, spelt, { ...spelt, batch: 8 }], batch: 8 })).weights).toEqual(weights);
  });
});

describe('each level', () => {
  test('is trained by fit on the codes of the one before, and the deep model has its weights', async () => {
    const { weights } = await trained(various);
    using model = stack();
    const [one, two, three] = model.levels as unknown as [Stack['levels'][0], Stack['levels'][0], Stack['levels'][0]];
    const { batch, seed, levels } = various;
    for await (const _ of fit(one, data, { batch, seed, ...levels[0]! } as any));
    const first = one.encode(data);
    for await (const _ of fit(two, first, { batch, seed, ...levels[1]! } as any));
    const second = two.encode(first);
    for await (const _ of fit(three, second, { batch, seed, ...levels[2]! } as any));
    weights.forEach((value, i) => expect(value).toBeCloseTo(weightsOf(model)[i]!, 6));
    for (const codes of [first, second]) codes.dispose();
  });

  test('leaves the others as they are', async () => {
    using model = stack();
    const at = (i: number): number[] => weightsOf(model.levels[i]!);
    let [before, level] = [[at(0), at(1), at(2)], 0];
    for await (const progress of pretrain(model, data, { loss: { squaredError }, epochs: 2 })) {
      if (progress.epoch < 2) continue;
      [0, 1, 2].forEach((i) => (i === level ? expect(at(i)).not.toEqual(before[i]) : expect(at(i)).toEqual(before[i])));
      [before, level] = [[at(0), at(1), at(2)], level + 1];
    }
    expect(level).toBe(3);
  });

  test('after all of them the deep model draws better than it did, and goes on learning', async () => {
    using model = stack();
    const options = { loss: { binaryCrossEntropy }, epochs: 60, batch: 8, optimizer: adam({ learningRate: 0.01 }) };
    const of = async (): Promise<number> => (await evaluate(model, data, { loss: options.loss })).loss;
    const start = await of();
    await all(pretrain(model, data, options));
    const pretrained = await of();
    for await (const _ of fit(model, data, { ...options, epochs: 10 }));
    expect(pretrained).toBeLessThan(0.9 * start);
    expect(await of()).toBeLessThan(pretrained);
  });
});

describe('codes', () => {
  test.each([
    ['all streamed', 0],
    ['the second kept, the first streamed', 40 * 8 * 4],
    ['one kept at a time', 40 * 16 * 4],
    ['both kept', 40 * 24 * 4],
  ])('%s: the same weights to rounding', async (_, memory) => {
    const { weights } = await trained(various);
    const other = await trained({ ...various, memory });
    weights.forEach((value, i) => expect(other.weights[i]).toBeCloseTo(value, 5));
  });

  test('are encoded once where they fit, and from the data for every batch where they do not', async () => {
    const rows = async (memory: number): Promise<number> => {
      using model = stack();
      let encoded = 0;
      const [first, ...others] = model.levels;
      const counted = { ...first, encode: (x: Tensor2D) => ((encoded += x.shape[0]), first.encode(x)) };
      await all(pretrain({ levels: [counted, ...others] }, data, { loss: { squaredError }, epochs: 5, batch: 10, memory }));
      return encoded;
    };
    expect(await rows(40 * 24 * 4)).toBe(40);
    // For level 3 once more, as the codes of levels 1 and 2 do not fit together.
    expect(await rows(40 * 16 * 4)).toBe(80);
    // Two levels that look through the data and take five epochs.
    expect(await rows(0)).toBe(2 * 6 * 40);
  });
});

describe('validation', () => {
  test('is the same share of the data at every level', async () => {
    const seen: number[][] = [];
    const look: Loss = (pass) => (seen.push(Array.from(pass.target.dataSync())), squaredError(pass));
    using model = stack();
    const list = await all(pretrain(model, data, { loss: { look }, epochs: 1, batch: 30, validation: 0.25, shuffle: false }));
    expect(list.map(({ validation }) => validation!.loss > 0)).toEqual([true, true, true]);
    expect(seen.map((batch) => batch.length)).toEqual([30 * 64, 10 * 64, 30 * 16, 10 * 16, 30 * 8, 10 * 8]);
  });

  test('of its own goes through the levels, too', async () => {
    using model = stack();
    const validation = digitsLike(10, 5);
    let codes = model.levels[0].encode(validation);
    for await (const progress of pretrain(model, data, { loss: { squaredError }, epochs: 1, batch: 10, validation, memory: 0 })) {
      if (progress.level !== 2) continue;
      codes.dispose();
      codes = model.levels[0].encode(validation);
      expect(progress.validation!.loss).toBeCloseTo(
        (await evaluate(model.levels[1]!, codes, { loss: { squaredError }, batch: 10 })).loss,
        5,
      );
    }
    for (const owned of [validation, codes]) owned.dispose();
  });
});

describe('seeds', () => {
  test('the same gives the same weights to the last bit, another gives others', async () => {
    const { weights } = await trained(various);
    expect((await trained(various)).weights).toEqual(weights);
    expect((await trained({ ...various, seed: 4 })).weights).not.toEqual(weights);
  });
});

test('images go through convolutional levels', async () => {
  using model = stacked({
    input: [8, 8, 1],
    levels: [
      {
        encoder: chain(conv2d(2, { stride: 2 }), relu, flatten),
        decoder: chain(reshaped([4, 4, 2]), conv2dTranspose(1, { stride: 2 })),
        output: sigmoid,
      },
      { encoder: dense(5), decoder: dense(32), output: linear },
    ],
  });
  const images = reshape<Rank.R4>(data, [40, 8, 8, 1]);
  expect(await expectNoLeaks(() => all(pretrain(model, images, { loss: { squaredError }, epochs: 1 })))).toHaveLength(2);
  images.dispose();
});

describe('however it ends, nothing is left allocated', () => {
  test('by break at any level', async () => {
    using model = stack();
    for (const last of [1, 2, 3])
      await expectNoLeaks(async () => {
        for await (const { level } of pretrain(model, data, { loss: { squaredError }, every: 1, batch: 8 })) if (level === last) break;
      });
  });

  test('by an error, which names the level', async () => {
    using model = stack();
    const broken: Loss = (pass) => mul(pass.target.shape[1] === 16 ? NaN : 1, squaredError(pass));
    const error = await expectNoLeaks(() => all(pretrain(model, data, { loss: { broken }, epochs: 1 })).catch((e: unknown) => e));
    expect(error).toBeInstanceOf(DivergenceError);
    expect((error as Error).message).toContain('pretrain, level 2: loss.broken is NaN at step 1, in epoch 1');
  });

  test('by a missing kernel, with the layer that needs it', async () => {
    using model = stacked({
      input: [64],
      levels: [
        { encoder: dense(4), decoder: dense(64) },
        { encoder: chain(dense(4), relu), decoder: dense(4) },
      ],
    });
    const training = () => without(['Relu'], () => all(pretrain(model, data, { loss: { squaredError }, epochs: 1 })));
    await expect(training()).rejects.toThrow('pretrain, level 2: the cpu backend has no kernel Relu, which encoder, layer 2, relu needs;');
  });
});

describe('what does not fit is refused', () => {
  const loose = pretrain as (stack: any, data: any, options: any) => AsyncGenerator<LevelProgress>;
  const loss = { squaredError };
  const model = stack();
  afterAll(() => model.dispose());

  test.each<[message: string, data: any, options: any]>([
    ['pretrain: there are 3 levels, but options for 2', data, { loss, levels: [{}, {}] }],
    ['pretrain: memory must be a finite number of 0 or more, not -1', data, { loss, memory: -1 }],
    ['pretrain: data must be a tensor [examples, 64], not undefined', undefined, { loss }],
    ['pretrain, level 1: loss must name at least one loss, such as { loss: { squaredError } }', data, {}],
    ['pretrain, level 3: epochs must be a whole number of 0 or more, not -1', data, { loss, levels: [{}, {}, { epochs: -1 }] }],
    ['pretrain, level 2: batch must be a whole number of 1 or more, not 0', data, { loss, levels: [{}, { batch: 0 }, {}] }],
    ['pretrain: options must be an object, { loss, corrupt, augment, … }, not undefined', data, undefined],
    [
      'pretrain, level 2: there is no option "learningRate"; the learning rate belongs to the optimizer: { optimizer: adam({ learningRate }) }',
      data,
      { loss, levels: [{}, { learningRate: 1 }, {}] },
    ],
    ['pretrain: there are 3 levels, but options for "all"', data, { loss, levels: 'all' }],
    ['pretrain, level 1: validation must be a share between 0 and 1, or data of its own, not 2', data, { loss, validation: 2 }],
  ])('at the call: %s', (message, x, options) => {
    expect(() => loose(model, x, options)).toThrow(new InputError(message));
  });

  test('validation data of another shape', () => {
    const narrow = digitsLike(2);
    const x = reshape(narrow, [4, 32]);
    expect(() => loose(model, data, { loss, validation: x })).toThrow(
      'pretrain: validation has shape [4, 32], the model takes [examples, 64]',
    );
    for (const t of [narrow, x]) t.dispose();
  });

  test('codes that a level cannot give back', async () => {
    using unbounded = stacked({
      input: [64],
      levels: [
        { encoder: chain(dense(16), relu), decoder: dense(64) },
        { encoder: dense(4), decoder: dense(16), output: sigmoid },
      ],
    });
    (leaves(unbounded.weights)['encoder.0.0.kernel'] as any).assign(mul(leaves(unbounded.weights)['encoder.0.0.kernel']!, 9));
    await expect(all(pretrain(unbounded, data, { loss, epochs: 1 }))).rejects.toThrow(
      /^pretrain, level 2: what level 1 gives for data ranges from 0 to [\d.]+, but the model's output activation ranges from 0 to 1; scale the data, or use/,
    );
  });
});
