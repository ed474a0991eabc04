import type { Tensor } from '@tensorflow/tfjs-core';
import { adam } from '@autoencoders/core';
import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Corruption, Latent, Model, Optimizer } from '@autoencoders/core';
import type { Pairs } from './examples.js';
import { trainedOf } from './freezing.js';
import { termsOf } from './losses.js';
import type { Losses } from './losses.js';
import { NAMES } from './pairs.js';
import type { ValidationData, Target } from './pairs.js';
import type { Run } from './step.js';

/** When to stop before the last epoch: the best weights are put back then, and whenever training ends. */
export interface EarlyStopping {
  /** Epochs without improvement to wait for another. */
  readonly patience: number;
  /** How much lower the loss must be to count as an improvement; 0 by default. */
  readonly minDelta?: number;
}

/** What `fit` can be told. */
export interface FitOptions<X extends Tensor, L extends Latent, K extends string> {
  /** Losses by names of your choice; their sum is minimised, each is reported under its name. */
  readonly loss: Losses<L, K>;
  /**
   * What the outputs should be, the clean data itself by default: the labels for a classifier, as a tensor `[examples]`
   * or an array, otherwise `[examples, …output]`.
   */
  readonly target?: Target | undefined;
  /** What the model gets to see instead of the clean data. */
  readonly corrupt?: Corruption | undefined;
  /** `adam()` by default. */
  readonly optimizer?: Optimizer;
  /**
   * Parts of the model that stay as they are, by their names in `model.weights`: `['encoder']`, `['decoder.0']`. Their weights
   * get no gradients, their running statistics stay, and their dropout and batch norm do what they do outside training.
   */
  readonly freeze?: readonly string[];
  /** Passes over the data; 10 by default. */
  readonly epochs?: number;
  /** Examples per step; 32 by default. The last batch of an epoch may be smaller, and one larger than the data is all of it. */
  readonly batch?: number;
  /**
   * Decides the split, the order, corruption and sampling; 0 by default. Another call with the same seed goes through the same
   * order with the same noise; to go on, take more epochs from one run, or give another seed.
   */
  readonly seed?: number;
  /** Whether each epoch takes the examples in a new order; true by default. */
  readonly shuffle?: boolean;
  /**
   * Data to judge the model by after each epoch: a share of `data` to set aside, such as 0.1, or data of its own, with
   * its targets where there are any: `{ data, target }`. The model sees it through `corrupt`, too, with the same noise
   * each time.
   */
  readonly validation?: number | X | ValidationData<X> | undefined;
  /** Judged by the validation loss where there is one, by the training loss otherwise. */
  readonly earlyStopping?: EarlyStopping | undefined;
  /** Yields every so many steps, too, not only after each epoch. */
  readonly every?: number;
}

/** The options with examples in the place of tensors. */
export interface Prepared<X extends Tensor, L extends Latent, K extends string> extends Omit<FitOptions<X, L, K>, 'target' | 'validation'> {
  readonly validation?: number | Pairs<X> | undefined;
}

/** Checked options with their defaults, and what they are for. */
export interface Plan<X extends Tensor, L extends Latent, K extends string> extends Run<X, L, K> {
  readonly names: typeof NAMES;
  readonly epochs: number;
  readonly batch: number;
  readonly shuffle: boolean;
  readonly validation: Pairs<X> | undefined;
  /** How many examples of `data` are set aside for validation. */
  readonly setAside: number;
  readonly earlyStopping: Required<EarlyStopping> | undefined;
  readonly every: number;
}

/** Every option, so that one that is none is refused. */
export const FIT_OPTIONS: Readonly<Record<keyof FitOptions<any, any, any>, true>> = {
  loss: true,
  target: true,
  corrupt: true,
  optimizer: true,
  freeze: true,
  epochs: true,
  batch: true,
  seed: true,
  shuffle: true,
  validation: true,
  earlyStopping: true,
  every: true,
};

/** Epochs by default. */
export const EPOCHS = 10;

/** What to do about names that other libraries have. */
export const HINTS: Readonly<Record<string, string>> = {
  learningRate: 'the learning rate belongs to the optimizer: { optimizer: adam({ learningRate }) }',
  batchSize: 'the batch size is batch',
  labels: 'labels are the target',
  patience: 'patience belongs to early stopping: { earlyStopping: { patience } }',
  validationData: 'data to judge by is validation',
  validationSplit: 'a share to judge by is validation',
};

/** Throws for whatever can be known to be wrong before the first step, naming `call`. */
export function planOf<X extends Tensor, L extends Latent, K extends string>(
  call: string,
  model: Model<X, L, Tensor>,
  pairs: Pairs<X>,
  options: Prepared<X, L, K>,
  names: typeof NAMES = NAMES,
): Plan<X, L, K> {
  const {
    loss,
    corrupt,
    optimizer = adam(),
    epochs = EPOCHS,
    seed = 0,
    shuffle = true,
    validation,
    earlyStopping,
    every = Infinity,
  } = options;
  const terms = termsOf<L, K>(call, loss);
  checkInteger(call, 'epochs', epochs, 0);
  checkInteger(call, 'seed', seed, 0);
  if (every !== Infinity) checkInteger(call, 'every', every, 1);
  check(typeof shuffle === 'boolean', () => `${call}: shuffle must be true or false, not ${show(shuffle)}`);
  check(
    corrupt === undefined || typeof corrupt === 'function',
    () => `${call}: corrupt must be a corruption, such as gaussianNoise(0.4), not ${show(corrupt)}`,
  );
  check(
    typeof optimizer?.update === 'function' && typeof optimizer.init === 'function',
    () => `${call}: optimizer must be an optimizer, such as adam(), not ${show(optimizer)}`,
  );
  if (earlyStopping !== undefined) {
    checkOptions(`${call}: earlyStopping`, earlyStopping, { patience: true, minDelta: true });
    checkInteger(call, 'earlyStopping.patience', earlyStopping.patience, 0);
    checkNumber(call, 'earlyStopping.minDelta', earlyStopping.minDelta ?? 0, 0);
  }
  check(
    validation === undefined || typeof validation === 'number' || (typeof validation === 'object' && validation !== null),
    () => `${call}: validation must be a share between 0 and 1, or data of its own, not ${show(validation)}`,
  );
  const setAside = typeof validation === 'number' ? share(call, validation, pairs.data.count) : 0;
  const rest = pairs.data.count - setAside;
  const { batch = 32 } = options;
  checkInteger(call, 'batch', batch, 1);
  return {
    ...pairs,
    call,
    names,
    model,
    terms,
    corrupt,
    optimizer,
    trained: trainedOf(call, model.weights, options.freeze ?? []),
    epochs,
    batch: Math.min(batch, rest),
    seed,
    shuffle,
    every,
    setAside,
    validation: typeof validation === 'object' ? validation : undefined,
    earlyStopping: earlyStopping && { patience: earlyStopping.patience, minDelta: earlyStopping.minDelta ?? 0 },
  };
}

function share(call: string, validation: number, count: number): number {
  check(
    validation > 0 && validation < 1,
    () => `${call}: validation must be a share between 0 and 1, or data of its own, not ${validation}`,
  );
  const setAside = Math.round(validation * count);
  check(
    setAside > 0 && setAside < count,
    () => `${call}: validation of ${validation} leaves ${setAside} of ${count} examples to validate and ${count - setAside} to train`,
  );
  return setAside;
}
