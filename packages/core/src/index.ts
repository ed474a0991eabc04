export { precision, readsWait } from './backend.js';
export { periodicYield } from './periodic-yield.js';
export { applyPart, chain, initPart, nameOf } from './chain.js';
export type { Fits, Flow, Start } from './chain.js';
export { checkModel, checkTensor } from './checks.js';
export { configOf, withConfig, configWriter, configReader } from './config.js';
export type { HasConfig, Json, ConfigReaderOptions } from './config.js';
export { inFloat32, toFloat32 } from './dtype.js';
export { DivergenceError, InputError, check, checkInteger, checkNumber, checkOptions, show, showShape } from './errors.js';
export { valueAndGradients } from './gradients.js';
export type { ValueAndGradients } from './gradients.js';
export { BackendLostError, declareFound, declareLost, onLost, whileAlive } from './backend-lost.js';
export { activate } from './operations/activation.js';
export type { FusedActivation } from './operations/activation.js';
export { affine } from './operations/affine.js';
export type { AffineOptions } from './operations/affine.js';
export { convolve, convolveTransposed } from './operations/convolution.js';
export type { ConvolutionGeometry } from './operations/convolution.js';
export { addGaussianNoise, maskAtRandom, addSaltAndPepper } from './operations/corruption.js';
export { abs, sumGaussianKl, pointwiseLoss, sumSparsityKl } from './operations/losses.js';
export type { PointwiseLoss } from './operations/losses.js';
export { stopGradient } from './operations/differentiable.js';
export { batchNormalization, layerNormalization, normalizeByStatistics } from './operations/normalization.js';
export type { Statistics } from './operations/normalization.js';
export { topKMask } from './operations/top-k-mask.js';
export { addAll } from './operations/add-all.js';
export { clipByGlobalNorm, clipByValue } from './clipping.js';
export { adam, adamW, sgd } from './optimizers.js';
export type { AdamOptions, Optimizer, Updated } from './optimizers.js';
export { parameterGroups } from './parameter-groups.js';
export { cut, printable } from './printable.js';
export { bernoulli, bits, normal, permutation, normalFromBits, seeded, threefry, uniform } from './random.js';
export { atTheEnd, constant, cosineDecay, cyclical, exponentialDecay, linearWarmUp, toSchedule, piecewise } from './schedules.js';
export type { Clock, Duration, Schedule } from './schedules.js';
export { countParameters, leaves, mapLeaves, trainable } from './tree.js';
export type { Leaves } from './tree.js';
export type {
  Activation,
  Module,
  Initialized,
  Context,
  Corruption,
  Config,
  Forward,
  Gaussian,
  Latent,
  Layer,
  Loss,
  Model,
  Part,
  Pass,
  ShapePreserving,
  Range,
  Seeds,
  Shape,
  TopK,
  Visit,
  Weights,
} from './types.js';
