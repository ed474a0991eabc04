import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D, TensorInfo } from '@tensorflow/tfjs-core';
import type {
  ConvolutionAttrs,
  CorruptionAttrs,
  DistributionAttrs,
  LayerInputs,
  NormalizationGrad,
  NormalizationInputs,
} from './kernel-attrs.js';
import type { FusedActivation } from './operations/activation.js';
import type { PointwiseLoss } from './operations/losses.js';
import type { Shape } from './types.js';

/*
 * The contract between core and a backend: the kernels that core calls by name, with their inputs, attributes and outputs.
 * docs/write-a-backend.md explains how to use it. This file has types only.
 */

/**
 * The kernels of this project. Each is optional: core asks with `hasKernel`, and composes tfjs's own operations if the backend has
 * none. All tensors are float32. A kernel with one output may return it alone. A kernel with several outputs returns a list, in the
 * order given here.
 */
export interface FusedKernels {
  /** y = f(x), number by number, of any shape. Needs `ActivationGrad`. */
  readonly Activation: { readonly inputs: { readonly x: Tensor }; readonly attrs: FusedActivation; readonly outputs: readonly [y: Tensor] };
  /** dx = dy · f′. `y` is f(x); for `gelu`, it is x. All three have one shape. */
  readonly ActivationGrad: {
    readonly inputs: { readonly dy: Tensor; readonly y: Tensor };
    readonly attrs: FusedActivation;
    readonly outputs: readonly [dx: Tensor];
  };
  /**
   * y = f(x·W + b): x `[batch, n]`, W `[n, units]` (`[units, n]` where `transposed`), b `[units]`, y `[batch, units]`. f is never
   * `gelu`. Needs `ActivationGrad`, and `BatchMatMul` of matrices without batch axes.
   */
  readonly FusedAffine: {
    readonly inputs: LayerInputs<Tensor2D>;
    readonly attrs: FusedActivation & { readonly transposed: boolean };
    readonly outputs: readonly [y: Tensor2D];
  };
  /**
   * y = f(x ∗ W + b): x `[batch, h, w, in]`, W `[height, width, in, out]`, b `[out]`. f is never `gelu`. Needs `ActivationGrad`, and
   * `Conv2DBackpropInput` and `Conv2DBackpropFilter` with dilations.
   */
  readonly FusedConvolution: {
    readonly inputs: LayerInputs<Tensor4D>;
    readonly attrs: ConvolutionAttrs & FusedActivation;
    readonly outputs: readonly [y: Tensor4D];
  };
  /**
   * y = f(the gradient of a convolution to its input + b): x `[batch, h, w, in]`, W `[height, width, out, in]`, b `[out]`, y
   * `outputShape`. f is never `gelu`. Needs `ActivationGrad`, and `Conv2D` and `Conv2DBackpropFilter` with dilations.
   */
  readonly FusedConvolutionTranspose: {
    readonly inputs: LayerInputs<Tensor4D>;
    readonly attrs: ConvolutionAttrs & FusedActivation & { readonly outputShape: [number, number, number, number] };
    readonly outputs: readonly [y: Tensor4D];
  };
  /**
   * value = scale · Σ loss(p, t) over all numbers p of `prediction` and t of `target`, which have one shape; gradient = ∂value/∂p.
   * `delta` is δ of `huber`.
   */
  readonly PointwiseLoss: {
    readonly inputs: { readonly prediction: Tensor; readonly target: Tensor };
    readonly attrs: { readonly loss: PointwiseLoss; readonly scale: number; readonly delta: number };
    readonly outputs: readonly [value: Scalar, gradient: Tensor];
  };
  /** value = scale · Σ ½ (μ² + σ² − 1 − ln σ²) over all numbers, with its gradients to μ (`mean`) and to ln σ² (`logVar`). */
  readonly GaussianKl: {
    readonly inputs: { readonly mean: Tensor; readonly logVar: Tensor };
    readonly attrs: { readonly scale: number };
    readonly outputs: readonly [value: Scalar, dMean: Tensor, dLogVar: Tensor];
  };
  /**
   * value = Σⱼ [ρ·ln(ρ / ρ̂ⱼ) + (1 − ρ)·ln((1 − ρ) / (1 − ρ̂ⱼ))] with ρ̂ⱼ the mean of column j of `codes` `[batch, units]`, and its
   * gradient to them. 1e-7 is added to ρ̂ⱼ and to 1 − ρ̂ⱼ.
   */
  readonly SparsityKl: {
    readonly inputs: { readonly codes: Tensor2D };
    readonly attrs: { readonly rho: number };
    readonly outputs: readonly [value: Scalar, gradient: Tensor2D];
  };
  /**
   * y = γ·(x − mean)·scale + β with scale = 1 / √(variance + ε); mean, variance and scale `[features]` are taken over all axes of
   * x `[…, features]` but the last. Needs `BatchNormalizationGrad`.
   */
  readonly BatchNormalization: {
    readonly inputs: NormalizationInputs;
    readonly attrs: { readonly epsilon: number };
    readonly outputs: readonly [y: Tensor, mean: Tensor1D, variance: Tensor1D, scale: Tensor1D];
  };
  /** The gradients of `BatchNormalization`: dx of x's shape, dγ and dβ `[features]`. */
  readonly BatchNormalizationGrad: NormalizationGrad;
  /**
   * y = γ·(x − mean)·scale + β with scale = 1 / √(variance + ε); mean and scale `[rows]` are taken over the last axis of x
   * `[…, features]`. Needs `LayerNormalizationGrad`.
   */
  readonly LayerNormalization: {
    readonly inputs: NormalizationInputs;
    readonly attrs: { readonly epsilon: number };
    readonly outputs: readonly [y: Tensor, mean: Tensor1D, scale: Tensor1D];
  };
  /** The gradients of `LayerNormalization`: dx of x's shape, dγ and dβ `[features]`. */
  readonly LayerNormalizationGrad: NormalizationGrad;
  /** 1 where a number is among the k largest of its row, 0 elsewhere. Of equal numbers, the first ones count. x and y `[rows, n]`. */
  readonly TopKMask: {
    readonly inputs: { readonly x: Tensor2D };
    readonly attrs: { readonly k: number };
    readonly outputs: readonly [y: Tensor2D];
  };
  /**
   * One step of Adam on `count` variables: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← keep·w − scale·m / (root·√v + ε).
   * Inputs are gradient, weight, m and v of each variable, all of one shape, one variable after the other. Outputs are weight, m and v of each
   * variable, in the same order. The old m and v are not used again. So the kernel may write the new ones over them. With `inPlace`, it may give back a tensor that it wrote over. One more output may follow: sums of the new weights,
   * of which one is not finite if a weight is not.
   */
  readonly AdamStep: {
    readonly inputs: readonly Tensor[];
    readonly attrs: {
      readonly count: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly scale: number;
      readonly root: number;
      readonly epsilon: number;
      readonly keep: number;
      readonly inPlace: boolean;
    };
    readonly outputs: readonly Tensor[];
  };
  /**
   * One step of gradient descent on `count` variables: v ← μv + g, w ← w − ηv; with `nesterov`, w ← w − η(g + μv). Inputs are gradient, weight and
   * velocity of each variable. Outputs are weight and velocity, and the same sums. Their order is that of `AdamStep`. Without momentum, there are no
   * velocities, and w ← w − ηg.
   */
  readonly SgdStep: {
    readonly inputs: readonly Tensor[];
    readonly attrs: {
      readonly count: number;
      readonly learningRate: number;
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly inPlace: boolean;
    };
    readonly outputs: readonly Tensor[];
  };
  /** Random numbers of a shape. Number i is a function of word i of core's `bits(count, seed)`, and must agree to the last bit. */
  readonly RandomNumbers: {
    readonly inputs: object;
    readonly attrs: { readonly shape: Shape; readonly seed: number } & DistributionAttrs;
    readonly outputs: readonly [y: Tensor];
  };
  /** x with random noise. Without a strength for each example, the random numbers are those of `RandomNumbers` for the shape of x. */
  readonly Corruption: {
    readonly inputs: { readonly x: Tensor };
    readonly attrs: { readonly seed: number } & CorruptionAttrs;
    readonly outputs: readonly [y: Tensor];
  };
  /** Row i of `a` where `condition[i]` is true, else row i of `b`. All have one shape, `[rows, …]`. */
  readonly SelectRows: {
    readonly inputs: { readonly a: Tensor; readonly b: Tensor };
    readonly attrs: { readonly condition: readonly boolean[] };
    readonly outputs: readonly [y: Tensor];
  };
  /**
   * y = A·x·Bᵀ for each image and channel: x and y `[batch, height, width, channels]`, A `[height, height]`, B `[width, width]`. Most
   * numbers far from the diagonals are 0.
   */
  readonly ImageFilter: {
    readonly inputs: { readonly x: Tensor4D; readonly a: Tensor2D; readonly b: Tensor2D };
    readonly attrs: object;
    readonly outputs: readonly [y: Tensor4D];
  };
  /**
   * What JPEG loses of images x `[batch, height, width, channels]`, each channel by itself. `middle` is subtracted. The orthonormal
   * cosine transform c of each block of 8×8 becomes ⌊c / step + rounding⌋·step, with 64 `steps`, row by row; the last row and column are
   * repeated to fill the last blocks. It is transformed back, `middle` is added, and the result is clipped to [0, 1].
   */
  readonly JpegQuantization: {
    readonly inputs: { readonly x: Tensor4D };
    readonly attrs: { readonly steps: readonly number[]; readonly middle: number; readonly rounding: number };
    readonly outputs: readonly [y: Tensor4D];
  };
}

/**
 * tfjs's own kernels that core calls by name, most of them for gradients. Core calls them only if the backend has the fused kernel that
 * needs them. Depthwise convolutions have no fused kernel, so they need the last three of any backend.
 */
export interface StockKernels {
  /** a·b of two matrices. Unlike tfjs's `matMul`, core gives it no batch axes. */
  readonly BatchMatMul: {
    readonly inputs: { readonly a: Tensor; readonly b: Tensor };
    readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
    readonly outputs: readonly [product: Tensor];
  };
  /** x ∗ W, where W is `filter`. */
  readonly Conv2D: {
    readonly inputs: { readonly x: Tensor; readonly filter: Tensor };
    readonly attrs: ConvolutionAttrs;
    readonly outputs: readonly [y: Tensor];
  };
  /** The gradient of a convolution to its input, of shape `inputShape`. tfjs gives no dilations here; core does. */
  readonly Conv2DBackpropInput: {
    readonly inputs: { readonly dy: Tensor; readonly filter: Tensor };
    readonly attrs: ConvolutionAttrs & { readonly inputShape: number[] };
    readonly outputs: readonly [dx: Tensor];
  };
  /** The gradient of a convolution to its filter, of shape `filterShape`. tfjs gives no dilations here; core does. */
  readonly Conv2DBackpropFilter: {
    readonly inputs: { readonly x: Tensor; readonly dy: Tensor };
    readonly attrs: ConvolutionAttrs & { readonly filterShape: number[] };
    readonly outputs: readonly [dFilter: Tensor];
  };
  /** Every channel of x `[batch, h, w, c]` by filters of its own: `filter` `[height, width, c, n]`, y `[batch, h′, w′, c·n]`. */
  readonly DepthwiseConv2dNative: {
    readonly inputs: { readonly x: Tensor; readonly filter: Tensor };
    readonly attrs: ConvolutionAttrs;
    readonly outputs: readonly [y: Tensor4D];
  };
  /** The gradient of a depthwise convolution to its input, of shape `inputShape`. */
  readonly DepthwiseConv2dNativeBackpropInput: {
    readonly inputs: { readonly dy: Tensor; readonly filter: Tensor };
    readonly attrs: ConvolutionAttrs & { readonly inputShape: number[] };
    readonly outputs: readonly [dx: Tensor4D];
  };
  /** The gradient of a depthwise convolution to its filter, of shape `filterShape`. */
  readonly DepthwiseConv2dNativeBackpropFilter: {
    readonly inputs: { readonly x: Tensor; readonly dy: Tensor };
    readonly attrs: ConvolutionAttrs & { readonly filterShape: number[] };
    readonly outputs: readonly [dFilter: Tensor];
  };
}

/** Every kernel that core calls by name. */
export type Kernels = FusedKernels & StockKernels;

/** The inputs of a kernel, in the types that a backend receives. */
export type KernelInputs<N extends keyof FusedKernels> = InfosOf<FusedKernels[N]['inputs']>;

/** What a kernel may return: the list of its outputs, or its one output alone. */
export type KernelOutputs<N extends keyof FusedKernels> =
  | Writable<InfosOf<FusedKernels[N]['outputs']>>
  | (FusedKernels[N]['outputs'] extends readonly [Tensor] ? TensorInfo : never);

/** The same record or list, with `TensorInfo` instead of `Tensor`. */
type InfosOf<Ts> = { readonly [K in keyof Ts]: TensorInfo };
/** The same record or list, without `readonly`, as tfjs types the results of kernels. */
type Writable<T> = { -readonly [K in keyof T]: T[K] };
