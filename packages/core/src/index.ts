// Models are disposable. Projects whose `lib` has no Disposable can read our types then, too.
/// <reference lib="esnext.disposable" preserve="true" />
export { chain } from './chain.js';
export type { Fits, Flow, Start } from './chain.js';
export { configOf, withConfig } from './config.js';
export type { ArrayDataset, Dataset, IndexedDataset, NumberArray, StreamDataset } from './data/dataset.js';
export { DivergenceError, InputError } from './errors.js';
export type { DivergenceDetails, FaultOrigin } from './errors.js';
export { BackendLostError, onLost } from './backend-lost.js';
export { clipByGlobalNorm, clipByValue } from './clipping.js';
export type { Group, GroupTimes, Shard, Work } from './group.js';
export { adam, adamW, sgd } from './optimizers.js';
export type { AdamOptions, Optimizer, OptimizerUpdate } from './optimizers.js';
export { parameterGroups } from './parameter-groups.js';
export { bernoulli, normal, permutation, seeded, uniform } from './random.js';
export { constant, cosineDecay, cyclical, exponentialDecay, linearWarmUp, piecewise } from './schedules.js';
export type { Clock, Duration, Schedule } from './schedules.js';
export { readWeights, writeWeights } from './state-dict.js';
export type { StateDict, StateEntry } from './state-dict.js';
export { countParameters, leaves, mapLeaves, trainable } from './tree.js';
export type { Leaves } from './tree.js';
export type {
  Activation,
  Augmentation,
  Config,
  Context,
  Corruption,
  Decoded,
  EncoderDecoder,
  Forward,
  Gaussian,
  InitContext,
  Initialized,
  Latent,
  Layer,
  Loss,
  Model,
  Module,
  SummaryRow,
  Pass,
  Range,
  Seeds,
  Shape,
  ShapePreserving,
  TopK,
  Visit,
  Weights,
} from './types.js';
