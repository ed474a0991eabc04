import { add, concat, div, exp, log, max, mul, reshape, square, sub, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { addAll, check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { bits, normalFromBits, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Gaussian, Loss, Pass } from '@autoencoders/core';
import { gaussianKl, squaredError } from '@autoencoders/losses';
import type { AnyAutoencoder } from '@autoencoders/models';
import { modelState, openModel } from '../net/model-state.js';
import { trainNet } from '../net/train-net.js';
import { variationalNet } from '../net/variational-net.js';
import type { Method, MethodOptions, Scorer, ScorerState } from '../types.js';
import { meanErrors } from './mean-errors.js';
import { scoreInBatches } from './score-in-batches.js';
import { arrayOf } from './state.js';

/** Options of `variational`. */
export interface VariationalOptions {
  /** The score: the negative ELBO at the mean code, or the importance-sampled −ln p(x). Default `'negativeElbo'`. */
  readonly judge?: 'negativeElbo' | 'likelihood' | undefined;
  /** Samples of the code for each example, with `judge: 'likelihood'`. Default 16. */
  readonly samples?: number | undefined;
  /** The units of each hidden layer of the encoder; the decoder mirrors them. Default `[256, 256]`. */
  readonly hidden?: readonly number[] | undefined;
  /** How many latents a code has. Default: one for every four numbers, 2 at least. */
  readonly codeSize?: number | undefined;
  /** The variance of the decoder's Gaussian in training, in units of the data. Scores take that of held-out errors. Default 0.1. */
  readonly variance?: number | undefined;
  /** Steps of training, about. Default 2000. */
  readonly steps?: number | undefined;
  /** Examples per step. Default 128. */
  readonly batch?: number | undefined;
  /** The learning rate of Adam at the start. Default 1e-3. */
  readonly learningRate?: number | undefined;
}

const OPTIONS: Readonly<Record<keyof VariationalOptions, true>> = {
  judge: true,
  samples: true,
  hidden: true,
  codeSize: true,
  variance: true,
  steps: true,
  batch: true,
  learningRate: true,
};

/** What a score is made of. */
interface Likelihood {
  readonly model: AnyAutoencoder;
  /** σ² of each number. */
  readonly variances: Float32Array;
  /** Standard normal numbers, `[samples, codeSize]`; the same for all examples. Empty for the ELBO. */
  readonly draws: Float32Array;
}

/**
 * The negative log-likelihood of an example by a variational autoencoder, in nats. `'negativeElbo'` is Σⱼ ((xⱼ − x̂ⱼ)² / 2σⱼ² + ½ ln 2πσⱼ²) + KL at the
 * mean code. `'likelihood'` is −ln (1/K) Σₖ p(x|zₖ) p(zₖ) / q(zₖ|x), which is tighter. σⱼ² is the mean squared error on held-out examples.
 * A number contributes its own term, and its even share of what belongs to the code. Words of a table count as the numbers that they are encoded as. Kingma & Welling 2014; Burda et al. 2016.
 */
export function variational(options: VariationalOptions = {}): Method {
  checkOptions('variational', options, OPTIONS);
  const {
    judge = 'negativeElbo',
    samples = 16,
    hidden = [256, 256],
    variance = 0.1,
    steps = 2000,
    batch = 128,
    learningRate = 1e-3,
  } = options;
  check(
    judge === 'negativeElbo' || judge === 'likelihood',
    () => `variational: judge must be 'negativeElbo' or 'likelihood', not ${show(judge)}`,
  );
  for (const [name, value] of Object.entries({ samples, batch })) checkInteger('variational', name, value, 1);
  checkInteger('variational', 'steps', steps, 0);
  checkNumber('variational', 'variance', variance, Number.MIN_VALUE);
  return {
    kind: 'variational',
    async fit(usual, { seed = 0, heldOut, ...watched }: MethodOptions = {}) {
      const { shape } = usual;
      const codeSize = options.codeSize ?? Math.max(2, Math.ceil(sizeOf(shape) / 4));
      const model = variationalNet({ shape, hidden, codeSize, seed });
      try {
        const loss = ((pass: Pass<Gaussian>) => add(mul(squaredError(pass), 1 / (2 * variance)), gaussianKl(pass))) as Loss;
        if (steps > 0) await trainNet(model, usual, { loss, steps, batch, learningRate, seed, heldOut, ...watched });
        const next = seeded(seed, 1);
        const draws = judge === 'likelihood' ? Float32Array.from(bits(samples * codeSize, next()), normalFromBits) : new Float32Array(0);
        return likelihoodScorer({ model, variances: await variancesOf(model, heldOut ?? usual), draws });
      } catch (error) {
        model.dispose();
        throw error;
      }
    },
  };
}

/** The mean squared error of each number; a hundredth of their mean at least. */
async function variancesOf(model: AnyAutoencoder, examples: ArrayDataset): Promise<Float32Array> {
  const size = sizeOf(model.input);
  const { contributions } = await scoreInBatches(examples, model.input, (x) => square(sub(x, model.reconstruct(x))), {
    contributions: true,
  });
  const means = meanErrors(contributions!, size);
  const least = 0.01 * (means.reduce((a, b) => a + b, 0) / size) || 1;
  return Float32Array.from(means, (mean) => Math.max(mean, least));
}

function likelihoodScorer(parts: Likelihood): Scorer {
  const { model, variances, draws } = parts;
  const contributionsOf = draws.length > 0 ? sampled(parts) : elbo(parts);
  return {
    kind: 'variational',
    shape: model.input,
    score: (examples, options) => scoreInBatches(examples, model.input, contributionsOf, options),
    async state() {
      const { model: text, arrays } = await modelState(model);
      const own = { variances: { shape: model.input, values: variances }, draws: { shape: [draws.length], values: draws } };
      return { kind: 'variational', config: { model: text }, arrays: { ...arrays, ...own } };
    },
    dispose: () => model.dispose(),
    [Symbol.dispose]: () => model.dispose(),
  };
}

/** Opens a scorer from its state. */
export function openVariational(state: ScorerState): Scorer {
  const isOwn = (name: string): boolean => name === 'variances' || name === 'draws';
  return openModel(state, isOwn, (model) => {
    check(
      model.spec.bottleneck?.config?.name === 'gaussian',
      'openScorer: the model of variational has no Gaussian bottleneck; the file is damaged',
    );
    const variances = arrayOf(state, 'variances', model.input, (value) => value > 0 && value < Infinity);
    const draws = arrayOf(state, 'draws', [-1]);
    check(draws.length % model.codeSize === 0, 'openScorer: the draws of variational do not fit its model; the file is damaged');
    return likelihoodScorer({ model, variances, draws });
  });
}

/** Σ over all but the first axis: `[batch, …] → [batch, 1]`. */
const perExample = (x: Tensor): Tensor2D => sum(reshape(x, [x.shape[0]!, -1]) as Tensor2D, 1, true);

/** (x − x̂)² / 2σ² + ½ ln 2πσ² of each number. */
function nll(x: Tensor, output: Tensor, variances: Float32Array): Tensor {
  const row = (values: Float32Array): Tensor => tensor(values, [1, ...x.shape.slice(1)]);
  return add(
    mul(square(sub(x, output)), row(variances.map((v) => 1 / (2 * v)))),
    row(variances.map((v) => 0.5 * Math.log(2 * Math.PI * v))),
  );
}

/** A number for each example, in even shares for its numbers. */
const spread = (each: Tensor2D, x: Tensor): Tensor => {
  const size = sizeOf(x.shape.slice(1));
  return reshape(mul(each, 1 / size), [x.shape[0]!, ...x.shape.slice(1).map(() => 1)]);
};

const posteriorOf = (model: AnyAutoencoder, x: Tensor): Gaussian => model.encodeWith(x, { training: false }) as Gaussian;

/** Contributions to the negative ELBO at the mean code. */
const elbo =
  ({ model, variances }: Likelihood) =>
  (x: Tensor): Tensor =>
    tidy(() => {
      const { mean, logVar } = posteriorOf(model, x);
      const kl = mul(sum(sub(add(square(mean), exp(logVar)), add(logVar, 1)), 1, true), 0.5) as Tensor2D;
      return add(nll(x, model.decode(mean), variances), spread(kl, x));
    });

/** Contributions to the importance-sampled −ln p(x): the terms of each sample by its share, and the rest in even shares. */
const sampled =
  ({ model, variances, draws }: Likelihood) =>
  (x: Tensor): Tensor =>
    tidy(() => {
      const { mean, logVar } = posteriorOf(model, x);
      const size = mean.shape[1];
      const count = draws.length / size;
      const terms = Array.from({ length: count }, (_, k) => {
        const draw = tensor(draws.subarray(k * size, (k + 1) * size), [1, size]);
        const codes = add(mean, mul(exp(mul(logVar, 0.5)), draw)) as Tensor2D;
        const parts = nll(x, model.decode(codes), variances);
        // ln p(z) − ln q(z|x) = ½ Σ (ε² + ln σ² − z²)
        const ratio = mul(sum(sub(add(square(draw), logVar), square(codes)), 1, true), 0.5) as Tensor2D;
        return { parts, logWeight: sub(ratio, perExample(parts)) as Tensor2D };
      });
      const logWeights = concat(
        terms.map(({ logWeight }) => logWeight),
        1,
      );
      const largest = max(logWeights, 1, true);
      const powers = exp(sub(logWeights, largest));
      const total = sum(powers, 1, true);
      const score = sub(Math.log(count), add(log(total), largest)) as Tensor2D;
      const shape = [x.shape[0]!, ...x.shape.slice(1).map(() => 1)];
      const own = addAll(terms.map(({ parts, logWeight }) => mul(parts, reshape(div(exp(sub(logWeight, largest)), total), shape))));
      return add(own, spread(sub(score, perExample(own)) as Tensor2D, x));
    });
