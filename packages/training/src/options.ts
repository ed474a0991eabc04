import type { Tensor } from '@tensorflow/tfjs-core';
import type { Augmentation, Corruption, Dataset, Group, Latent, Optimizer } from '@autoencoders/core';
import type { ResumeOptions } from './checkpoints/store.js';
import type { FaultOptions } from './faults.js';
import type { Losses } from './losses.js';
import type { Target, ValidationData } from './pairs.js';

/**
 * When to stop before the last epoch. However training ends, the model gets the weights of the best epoch back. Epochs are compared by their
 * validation loss, with the final values of all schedules. Epochs during a warm-up, for example of the KL, do not use up the patience.
 * Without validation, epochs are compared by their training loss, from the end of the warm-up on.
 */
export interface EarlyStopping {
  /** How many epochs without improvement to allow before training stops. */
  readonly patience: number;
  /** How much lower the loss must be to count as an improvement. Default 0. */
  readonly minDelta?: number;
}

/** Options of `fit`. */
export interface FitOptions<X extends Tensor, L extends Latent, K extends string> extends ResumeOptions, FaultOptions {
  /** Losses by names of your choice. Their sum is minimised, and each is reported under its name. */
  readonly loss: Losses<L, K>;
  /**
   * What the outputs should be: labels for a classifier, as a tensor `[examples]` or an array; numbers for other models,
   * `[examples, …output]`. Default: the clean data.
   */
  readonly target?: Target | undefined;
  /**
   * Changes the data of each step first: shifts, flips. The model sees the changed data, and the losses compare with them, unless there is
   * a `target`, which stays as it is. Data to validate by are not changed. Default: none.
   */
  readonly augment?: Augmentation | undefined;
  /** Makes noisy data of the clean data: the model sees the noisy data, the losses compare with the clean. Default: none. */
  readonly corrupt?: Corruption | undefined;
  /** Default `adam()`. */
  readonly optimizer?: Optimizer;
  /**
   * Parts of the model that are not trained, by their names in `model.weights`: `['encoder']`, `['decoder.0']`. Their weights
   * and running statistics stay as they are, and their dropout and batch norm do what they do outside training. Default: none.
   */
  readonly freeze?: readonly string[];
  /** Passes over the data. Default 10. */
  readonly epochs?: number;
  /**
   * Examples per step, or per batch of a step that accumulates gradients. Default 32; `evaluate` takes 128, since it needs no memory for gradients. The last batch of an epoch may
   * be smaller. A batch that is larger than the data is all of the data.
   */
  readonly batch?: number;
  /**
   * Of how many batches a step takes the gradients, one batch after the other, before it changes the weights once. Default 1. The step takes
   * the mean gradient over all their examples: k batches of b are one batch of k·b, to rounding, in the memory of one of b. In a group, gradients are
   * summed over the ranks once for all of them. What looks across a batch, such as `batchNorm` and `sparsityKl`, sees each by itself; running
   * statistics follow each. At the end of an epoch, fewer batches that are left make a step. A step is one change of the weights for schedules,
   * `every`, checkpoints and faults, which leave out all its batches. The k batches have random numbers of their own. In Keras and Hugging
   * Face: `gradient_accumulation_steps`.
   */
  readonly accumulationSteps?: number;
  /**
   * In a group: after how many steps the ranks average their weights, statistics and states of the optimizer. Default 1: they sum their gradients in every
   * step, and are like one process. With k, each rank makes k steps of its own, with the mean gradient over its own rows of each batch, and
   * then all send their weights once. This is not the training of one process, but on a slow network it is faster. The last step of an epoch is followed by an
   * average, too. Validation, progress, checkpoints and the end of training come only after an average, and losses are those of all ranks. After
   * a fault, `nonFinite` and `spikes` go back to the last average. Without a group, it does nothing. Local SGD: Stich 2019.
   */
  readonly averageEvery?: number;
  /**
   * Decides which examples are set aside, their order, corruption and sampling. Default 0. Another call with the same seed
   * repeats the same order and noise. To train on, take more epochs from one run, or give another seed.
   */
  readonly seed?: number;
  /**
   * Whether each epoch takes the examples in a new order. Default true. The examples of a stream are shuffled within a window of 2²²
   * numbers (16 MB): an example moves by two windows at most.
   */
  readonly shuffle?: boolean;
  /**
   * Data to judge the model by after each epoch: a share of `data` to set aside at random by `seed`, such as 0.1; other data; or
   * `{ data, target }` for a model with targets. `corrupt` applies to them, too, with the same noise in each epoch. Of a stream, every
   * example is set aside with the probability of the share.
   */
  readonly validation?: number | X | Dataset | ValidationData<X> | undefined;
  /** Stops when the validation loss, or without validation the training loss, no longer improves, and restores the weights of the best epoch. Default: never. */
  readonly earlyStopping?: EarlyStopping | undefined;
  /** Gives progress every so many steps, too. Default: after each epoch only. */
  readonly every?: number;
  /**
   * Whether to capture the kernels of a step where the backend can, as wasm does, and to run the next steps from them: the same numbers to the last
   * bit, in less time. Steps that cannot be captured run as usual; `captureProblem` tells why. Default true.
   */
  readonly capture?: boolean;
  /**
   * The processes that train together, each with a part of every batch: `batch` is the batch of all of them. All call this alike, with the same model
   * and data, and the result is the same on all, and the same as that of one process, to rounding. Only rank 0 takes checkpoints, and all
   * resume from the one that rank 0 reads, also with another number of ranks. Every rank
   * must read the run to the same point. Needs a backend on the processor. Default: this process alone.
   */
  readonly group?: Group | undefined;
  /**
   * Whether `data` and validation data are only the part of this rank, as `shard` of `@autoencoders/datasets` or the option `shard` of `openCsv` and
   * `openParquet` give it. The parts may differ in size, and one may be empty; all ranks together should have every example once. `batch` is still the batch
   * of all ranks: each takes its share of the rows, so that each example is seen once in an epoch. A batch has the rows of rank 0, then those of rank
   * 1, and so on. In an epoch without `shuffle`, row j of n rows of a rank comes in the order of (j + ½) / n. Streams that do not know their `count` give
   * as many rows each, until some have no more. `augment` and `corrupt` give each row the numbers that it has in one process; what mixes
   * rows, such as `swapNoise`, mixes those of one rank. Default false.
   */
  readonly sharded?: boolean | undefined;
}

/** Options of `fit` for the steps alone: those that each level of a stack has. */
export type LevelFitOptions<X extends Tensor, L extends Latent, K extends string> = Omit<
  FitOptions<X, L, K>,
  'target' | 'validation' | 'group' | 'sharded' | keyof ResumeOptions
>;
