import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import type { FusedActivation } from './operations/activation.js';
import type { Clock } from './schedules.js';

/** Sizes of one example; the batch axis is left out. */
export type Shape = readonly number[];

/**
 * Weights are plain trees: tensors at the leaves, names on the way down. What lies under the name `statistics`
 * (batch norm's running mean, say) is kept and saved, but not trained.
 */
export type Weights<T extends Tensor = Tensor> = { readonly [name: string]: T | Weights<T> };

/** A supply of seeds: every call gives the next one, an integer from 0 to 2⁵³ − 1. */
export type Seeds = () => number;

/** What a layer may look at besides its weights and its input. */
export interface Context {
  /** Whether this pass trains: dropout drops, batch norm uses the batch's own statistics. */
  readonly training: boolean;
  /** The source of random numbers. Without it nothing is random: a Gaussian bottleneck then gives its mean. */
  readonly seeds?: Seeds;
  /** Takes the next value of a weight under `statistics`. The training loop stores it when the step succeeds. */
  readonly update?: (statistic: Tensor, next: Tensor) => void;
  /** Weights of frozen parts. `applyPart` runs such a part as outside training, so that nothing in it changes. */
  readonly frozen?: ReadonlySet<Weights>;
  /** Called by `applyPart` instead of `part.apply`. `preflight` uses it to learn which part needs which kernel. */
  readonly visit?: Visit;
}

/** What `init` may use besides the shape. One model is built with one context, or with copies of it: `{ ...context, seeds }`. */
export interface InitContext {
  /** Where the seeds of the weights come from. */
  readonly seeds: Seeds;
  /** The weights of layers that stand earlier in the model, noted by layers whose weights others may share: `tied` finds its layer here. */
  readonly built?: Map<unknown, Weights>;
}

/** A part of a model: a layer, or a bottleneck, whose output is more than a tensor. */
export interface Module<Y> {
  readonly init: (shape: Shape, context: InitContext) => Initialized<any>;
  readonly apply: (weights: any, x: any, context: Context) => Y;
  readonly config?: Config;
}

/** Gives what `part.apply(weights, x, context)` gives; `where` is the part's place in the part around it: `encoder`, `layer 2`. */
export type Visit = <Y>(where: string, part: Module<Y>, weights: Weights, x: Tensor, context: Context) => Y;

/**
 * What a layer was made by: the name of its factory and the arguments of the call, with nested layers as they are.
 * Saving writes it as JSON, loading calls the factory again. A value such as `relu` has a name and no arguments.
 */
export interface Config {
  readonly name: string;
  readonly args?: readonly unknown[];
}

/** One row of a model's summary. */
export interface Part {
  readonly name: string;
  readonly shape: Shape;
  readonly weights: Weights;
}

/** What `init` gives: the weights, the shape of one output example, and the parts to list in a summary. */
export interface Initialized<W extends Weights = Weights> {
  readonly weights: W;
  readonly shape: Shape;
  readonly parts?: readonly Part[];
}

/**
 * A pair of pure functions: `init` allocates weights and gives the output shape, `apply` reads them. What `apply` makes
 * on the way to its result is left to the caller's `tidy`.
 */
export interface Layer<In extends Tensor, Out extends Tensor = In, W extends Weights = any> {
  readonly init: (shape: Shape, context: InitContext) => Initialized<W>;
  readonly apply: (weights: W, x: In, context: Context) => Out;
  /** `apply` with an activation after it, as one operation; `chain` uses it where an activation follows. */
  readonly applyWith?: (weights: W, x: In, context: Context, activation: FusedActivation) => Out;
  /** The layers of a `chain`, in their order; the weights of layer i are `weights[i]`. */
  readonly layers?: readonly Layer<any, any>[];
  readonly config?: Config;
}

/** A layer that keeps the shape of whatever it gets, and so fits after any rank. */
export interface ShapePreserving<W extends Weights = any> {
  readonly init: (shape: Shape, context: InitContext) => Initialized<W>;
  readonly apply: <T extends Tensor>(weights: W, x: T, context: Context) => T;
  readonly config?: Config;
}

/** An activation: a layer without weights that keeps the shape. `range` is what its output can reach, ends included. */
export interface Activation extends ShapePreserving<{}> {
  readonly range?: Range;
  /** The activation as fused operations know it. */
  readonly fusable?: FusedActivation;
}

/** The least and the greatest value, ends included. */
export type Range = readonly [least: number, greatest: number];

/** What a bottleneck hands on: `codes` are what the decoder reads. */
export interface Latent {
  readonly codes: Tensor2D;
}

/** A diagonal Gaussian posterior: `codes` are drawn from N(mean, exp(logVar)). */
export interface Gaussian extends Latent {
  readonly mean: Tensor2D;
  readonly logVar: Tensor2D;
}

/** Codes of which only the largest are kept, so that a unit may never fire: a dead one. */
export interface TopK extends Latent {
  /**
   * What dead units could add to the codes, `[batch, units]`: their largest activations, 0 for every other unit and where
   * no unit is dead. Made when asked for.
   */
  readonly auxiliaryCodes: () => Tensor2D;
}

/** What the second half of a model makes of codes. */
export interface Decoded<Y extends Tensor = Tensor> {
  readonly logits: Y;
  /** `logits` through the output activation: computed by the first call and kept, as a loss of logits does not need it. */
  readonly output: () => Y;
  /** The output for other codes. */
  readonly decode: (codes: Tensor2D) => Y;
}

/** What a model makes of one batch: what its bottleneck gives, and what the decoder makes of the codes. */
export type Forward<L extends Latent = Latent, Y extends Tensor = Tensor> = L & Decoded<Y>;

/** One forward pass, what it should have given, and when in training it happened, as a loss sees them. */
export type Pass<L extends Latent = Latent> = Forward<L> & { readonly target: Tensor; readonly clock: Clock };

/**
 * A function of one pass; a model of the wrong kind does not type-check. Losses sum over the features of an example
 * and average over the batch; what they make on the way is left to the caller's `tidy`. `range` is where targets must
 * lie for the loss to make sense.
 */
export interface Loss<L extends Latent = Latent> {
  (pass: Pass<L>): Scalar;
  readonly range?: Range;
  readonly config?: Config;
}

/** Turns a clean batch into what the model gets to see; the clean batch stays the target. */
export interface Corruption {
  <X extends Tensor>(x: X, seeds: Seeds): X;
  readonly config?: Config;
}

/**
 * What training needs of a model; training assigns new values to `weights`. Outputs are `Y`s: those of an autoencoder are
 * what its inputs are, those of a classifier are the probabilities of classes.
 */
export interface Model<X extends Tensor = Tensor, L extends Latent = Latent, Y extends Tensor = X> {
  readonly input: Shape;
  /** The shape of one output, where it is not `input`; training then needs targets. */
  readonly output?: Shape | undefined;
  /** How many classes there are, where outputs are their probabilities; targets are then labels. */
  readonly classes?: number | undefined;
  readonly weights: Weights<Variable>;
  readonly forward: (x: X, context: Context) => Forward<L, Y>;
  /** What `output` can reach, where the output activation bounds it. */
  readonly range?: Range | undefined;
  /** What it was made by, so that a worker can make it, too. */
  readonly config?: Config;
}

/** A model whose forward pass has two halves: `forward` decodes the codes that `encodeWith` gives. */
export interface EncoderDecoder<X extends Tensor = Tensor, L extends Latent = Latent> extends Model<X, L> {
  /** What the bottleneck gives for one batch: the codes and, where it is Gaussian, mean and logVar. What it makes on the way is left to the caller's `tidy`. */
  readonly encodeWith: (x: X, context: Context) => L;
  /** Logits and output of some codes, `[batch, codeSize]`. What it makes on the way is left to the caller's `tidy`. */
  readonly decodeWith: (codes: Tensor2D, context: Context) => Decoded<X>;
}
