export { applyPart, chain, initPart, nameOf } from './chain.js';
export type { Fits, Flow, Start } from './chain.js';
export { DivergenceError, InputError, check, checkInteger, checkNumber, show, showShape } from './errors.js';
export { valueAndGradients } from './gradients.js';
export type { ValueAndGradients } from './gradients.js';
export { adam, adamW, clipNorm, clipValue, sgd } from './optimizers.js';
export type { AdamOptions, Optimizer, Updated } from './optimizers.js';
export { bernoulli, bits, normal, permutation, seeded, threefry, uniform } from './random.js';
export { atTheEnd, constant, cosineDecay, cyclical, exponentialDecay, linearWarmUp, toSchedule, until } from './schedules.js';
export type { Clock, Duration, Schedule } from './schedules.js';
export { countParameters, leaves, mapLeaves, trainable } from './tree.js';
export type { Leaves } from './tree.js';
export type {
  Activation,
  Applicable,
  Built,
  Context,
  Corruption,
  Description,
  Forward,
  Gaussian,
  Latent,
  Layer,
  Loss,
  Model,
  Part,
  Pass,
  Preserving,
  Range,
  Seeds,
  Shape,
  Visit,
  Weights,
} from './types.js';
