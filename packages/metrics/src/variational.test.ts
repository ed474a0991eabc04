import '@tensorflow/tfjs-backend-cpu';
import { fill, memory, setBackend, tensor2d, zeros, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import type { Decoded, EncoderDecoder, Gaussian } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { exactly, linearModel, means, sigma, variances, w } from '../test/linear-model.js';
import { mean } from './mean.js';
import { bernoulliLogLikelihood, gaussianLogLikelihood } from './likelihoods.js';
import { activeUnits, negativeElbo, negativeLogLikelihood } from './variational.js';

beforeAll(() => setBackend('cpu'));

const rows = [
  [1, -1],
  [3, 0],
  [-2, -0.5],
];
const data = (): Tensor2D => tensor2d(rows);
const likelihood = gaussianLogLikelihood(sigma);

describe('negativeElbo', () => {
  test('has the KL of each latent exactly, and adds up', async () => {
    const terms = await negativeElbo(linearModel(2), data(), { likelihood });
    const kl = (j: number): number => mean(rows.map((x) => (means(x)[j]! ** 2 + variances(2)[j]! - 1 - Math.log(variances(2)[j]!)) / 2));
    expect(terms.klPerLatent[0]).toBeCloseTo(kl(0), 5);
    expect(terms.klPerLatent[1]).toBeCloseTo(kl(1), 5);
    expect(terms.kl).toBeCloseTo(kl(0) + kl(1), 5);
    expect(terms.negativeElbo).toBe(terms.reconstruction + terms.kl);
  });

  test('draws codes for the likelihood: E[(x − x̂)²] is (x − b − w·μ)² + w²·σ²', async () => {
    const terms = await negativeElbo(linearModel(2), data(), { likelihood, samples: 1000 });
    const cost = rows.map((x) =>
      x.reduce((sum, value, i) => {
        const residual = value - [1, -1][i]! - w[i]! * means(x)[i]!;
        const square = residual ** 2 + w[i]! ** 2 * variances(2)[i]!;
        return sum + square / (2 * sigma ** 2) + Math.log(sigma * Math.sqrt(2 * Math.PI));
      }, 0),
    );
    expect(Math.abs(terms.reconstruction / mean(cost) - 1)).toBeLessThan(0.01);
  });

  test('is the likelihood itself where q is the posterior, and the KL to it above elsewhere', async () => {
    const truth = mean(rows.map(exactly));
    const options = { likelihood, samples: 1000 };
    expect((await negativeElbo(linearModel(1), data(), options)).negativeElbo).toBeCloseTo(truth, 1);
    // KL(N(m, 3v) ‖ N(m, v)) = ½(3 − 1 − ln 3) for each of two latents
    expect((await negativeElbo(linearModel(3), data(), options)).negativeElbo).toBeCloseTo(truth + 2 - Math.log(3), 1);
  });
});

/** The model whose q(z | x) has the variance exp(logVar) in both latents. */
const withLogVar = (logVar: number): EncoderDecoder<Tensor2D, Gaussian> => linearModel([logVar, logVar]);

/** E[−ln p(x | z)] of that, and the KL of one latent. */
const costOf = (x: readonly number[], logVar: number): number =>
  x.reduce((sum, value, i) => {
    const square = (value - [1, -1][i]! - w[i]! * means(x)[i]!) ** 2 + w[i]! ** 2 * Math.exp(logVar);
    return sum + square / (2 * sigma ** 2) + Math.log(sigma * Math.sqrt(2 * Math.PI));
  }, 0);
const klOf = (mean: number, logVar: number): number => (mean ** 2 + Math.expm1(logVar) - logVar) / 2;

const extremes = [-120, -90, -60, -40, -34, -30, -25, -20, -10, -4, -1, 0, 1, 3, 5];

describe('posteriors from a point to far beyond the prior', () => {
  test.each(extremes)('the KL at a logVar of %d', async (logVar) => {
    const { kl, klPerLatent } = await negativeElbo(withLogVar(logVar), data(), { likelihood });
    const expected = [0, 1].map((j) => mean(rows.map((x) => klOf(means(x)[j]!, logVar))));
    expected.forEach((value, j) => expect(Math.abs(klPerLatent[j]! / value - 1)).toBeLessThan(1e-6));
    expect(Math.abs(kl / (expected[0]! + expected[1]!) - 1)).toBeLessThan(1e-6);
  });

  test.each([1e-2, -1e-3, 1e-4])('the KL of a latent that says next to nothing: a logVar of %d and a mean of 0', async (logVar) => {
    const { klPerLatent } = await negativeElbo(withLogVar(logVar), tensor2d([[1, -1]]), { likelihood });
    const kl = logVar ** 2 / 4 + logVar ** 3 / 12;
    for (const found of klPerLatent) expect(Math.abs(found / kl - 1)).toBeLessThan(1e-4);
  });

  // With one sample, the mean of the estimate is the negative ELBO; ½ε² of two latents has a standard deviation of 1.
  test.each(extremes)('one sample is the negative ELBO on average at a logVar of %d', async (logVar) => {
    const n = 3000;
    const many = tensor2d(Array.from({ length: n }, (_, i) => rows[i % 3]!));
    const found = await negativeLogLikelihood(withLogVar(logVar), many, { likelihood, samples: 1 });
    const truth = mean(rows.map((x) => costOf(x, logVar) + klOf(means(x)[0]!, logVar) + klOf(means(x)[1]!, logVar)));
    const centres = [0, 1, 2].map((kind) => mean(found.filter((_, i) => i % 3 === kind)));
    const spread = Math.sqrt(mean(found.map((value, i) => (value - centres[i % 3]!) ** 2)));
    expect(Math.abs(mean(found) - truth)).toBeLessThan((4 * spread) / Math.sqrt(n));
    if (logVar < -6) expect(spread).toBeLessThan(1.6);
    many.dispose();
  });

  test('of points, the estimate changes with the logVar alone', async () => {
    const at = (logVar: number) => negativeLogLikelihood(withLogVar(logVar), data(), { likelihood, samples: 20, seed: 3 });
    const least = await at(-120);
    for (const logVar of [-90, -60, -40, -34, -30])
      (await at(logVar)).forEach((value, i) => expect(Math.abs(value - (least[i]! - (120 + logVar)))).toBeLessThan(1e-3));
  });

  test.each([0, 1, 3])('many samples find the truth where the posterior covers it: a logVar of %d', async (logVar) => {
    const found = await negativeLogLikelihood(withLogVar(logVar), data(), { likelihood, samples: 4000 });
    rows.forEach((x, i) => expect(Math.abs(found[i]! - exactly(x))).toBeLessThan(0.15));
  });

  test('a posterior wider than float32 is infinitely unlikely, not NaN', async () => {
    expect([...(await negativeLogLikelihood(withLogVar(100), data(), { likelihood, samples: 3 }))]).toEqual([Infinity, Infinity, Infinity]);
  });
});

describe('negativeLogLikelihood', () => {
  test.each([1, 2, 50])('is exact with %d samples where q is the posterior', async (samples) => {
    const found = await negativeLogLikelihood(linearModel(1), data(), { likelihood, samples });
    rows.forEach((x, i) => expect(found[i]).toBeCloseTo(exactly(x), 4));
  });

  test.each([2, 4])('approaches the truth from above where q has %d times the variance', async (excess) => {
    const many = tensor2d(Array.from({ length: 200 }, (_, i) => rows[i % 3]!));
    const truth = mean(Array.from({ length: 200 }, (_, i) => exactly(rows[i % 3]!)));
    const gap = async (samples: number): Promise<number> =>
      mean(await negativeLogLikelihood(linearModel(excess), many, { likelihood, samples })) - truth;
    const [one, ten, most] = [await gap(1), await gap(10), await gap(300)];
    expect(one).toBeGreaterThan(ten);
    expect(ten).toBeGreaterThan(0);
    expect(Math.abs(most)).toBeLessThan(0.015);
    // with one sample it is the negative ELBO: the KL from q to the posterior above
    expect(Math.abs(one - (excess - 1 - Math.log(excess)))).toBeLessThan(0.25);
  });

  test('of a coin whose side is as likely as the other is ln 2', async () => {
    // p(x = 1 | z) = σ(z), and ∫ σ(z)·N(z; 0, 1) dz = ½; q is the prior
    const encodeWith = (x: Tensor2D): Gaussian => ({ codes: zerosLike(x), mean: zerosLike(x), logVar: zerosLike(x) });
    const decodeWith = (z: Tensor2D): Decoded<Tensor2D> => ({ logits: z, output: () => z, decode: (other) => other });
    const forward = (x: Tensor2D) => ({ ...encodeWith(x), ...decodeWith(zerosLike(x)) });
    const coin: EncoderDecoder<Tensor2D, Gaussian> = { input: [1], weights: {}, encodeWith, decodeWith, forward };
    const sides = tensor2d(Array.from({ length: 200 }, (_, i) => [i % 2]));
    const found = await negativeLogLikelihood(coin, sides, { likelihood: bernoulliLogLikelihood, samples: 100 });
    expect(Math.abs(mean(found) - Math.LN2)).toBeLessThan(0.01);
  });

  test('stays finite where every p(x | z) is 0 in float64', async () => {
    const [found] = await negativeLogLikelihood(linearModel(1), tensor2d([[2000, -1]]), { likelihood, samples: 3 });
    expect(found! / exactly([2000, -1])).toBeCloseTo(1, 3);
  });

  test('follows from the seed, and each sample and batch has codes of its own', async () => {
    const same = fill([6, 2], 0.5) as Tensor2D;
    const draw = (seed: number) => negativeLogLikelihood(linearModel(3), same, { likelihood, samples: 2, batch: 2, seed });
    const found = await draw(1);
    expect(await draw(1)).toEqual(found);
    expect(await draw(2)).not.toEqual(found);
    expect(new Set(found).size).toBe(6);
  });

  test('encodes a batch once, and takes no more memory for more samples', async () => {
    const many = zeros([500, 2]) as Tensor2D;
    const peak = async (samples: number): Promise<number> => {
      const model = linearModel(2);
      const before = memory().numBytes;
      await negativeLogLikelihood(model, many, { likelihood, samples, batch: 100 });
      expect(model.seen.encoded).toBe(5);
      return model.seen.bytes - before;
    };
    const few = await peak(16);
    expect(await peak(100)).toBe(few);
    expect(few).toBeLessThan(40_000); // 16 samples of 100 numbers, and a dozen tensors of [100, 2]
  });
});

test('neither leaves anything behind, also when the model fails', async () => {
  const x = data();
  const model = linearModel();
  await expectNoLeaks(() => negativeElbo(model, x, { likelihood, samples: 20, batch: 2 }));
  await expectNoLeaks(() => negativeLogLikelihood(model, x, { likelihood, samples: 20, batch: 2 }));
  let passes = 0;
  const failing: typeof model = {
    ...model,
    decodeWith: (codes, context) => {
      if (passes++ === 5) throw new Error('no more');
      return model.decodeWith(codes, context);
    },
  };
  await expectNoLeaks(() => expect(negativeLogLikelihood(failing, x, { likelihood })).rejects.toThrow('no more'));
});

describe('bad input', () => {
  const calls = { negativeElbo, negativeLogLikelihood };

  test.each(Object.entries(calls))('%s', async (name, call) => {
    const model = linearModel();
    const refuses = (x: Tensor2D, options: object, message: string) =>
      expect(call(model, x, { likelihood, ...options })).rejects.toThrow(new InputError(`${name}: ${message}`));
    await refuses(tensor2d([[1, 2, 3]]), {}, 'data of shape [1, 3] do not fit the model, which takes [examples, 2]');
    await refuses(tensor2d([], [0, 2]), {}, 'data of shape [0, 2] do not fit the model, which takes [examples, 2]');
    await refuses(tensor2d([1, 2, NaN, 3], [2, 2]), {}, 'data must be finite, row 1 holds NaN, infinity or a number too large to square');
    await refuses(
      data(),
      { likelihood: bernoulliLogLikelihood },
      'data lie from -2 to 3, the likelihood takes numbers from 0 to 1; scale the data',
    );
    await refuses(data(), { samples: 0 }, 'samples must be a whole number of 1 or more, not 0');
    await refuses(data(), { batch: 1.5 }, 'batch must be a whole number of 1 or more, not 1.5');
    await refuses(data(), { seed: -1 }, 'seed must be a whole number of 0 or more, not -1');
    await refuses(data(), { likelihood: undefined }, 'likelihood must be a function, such as bernoulliLogLikelihood');
  });
});

describe('activeUnits', () => {
  test('counts the latents whose mean varies by more than 0.01 over the data', async () => {
    // variances 1, 0.0064, 0, 0.0144
    const posterior = tensor2d([1, 0.08, 5, 0.12, -1, -0.08, 5, -0.12], [2, 4]);
    const { active, variances } = await activeUnits(posterior);
    expect(active).toBe(2);
    [1, 0.0064, 0, 0.0144].forEach((variance, j) => expect(variances[j]).toBeCloseTo(variance, 6));
    expect((await activeUnits(posterior, { threshold: 0.001 })).active).toBe(3);
  });

  test('refuses what it cannot count', async () => {
    await expect(activeUnits(tensor2d([[NaN, 1]]))).rejects.toThrow(
      new InputError('activeUnits: means must be finite, row 0 holds NaN, infinity or a number too large to square'),
    );
    await expect(activeUnits(tensor2d([[1, 1]]), { threshold: -1 })).rejects.toThrow(
      new InputError('activeUnits: threshold must be a finite number of 0 or more, not -1'),
    );
  });
});
