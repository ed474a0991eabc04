import type { Tensor } from '@tensorflow/tfjs-core';
import { adam } from '@autoencoders/core';
import { check, checkBoolean, checkFunction, checkInteger } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Augmentation, Corruption, Group, Latent, Model, Optimizer } from '@autoencoders/core';
import { faultPlanOf, recovers } from './faults.js';
import { trainedOf } from './freezing.js';
import { guardedOptimizer } from './guarded-optimizer.js';
import { checkedGroup } from './group.js';
import { termsOf } from './losses.js';
import { checkedEarlyStopping, shareOf } from './option-checks.js';
import { EPOCHS } from './option-names.js';
import type { EarlyStopping, LevelFitOptions } from './options.js';
import type { ARGUMENT_NAMES } from './pairs.js';
import { ranksOf } from './ranks.js';
import type { Ranks } from './ranks.js';
import { asideOf } from './source.js';
import type { Source } from './source.js';
import type { GuardedPlan } from './step.js';

/** The data of a training: to train on, to judge by, and what errors call them. */
export interface TrainingData<X extends Tensor> {
  readonly source: Source<X>;
  /** A share of `source` to set aside, or other data. */
  readonly validation: number | Source<X> | undefined;
  readonly names: typeof ARGUMENT_NAMES;
  /** The processes that train together. */
  readonly group?: Group | undefined;
  /** Whether the data are only the part of this rank. */
  readonly sharded: boolean;
}

/** Checked options with their defaults, and what they are for. */
export interface Plan<X extends Tensor, L extends Latent, K extends string> extends GuardedPlan<X, L, K> {
  readonly names: typeof ARGUMENT_NAMES;
  readonly epochs: number;
  readonly batch: number;
  readonly accumulationSteps: number;
  readonly averageEvery: number;
  readonly shuffle: boolean;
  readonly source: Source<X>;
  readonly validation: Source<X> | undefined;
  /** The share of `source` that is set aside for validation. */
  readonly share: number;
  readonly earlyStopping: Required<EarlyStopping> | undefined;
  readonly every: number;
  /** Where the data are only the part of this rank: gives the plan for those of all ranks. Every rank must call it before the training. */
  readonly open?: () => Promise<Plan<X, L, K>>;
  /** What the ranks do together, in a plan for the data of all ranks. */
  readonly ranks?: Ranks<X>;
}

/** The plan of a training. Throws for whatever can be known to be wrong before the first step, naming `call`. */
export function planOf<X extends Tensor, L extends Latent, K extends string>(
  call: string,
  model: Model<X, L, Tensor>,
  { source, validation, names, group, sharded }: TrainingData<X>,
  options: LevelFitOptions<X, L, K>,
): Plan<X, L, K> {
  const { loss, corrupt, optimizer = adam(), epochs = EPOCHS, batch = 32 } = options;
  // How many examples all ranks have is found out later.
  const count = sharded ? undefined : source.count;
  const { seed = 0, shuffle = true, every = Infinity, capture = true, accumulationSteps = 1, averageEvery = 1 } = options;
  const terms = termsOf<L, K>(call, loss);
  checkInteger(call, 'epochs', epochs, 0);
  checkInteger(call, 'seed', seed, 0);
  if (every !== Infinity) checkInteger(call, 'every', every, 1);
  checkBoolean(call, 'shuffle', shuffle);
  checkBoolean(call, 'capture', capture);
  checkFunctions(call, corrupt, optimizer, options.augment);
  const earlyStopping = checkedEarlyStopping(call, options.earlyStopping);
  const share = shareOf(call, validation, count);
  for (const [name, value] of Object.entries({ batch, accumulationSteps, averageEvery })) checkInteger(call, name, value, 1);
  const faults = faultPlanOf(call, options);
  const plan: Plan<X, L, K> = {
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
    batch: batchOf(batch, share, count),
    accumulationSteps,
    averageEvery,
    seed,
    capture,
    group: checkedGroup(call, group),
    shuffle,
    every,
    share,
    validation: typeof validation === 'object' ? validation : undefined,
    earlyStopping,
  };
  return sharded ? openable(plan) : plan;
}

/** The plan of a rank that has a part of the data: once opened, it is for the data of all ranks. */
function openable<P extends Plan<any, any, any>>(plan: P): P {
  let opened: Promise<P> | undefined;
  const open = async (): Promise<P> => (await ranksOf(plan.call, plan.group!, plan.model)).opened(plan, { batchOf, shareOf });
  return { ...plan, open: () => (opened ??= open()) };
}

/** A batch that is larger than the examples to train on is all of them. */
export const batchOf = (batch: number, share: number, count: number | undefined): number =>
  count === undefined ? batch : Math.min(batch, count - asideOf(share, count));

function checkFunctions(call: string, corrupt: Corruption | undefined, optimizer: Optimizer, augment: Augmentation | undefined): void {
  if (augment !== undefined) checkFunction(call, 'augment', augment);
  check(
    corrupt === undefined || typeof corrupt === 'function',
    () => `${call}: corrupt must be a corruption, such as gaussianNoise(0.4), not ${show(corrupt)}`,
  );
  check(
    typeof optimizer?.update === 'function' && typeof optimizer.init === 'function',
    () => `${call}: optimizer must be an optimizer, such as adam(), not ${show(optimizer)}`,
  );
}
