import type { Tensor } from '@tensorflow/tfjs-core';
import { adam } from '@autoencoders/core';
import { check, checkBoolean, checkFunction, checkInteger } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Augmentation, Corruption, Dataset, Group, Latent, Model, Optimizer } from '@autoencoders/core';
import type { ResumeOptions } from './checkpoints/store.js';
import { faultPlanOf, recovers } from './faults.js';
import type { FaultOptions } from './faults.js';
import { trainedOf } from './freezing.js';
import { guardedOptimizer } from './guarded-optimizer.js';
import { checkedGroup } from './group.js';
import { checkedEarlyStopping, shareOf } from './option-checks.js';
import { termsOf } from './losses.js';
import type { Losses } from './losses.js';
import { EPOCHS } from './option-names.js';
import { ARGUMENT_NAMES } from './pairs.js';
import type { ValidationData, Target } from './pairs.js';
import { asideOf } from './source.js';
import type { Source } from './source.js';
import type { GuardedPlan } from './step.js';

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
   * Examples per step. Default 32; `evaluate` takes 128, since it needs no memory for gradients. The last batch of an epoch may
   * be smaller. A batch that is larger than the data is all of the data.
   */
  readonly batch?: number;
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
   * and data, and the result is the same on all, and the same as that of one process, to rounding. Only rank 0 takes checkpoints. Every rank
   * must read the run to the same point. Needs a backend on the processor. Default: this process alone.
   */
  readonly group?: Group | undefined;
}

/** Options of `fit` for the steps alone: those that each level of a stack has. */
export type LevelFitOptions<X extends Tensor, L extends Latent, K extends string> = Omit<
  FitOptions<X, L, K>,
  'target' | 'validation' | 'group' | keyof ResumeOptions
>;

/** The data of a training: to train on, to judge by, and what errors call them. */
export interface TrainingData<X extends Tensor> {
  readonly source: Source<X>;
  /** A share of `source` to set aside, or other data. */
  readonly validation: number | Source<X> | undefined;
  readonly names: typeof ARGUMENT_NAMES;
  /** The processes that train together. */
  readonly group?: Group | undefined;
}

/** Checked options with their defaults, and what they are for. */
export interface Plan<X extends Tensor, L extends Latent, K extends string> extends GuardedPlan<X, L, K> {
  readonly names: typeof ARGUMENT_NAMES;
  readonly epochs: number;
  readonly batch: number;
  readonly shuffle: boolean;
  readonly source: Source<X>;
  readonly validation: Source<X> | undefined;
  /** The share of `source` that is set aside for validation. */
  readonly share: number;
  readonly earlyStopping: Required<EarlyStopping> | undefined;
  readonly every: number;
}

/** The plan of a training. Throws for whatever can be known to be wrong before the first step, naming `call`. */
export function planOf<X extends Tensor, L extends Latent, K extends string>(
  call: string,
  model: Model<X, L, Tensor>,
  { source, validation, names, group }: TrainingData<X>,
  options: LevelFitOptions<X, L, K>,
): Plan<X, L, K> {
  const {
    loss,
    corrupt,
    optimizer = adam(),
    epochs = EPOCHS,
    batch = 32,
    seed = 0,
    shuffle = true,
    every = Infinity,
    capture = true,
  } = options;
  const terms = termsOf<L, K>(call, loss);
  checkInteger(call, 'epochs', epochs, 0);
  checkInteger(call, 'seed', seed, 0);
  if (every !== Infinity) checkInteger(call, 'every', every, 1);
  check(typeof shuffle === 'boolean', () => `${call}: shuffle must be true or false, not ${show(shuffle)}`);
  checkBoolean(call, 'capture', capture);
  checkFunctions(call, corrupt, optimizer);
  if (options.augment !== undefined) checkFunction(call, 'augment', options.augment);
  const earlyStopping = checkedEarlyStopping(call, options.earlyStopping);
  const share = shareOf(call, validation, source.count);
  checkInteger(call, 'batch', batch, 1);
  const faults = faultPlanOf(call, options);
  return {
    source,
    call,
    names,
    model,
    terms,
    augment: options.augment,
    corrupt,
    optimizer: faults.spikes || recovers(faults) ? guardedOptimizer(optimizer, faults) : optimizer,
    faults,
    trained: trainedOf(call, model.weights, options.freeze ?? []),
    epochs,
    batch: source.count === undefined ? batch : Math.min(batch, source.count - asideOf(share, source.count)),
    seed,
    capture,
    group: checkedGroup(call, group),
    shuffle,
    every,
    share,
    validation: typeof validation === 'object' ? validation : undefined,
    earlyStopping,
  };
}

function checkFunctions(call: string, corrupt: Corruption | undefined, optimizer: Optimizer): void {
  check(
    corrupt === undefined || typeof corrupt === 'function',
    () => `${call}: corrupt must be a corruption, such as gaussianNoise(0.4), not ${show(corrupt)}`,
  );
  check(
    typeof optimizer?.update === 'function' && typeof optimizer.init === 'function',
    () => `${call}: optimizer must be an optimizer, such as adam(), not ${show(optimizer)}`,
  );
}
