import type { Shape } from '@autoencoders/core';
import type { OnnxLayer } from './onnx/own-layer.js';

/** A weight of a model: its numbers in row-major order, and the path under which it stands first. */
export interface Weight {
  readonly path: string;
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** One number for each axis of positions: `[height, width]` for images, `[time]` for series. */
export type PerAxis = readonly number[];

/** Places before and after each axis. */
export interface Margins {
  readonly before: PerAxis;
  readonly after: PerAxis;
}

/** How a kernel moves, with padding as numbers of zeros. */
export interface Convolution {
  /** `[…positions, a, b]`, as in the file of a model. */
  readonly kernel: Weight;
  readonly bias: Weight | undefined;
  readonly stride: PerAxis;
  readonly dilation: PerAxis;
  readonly groups: number;
  readonly padding: Margins;
}

/**
 * What a layer computes, with everything told: no defaults, padding as numbers, weights as numbers. Each format of another tool is written
 * from these. Formulas: docs/file-format.md.
 */
export type Computation =
  /** x·kernel + bias, or x·kernelᵀ + bias. */
  | { readonly kind: 'dense'; readonly kernel: Weight; readonly bias: Weight | undefined; readonly transposed: boolean }
  /** x·(kernel with rows of length 1) + bias. */
  | { readonly kind: 'dictionary'; readonly kernel: Weight; readonly bias: Weight }
  | ({ readonly kind: 'convolution' } & Convolution)
  /** `outputPadding`: places at the end that no window reaches. */
  | ({ readonly kind: 'transposedConvolution'; readonly outputPadding: PerAxis } & Convolution)
  | { readonly kind: 'activation'; readonly name: ActivationName; readonly slope?: number }
  | {
      readonly kind: 'batchNorm';
      readonly gamma: Weight;
      readonly beta: Weight;
      readonly mean: Weight;
      readonly variance: Weight;
      readonly epsilon: number;
    }
  | { readonly kind: 'layerNorm'; readonly gamma: Weight; readonly beta: Weight; readonly epsilon: number }
  | { readonly kind: 'groupNorm'; readonly gamma: Weight; readonly beta: Weight; readonly epsilon: number; readonly groups: number }
  | { readonly kind: 'pool'; readonly by: 'max' | 'average'; readonly size: PerAxis; readonly stride: PerAxis; readonly padding: Margins }
  | { readonly kind: 'upsample'; readonly factor: PerAxis; readonly interpolation: 'nearest' | 'linear' }
  | { readonly kind: 'crop'; readonly margins: Margins }
  | { readonly kind: 'zeroPad'; readonly margins: Margins }
  /** The same numbers in row-major order, channels last. */
  | { readonly kind: 'reshape' }
  /** x + offset, or x − offset. */
  | { readonly kind: 'shift'; readonly offset: Weight; readonly sign: 1 | -1 }
  | { readonly kind: 'residual'; readonly operations: readonly Operation[] }
  /** Does nothing outside training. */
  | { readonly kind: 'dropout'; readonly rate: number }
  /** Keeps the k largest positive numbers of each example. */
  | { readonly kind: 'topK'; readonly k: number }
  /** A layer of others, which `write` writes for ONNX. */
  | {
      readonly kind: 'own';
      readonly args: readonly unknown[];
      readonly weights: Readonly<Record<string, Weight>>;
      readonly write: OnnxLayer;
    }
  /** Keeps positive numbers above the threshold. */
  | { readonly kind: 'threshold'; readonly threshold: Weight };

export type ActivationName = 'relu' | 'leakyRelu' | 'elu' | 'gelu' | 'tanh' | 'sigmoid' | 'softplus' | 'softmax';

/** A computation in its place. */
export type Operation = Computation & {
  /** Where the layer stands in the model: `encoder.0`. */
  readonly path: string;
  /** The shape of one example after it. */
  readonly shape: Shape;
};

/** A chain of operations, from examples of one shape to examples of another. */
export interface Chain {
  readonly input: Shape;
  readonly operations: readonly Operation[];
  readonly output: Shape;
}

/** What is between the encoder and the decoder. */
export type BottleneckOperations =
  | { readonly kind: 'plain'; readonly codes: Chain }
  | {
      readonly kind: 'gaussian';
      readonly mean: Chain;
      readonly logVar: Chain;
      readonly logVarRange: readonly [number, number] | undefined;
    };

/** A model as operations. */
export interface ModelOperations {
  readonly kind: 'autoencoder' | 'classifier' | 'regressor';
  readonly encoder: Chain;
  readonly bottleneck: BottleneckOperations;
  /** From codes to the output: the decoder or the head, with the output activation. */
  readonly decoder: Chain;
}
