import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';

/* Inputs and attributes that several kernels of kernels.ts share, or that are long. */

/** The inputs of a dense or convolutional layer: x, a kernel W, and a bias b with one number for each output. */
export interface LayerInputs<X extends Tensor> {
  readonly x: X;
  readonly kernel: X;
  readonly bias: Tensor1D;
}

/** How a filter moves over images. Images are `[batch, height, width, channels]`. */
export interface ConvolutionAttrs {
  readonly strides: [number, number];
  /** `same` pads with zeros so that stride 1 keeps the size; `valid` pads nothing. */
  readonly pad: 'same' | 'valid';
  /** Distance between neighbouring numbers of the filter, in pixels. */
  readonly dilations: [number, number];
  readonly dataFormat: 'NHWC';
}

export interface NormalizationInputs {
  readonly x: Tensor;
  /** γ, `[features]`. */
  readonly gamma: Tensor1D;
  /** β, `[features]`. */
  readonly beta: Tensor1D;
}

/** `mean` and `scale` are outputs of the forward kernel. */
interface NormalizationGradInputs {
  readonly dy: Tensor;
  readonly x: Tensor;
  readonly gamma: Tensor1D;
  readonly mean: Tensor1D;
  readonly scale: Tensor1D;
}

/** The gradients of a normalization. */
export interface NormalizationGrad {
  readonly inputs: NormalizationGradInputs;
  readonly attrs: object;
  readonly outputs: readonly [dx: Tensor, dGamma: Tensor1D, dBeta: Tensor1D];
}

/** The distribution of random numbers. */
export type DistributionAttrs =
  /** least + width·⌊w / 2⁸⌋ for the word w of 32 random bits. */
  | { readonly distribution: 'uniform'; readonly least: number; readonly width: number }
  /** mean + stddev·Φ⁻¹((w + ½) / 2³²), with Φ⁻¹ as core's `normalFromBits` computes it. */
  | { readonly distribution: 'normal'; readonly mean: number; readonly stddev: number }
  /** `scale` where w < probability·2³², 0 elsewhere. */
  | { readonly distribution: 'bernoulli'; readonly probability: number; readonly scale: number };

/** How strong a corruption is: one number, or one for each example of a batch `[batch, …]`. */
export type Strengths = number | readonly number[];

/**
 * What a corruption does to each number x. Number i of x is changed by the word w of 32 random bits at place i of `bits(count, seed)`.
 * If there is a strength for each example, an example of n numbers begins at word 2·⌈n / 2⌉·(its row).
 */
export type CorruptionAttrs =
  /** x + stddev·z, where z is Φ⁻¹((w + ½) / 2³²). */
  | { readonly corruption: 'gaussian'; readonly stddev: Strengths }
  /** x + u, where u is uniform in [−limit, limit): limit·(2·⌊w / 2⁸⌋ / 2²⁴ − 1). */
  | { readonly corruption: 'uniform'; readonly limit: Strengths }
  /** x·(1 + stddev·z). */
  | { readonly corruption: 'speckle'; readonly stddev: Strengths }
  /** x with the given probability, 0 otherwise. */
  | { readonly corruption: 'mask'; readonly probability: Strengths }
  /** With u uniform in [0, 1): `least` where u < rate / 2, `greatest` where rate / 2 ≤ u < rate, x elsewhere. */
  | { readonly corruption: 'saltAndPepper'; readonly rate: Strengths; readonly least: number; readonly greatest: number }
  /** Where w < rate·2³², the number of the same column in another row, as core's `otherRow` chooses it; x elsewhere. */
  | { readonly corruption: 'swap'; readonly rate: Strengths }
  /** k / peak, where k is a Poisson number of mean x·peak, as core's `poissonFromBits` computes it. */
  | { readonly corruption: 'poisson'; readonly peak: Strengths };
