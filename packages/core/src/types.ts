import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { Shard } from './group.js';
import type { FusedActivation } from './operations/activation.js';
import type { Clock } from './schedules.js';

/** The shape of one example, without the batch axis. */
export type Shape = readonly number[];

/**
 * Weights as a tree: records of tensors and of further records. Tensors under the name `statistics`, such as the running mean of
 * batch norm, are saved but not trained.
 */
export type Weights<T extends Tensor = Tensor> = { readonly [name: string]: T | Weights<T> };

/** A supply of seeds. Every call returns the next one, a whole number from 0 to 2⁵³ − 1. */
export type Seeds = () => number;

/** What `apply` of a layer gets besides its weights and its input. */
export interface Context {
  /** Whether this is a training pass, in which dropout drops and batch norm uses the statistics of the batch. */
  readonly training: boolean;
  /** The source of random numbers. Without it nothing is random; a Gaussian bottleneck returns its mean. */
  readonly seeds?: Seeds;
  /** The rows of the batch that this process has, if a group of processes computes it. */
  readonly shard?: Shard | undefined;
  /**
   * Sets the next value of a weight under `statistics`, stored if the step succeeds; the mean over ranks if it is its own on each (default: false).
   */
  readonly update?: (statistic: Tensor, next: Tensor, isOwn?: boolean) => void;
  /** The weights of frozen parts. `applyPart` runs such a part as outside of training, so that nothing in it changes. */
  readonly frozen?: ReadonlySet<Weights>;
  /** Called by `applyPart` instead of `part.apply`. `preflight` uses it to learn which part needs which kernel. */
  readonly visit?: Visit;
}

/** What `init` gets besides the shape. All layers of a model share one context, or copies of it: `{ ...context, seeds }`. */
export interface InitContext {
  /** The supply of seeds for the weights. */
  readonly seeds: Seeds;
  /** The weights of earlier layers, by layer. `tied` finds the weights that it shares here. */
  readonly built?: Map<unknown, Weights>;
  /** Makes a weight of a shape. When a model is loaded, it makes only the shape. Layers call it through `initWeight`. */
  readonly weight?: (shape: Shape, make: () => Tensor) => Tensor;
}

/** A part of a model: a layer, or a bottleneck, which returns more than one tensor. */
export interface Module<Y> {
  readonly init: (shape: Shape, context: InitContext) => Initialized<any>;
  readonly apply: (weights: any, x: any, context: Context) => Y;
  readonly config?: Config;
}

/** Returns what `part.apply(weights, x, context)` returns. `where` is the place of the part in its parent: `encoder`, `layer 2`. */
export type Visit = <Y>(where: string, part: Module<Y>, weights: Weights, x: Tensor, context: Context) => Y;

/**
 * The call that made a layer: the name of the function and its arguments, which may be layers. Saving writes it as JSON, and
 * loading calls the function again. A value such as `relu` has a name and no arguments.
 */
export interface Config {
  readonly name: string;
  readonly args?: readonly unknown[];
}

/** One row of a model's summary. */
export interface SummaryRow {
  readonly name: string;
  readonly shape: Shape;
  readonly weights: Weights;
}

/** The result of `init`: the weights, the shape of one output example, and the parts for a summary. */
export interface Initialized<W extends Weights = Weights> {
  readonly weights: W;
  readonly shape: Shape;
  readonly parts?: readonly SummaryRow[];
}

/** A pair of pure functions. `init` allocates weights and returns the output shape; `apply` computes the output, within a `tidy` of the caller. */
export interface Layer<In extends Tensor, Out extends Tensor = In, W extends Weights = any> {
  readonly init: (shape: Shape, context: InitContext) => Initialized<W>;
  readonly apply: (weights: W, x: In, context: Context) => Out;
  /** `apply` and an activation as one operation. `chain` uses it if an activation follows. */
  readonly applyWith?: (weights: W, x: In, context: Context, activation: FusedActivation) => Out;
  /** The layers of a `chain`, in order. The weights of layer i are `weights[i]`. */
  readonly layers?: readonly Layer<any, any>[];
  readonly config?: Config;
}

/** A layer whose output has the shape of its input, of any rank. */
export interface ShapePreserving<W extends Weights = any> {
  readonly init: (shape: Shape, context: InitContext) => Initialized<W>;
  readonly apply: <T extends Tensor>(weights: W, x: T, context: Context) => T;
  readonly config?: Config;
}

/** An activation: a layer without weights that keeps the shape. `range` is the range of its output, ends included. */
export interface Activation extends ShapePreserving<{}> {
  readonly range?: Range;
  /** The activation in the form that fused operations take. */
  readonly fusable?: FusedActivation;
}

/** A closed interval: the smallest and the largest value. */
export type Range = readonly [least: number, greatest: number];

/** The output of a bottleneck. The decoder reads `codes`. */
export interface Latent {
  readonly codes: Tensor2D;
}

/** A diagonal Gaussian posterior: `codes` are drawn from N(mean, exp(logVar)). */
export interface Gaussian extends Latent {
  readonly mean: Tensor2D;
  readonly logVar: Tensor2D;
}

/** Codes of a top-k bottleneck, which keeps only the largest. A unit that never fires is dead. */
export interface TopK extends Latent {
  /**
   * Codes made of dead units alone, `[batch, units]`: their largest activations, and 0 for every other unit. All are 0 if no unit is
   * dead. Computed by the call.
   */
  readonly auxiliaryCodes: () => Tensor2D;
}

/** The output of a decoder. */
export interface Decoded<Y extends Tensor = Tensor> {
  readonly logits: Y;
  /** `logits` after the output activation. The first call computes it, since a loss of logits does not need it. */
  readonly output: () => Y;
  /** The output for other codes. */
  readonly decode: (codes: Tensor2D) => Y;
}

/** The result of a forward pass: the outputs of the bottleneck and of the decoder. */
export type Forward<L extends Latent = Latent, Y extends Tensor = Tensor> = L & Decoded<Y>;

/**
 * What a loss gets: one forward pass, its target, and the clock of training. `mask` has the shape of the target: 1 for known cells, 0 for
 * missing ones. In a group of processes, `shard` tells which rows of the batch this process has.
 */
export type Pass<L extends Latent = Latent> = Forward<L> & {
  readonly target: Tensor;
  readonly mask?: Tensor | undefined;
  readonly clock: Clock;
  readonly shard?: Shard | undefined;
};

/**
 * A function of one pass. Losses are sums over the features of an example and means over the batch. The caller's `tidy` disposes of their
 * intermediate tensors. `range` is the interval in which targets must be. A loss does not type-check with a model of another kind.
 */
export interface Loss<L extends Latent = Latent> {
  (pass: Pass<L>): Scalar;
  readonly range?: Range;
  readonly config?: Config;
  /** The two factors of a loss that is `weight` · `loss`. Training may compute them apart. */
  readonly factors?: { readonly weight: (clock: Clock) => number; readonly loss: Loss<L> };
}

/**
 * Turns a clean batch into a noisy one, the input of the model. The clean batch stays the target. Training gives its clock, which
 * schedules read. Without a clock, they have their final values.
 */
export interface Corruption {
  <X extends Tensor>(x: X, seeds: Seeds, clock?: Clock): X;
  readonly config?: Config;
}

/** Changes a clean batch before anything else, so that the input and the target of the model change alike: a shift, a flip. */
export type Augmentation = Corruption;

/**
 * A model that can be trained. Training assigns new values to `weights`. `X` is the type of inputs and `Y` that of outputs: for an autoencoder
 * they are the same; the outputs of a classifier are the probabilities of classes.
 */
export interface Model<X extends Tensor = Tensor, L extends Latent = Latent, Y extends Tensor = X> {
  readonly input: Shape;
  /** The shape of one output, if it differs from `input`. Training then needs targets. */
  readonly output?: Shape | undefined;
  /** The number of classes, if outputs are their probabilities. Targets are then labels. */
  readonly classes?: number | undefined;
  readonly weights: Weights<Variable>;
  readonly forward: (x: X, context: Context) => Forward<L, Y>;
  /** The range of the output, if the output activation bounds it. */
  readonly range?: Range | undefined;
  /** The call that made it, so that a worker can repeat it. */
  readonly config?: Config;
  /** If frozen parts of this model are not among its weights: the same model with all of them. */
  readonly fullModel?: Pick<Model, 'weights' | 'config'> | undefined;
}

/** A model whose forward pass has two halves: `forward` is `encodeWith`, then `decodeWith`. */
export interface EncoderDecoder<X extends Tensor = Tensor, L extends Latent = Latent> extends Model<X, L> {
  /** The output of the bottleneck for one batch: codes; mean and logVar if it is Gaussian. The caller's `tidy` disposes of the rest. */
  readonly encodeWith: (x: X, context: Context) => L;
  /** Logits and output for codes `[batch, latents]`. The caller's `tidy` disposes of intermediate tensors. */
  readonly decodeWith: (codes: Tensor2D, context: Context) => Decoded<X>;
}
