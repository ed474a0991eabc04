/*
 * What a page needs to know of options when it trains in a worker. It loads nothing of the training itself for that.
 */
import type { EarlyStopping, FitOptions } from './options.js';
import type { ResumeOptions } from './checkpoints/store.js';
import type { PretrainOptions } from './pretrain.js';

/** The names of all options. Others are refused. */
export const FIT_OPTIONS: Readonly<Record<keyof FitOptions<any, any, any>, true>> = {
  loss: true,
  target: true,
  corrupt: true,
  augment: true,
  optimizer: true,
  freeze: true,
  epochs: true,
  batch: true,
  accumulationSteps: true,
  averageEvery: true,
  seed: true,
  shuffle: true,
  validation: true,
  earlyStopping: true,
  every: true,
  capture: true,
  group: true,
  sharded: true,
  nonFinite: true,
  spikes: true,
  checkpoint: true,
  resume: true,
  checkData: true,
};

/** Epochs by default. */
export const EPOCHS = 10;

/** What to write for options that other libraries have. */
export const HINTS: Readonly<Record<string, string>> = {
  learningRate: 'the learning rate belongs to the optimizer: { optimizer: adam({ learningRate }) }',
  batchSize: 'the batch size is batch',
  labels: 'labels are the target',
  patience: 'patience belongs to early stopping: { earlyStopping: { patience } }',
  validationData: 'data to judge by is validation',
  validationSplit: 'a share to judge by is validation',
};

/** The names of all options of a level, and of `pretrain`. */
const {
  target: _,
  validation: __,
  checkpoint: ___,
  resume: ____,
  checkData: _____,
  group: ______,
  sharded: _______,
  ...levelOptions
} = FIT_OPTIONS;
export const LEVEL_OPTIONS: Readonly<
  Record<Exclude<keyof FitOptions<any, any, any>, 'target' | 'validation' | 'group' | 'sharded' | keyof ResumeOptions>, true>
> = levelOptions;
export const PRETRAIN_OPTIONS: Readonly<Record<keyof PretrainOptions<any>, true>> = {
  ...LEVEL_OPTIONS,
  levels: true,
  validation: true,
  memory: true,
  group: true,
  sharded: true,
  checkpoint: true,
  resume: true,
  checkData: true,
};

/** When each of `count` levels stops early. */
export const earlyStoppingOf = (
  { earlyStopping, levels }: Pick<PretrainOptions<any>, 'earlyStopping' | 'levels'>,
  count: number,
): readonly (EarlyStopping | undefined)[] => Array.from({ length: count }, (_, i) => ({ earlyStopping, ...levels?.[i] }).earlyStopping);
