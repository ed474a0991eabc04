export { precision, readsWait } from './backend.js';
export { breather } from './breather.js';
export { applyPart, chain, initPart, nameOf } from './chain.js';
export type { Fits, Flow, Start } from './chain.js';
export { describe, described, describer, reviver } from './description.js';
export type { Described, Json, Words } from './description.js';
export { inFloat32, toFloat32 } from './dtype.js';
export { DivergenceError, InputError, check, checkInteger, checkNumber, checkOptions, show, showShape } from './errors.js';
export { valueAndGradients } from './gradients.js';
export type { ValueAndGradients } from './gradients.js';
export { BackendLostError, declareFound, declareLost, onLost, whileAlive } from './lost.js';
export { activate } from './operations/activation.js';
export type { ActivationName } from './operations/activation.js';
export { affine } from './operations/affine.js';
export type { AffineOptions } from './operations/affine.js';
export { convolve, convolveTransposed } from './operations/convolution.js';
export type { ConvolutionGeometry } from './operations/convolution.js';
export { addNormal, keepSome, replaceByExtremes } from './operations/corruption.js';
export { absolute, gaussianDivergence, pointwiseLoss, sparsityDivergence } from './operations/losses.js';
export type { PointwiseLoss } from './operations/losses.js';
export { stopGradient } from './operations/differentiable.js';
export { normalizeColumns, normalizeRows, normalizeWith } from './operations/normalization.js';
export type { Statistics } from './operations/normalization.js';
export { largest } from './operations/selection.js';
export { total } from './operations/total.js';
export { clipNorm, clipValue } from './clipping.js';
export { adam, adamW, sgd } from './optimizers.js';
export type { AdamOptions, Optimizer, Updated } from './optimizers.js';
export { perPart } from './per-part.js';
export { cut, printable } from './printable.js';
export { bernoulli, bits, normal, permutation, probit, seeded, threefry, uniform } from './random.js';
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
  TopK,
  Visit,
  Weights,
} from './types.js';
