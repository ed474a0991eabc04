import { add, concat, expandDims, mul, square, sub, sum } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import type { EncoderDecoder, Gaussian } from '@autoencoders/core';
import { moments } from './blocks.js';
import { checkCodes, checkData } from './checks.js';
import type { LogLikelihood } from './likelihoods.js';
import { sampled } from './sampled.js';
import type { SampledPass, Sampling } from './sampled.js';

/** Options of `negativeElbo` and `negativeLogLikelihood`. */
export interface VariationalOptions {
  /**
   * ln p(x | z): `bernoulliLogLikelihood` for a model trained on `binaryCrossEntropy`, `gaussianLogLikelihood(σ)` for squared
   * errors.
   */
  readonly likelihood: LogLikelihood;
  /** Codes drawn for each example. Default 1 for `negativeElbo`, 200 for `negativeLogLikelihood`. */
  readonly samples?: number;
  /** Examples per pass. Default 128. */
  readonly batch?: number;
  /** Decides which codes are drawn. Default 0. */
  readonly seed?: number;
}

/** The terms of a negative ELBO, averaged over the examples, in nats. */
export interface Elbo {
  /** `reconstruction` + `kl`. */
  readonly negativeElbo: number;
  /** −E[ln p(x | z)]: what the reconstruction costs. */
  readonly reconstruction: number;
  /** KL(q(z | x) ‖ p(z)): what the codes cost. */
  readonly kl: number;
  /** The KL of each latent by itself: `[latents]`; they add up to `kl`. Near 0 for a latent that says nothing. */
  readonly klPerLatent: Float32Array;
}

/**
 * −ELBO = E[−ln p(x | z)] + KL(q(z | x) ‖ N(0, I)) of a model with a Gaussian bottleneck on `data`, `[examples, …input]`. The first term is
 * estimated from `samples` codes per example (default 1). The second is exact: ½ Σⱼ (μⱼ² + σⱼ² − 1 − ln σⱼ²). This needs the memory of one
 * pass of `batch` examples. Throws when the data are not finite or do not fit the model or the likelihood. Kingma & Welling, "Auto-encoding
 * variational Bayes", 2014, eq. 10.
 */
export async function negativeElbo<X extends Tensor>(
  model: EncoderDecoder<X, Gaussian>,
  data: X,
  options: VariationalOptions,
): Promise<Elbo> {
  const { likelihood, ...sampling } = await checkSampling('negativeElbo', model, data, options, 1);
  const measure = (pass: SampledPass<X>): Tensor => concat([expandDims(likelihood(pass), 1), pass.mean, pass.logVar], 1);
  let cost = 0;
  const kls: number[] = [];
  for await (const { size, values } of sampled(model, data, sampling, measure)) {
    const width = values[0]!.length / size;
    const latents = (width - 1) / 2;
    for (const terms of values)
      for (let at = 0; at < terms.length; at += width) {
        cost -= terms[at]!;
        for (let j = 1; j <= latents; j++) kls[j - 1] = (kls[j - 1] ?? 0) + divergence(terms[at + j]!, terms[at + j + latents]!);
      }
  }
  const draws = data.shape[0]! * sampling.samples;
  const kl = kls.reduce((a, b) => a + b, 0) / draws;
  return { negativeElbo: cost / draws + kl, reconstruction: cost / draws, kl, klPerLatent: Float32Array.from(kls, (sum) => sum / draws) };
}

/** ½ (μ² + σ² − 1 − ln σ²) of a latent, also where it is next to 0. */
const divergence = (mean: number, logVar: number): number => (mean ** 2 + (Math.expm1(logVar) - logVar)) / 2;

/**
 * −ln p(x) of each example, estimated as −ln (1/k) Σᵢ p(x | zᵢ)·p(zᵢ) / q(zᵢ | x) from k codes zᵢ drawn from q(z | x), `samples` (default
 * 200): `[examples, …input] → [examples]`, in nats. On average the estimate is never below the true value, and it comes closer with more
 * samples. With one sample it is the negative ELBO. This needs the memory of one pass of `batch` examples, and one number for each example
 * and sample of a batch: 4 MiB for 200 samples of 2,000 images of 784 pixels in a 784-400-40 model. Throws when the data are not finite or
 * do not fit the model or the likelihood. Burda, Grosse & Salakhutdinov, "Importance weighted autoencoders", 2016, eq. 8.
 */
export async function negativeLogLikelihood<X extends Tensor>(
  model: EncoderDecoder<X, Gaussian>,
  data: X,
  options: VariationalOptions,
): Promise<Float32Array> {
  const { likelihood, ...sampling } = await checkSampling('negativeLogLikelihood', model, data, options, 200);
  const measure = (pass: SampledPass<X>): Tensor => add(likelihood(pass), priorToPosterior(pass));
  const result = new Float32Array(data.shape[0]!);
  for await (const { at, size, values } of sampled(model, data, sampling, measure))
    for (let i = 0; i < size; i++) result[at + i] = Math.log(sampling.samples) - logSumExp(values.map((weights) => weights[i]!));
  return result;
}

/** ln p(z) − ln q(z | x) = ½ Σⱼ [εⱼ² + ln σⱼ² − zⱼ²] with z = μ + σ·ε: the constants are the same in both. */
const priorToPosterior = ({ noise, logVar, codes }: SampledPass<any>): Tensor =>
  mul(0.5, sum(sub(add(square(noise), logVar), square(codes)), 1));

/** ln Σ exp(x), with the greatest taken out before, so that nothing overflows. */
function logSumExp(values: readonly number[]): number {
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (greatest === -Infinity) return greatest;
  return greatest + Math.log(values.reduce((total, value) => total + Math.exp(value - greatest), 0));
}

async function checkSampling(
  call: string,
  model: EncoderDecoder<any, Gaussian>,
  data: Tensor,
  options: VariationalOptions,
  usual: number,
): Promise<Sampling & Pick<VariationalOptions, 'likelihood'>> {
  checkOptions(call, options, { likelihood: true, samples: true, batch: true, seed: true });
  const { likelihood, samples = usual, batch = 128, seed = 0 } = options;
  check(typeof likelihood === 'function', () => `${call}: likelihood must be a function, such as bernoulliLogLikelihood`);
  checkInteger(call, 'samples', samples, 1);
  checkInteger(call, 'batch', batch, 1);
  checkInteger(call, 'seed', seed, 0);
  await checkData(call, model, data, likelihood.range);
  return { likelihood, samples, batch, seed };
}

/** Which latents of a variational model are used. */
export interface ActiveUnits {
  /** How many latents vary more than the threshold. */
  readonly active: number;
  /** The variance of each latent's posterior mean over the data: `[latents]`. */
  readonly variances: Float32Array;
}

/**
 * The latents whose posterior mean varies over the data: Var(E[zⱼ | x]) > `threshold` (default 0.01). `means` are the codes that `encode`
 * gives, `[examples, latents]`. Throws when they are not flat, empty or not finite, and when the threshold is below 0. Burda, Grosse &
 * Salakhutdinov, "Importance weighted autoencoders", 2016, section 5.2.
 */
export async function activeUnits(means: Tensor2D, options: { readonly threshold?: number } = {}): Promise<ActiveUnits> {
  checkOptions('activeUnits', options, { threshold: true });
  const { threshold = 0.01 } = options;
  checkNumber('activeUnits', 'threshold', threshold, 0);
  await checkCodes('activeUnits', 'means', means);
  const { variances } = await moments([means], (rows) => rows);
  return { active: variances.filter((variance) => variance > threshold).length, variances: Float32Array.from(variances) };
}
