// For authors of layers, losses, noise and backends: operations with their gradients, the contract for backend kernels, and
// checks of arguments.
export { applyPart, initPart } from './chain.js';
export { inFloat32, toFloat32 } from './dtype.js';
export { check, checkBoolean, checkFunction, checkInteger, checkNumber, checkOptions, showShape } from './errors.js';
export { initWeight } from './given-weights.js';
export { valueAndGradients } from './gradients.js';
export type { ValueAndGradients } from './gradients.js';
export type { ConvolutionAttrs, CorruptionAttrs, DistributionAttrs, Strengths } from './kernel-attrs.js';
export type { FusedKernels, KernelInputs, KernelOutputs, Kernels, StockKernels } from './kernels.js';
export { activate } from './operations/activation.js';
export type { FusedActivation } from './operations/activation.js';
export { affine } from './operations/affine.js';
export type { AffineOptions } from './operations/affine.js';
export { convolve, convolveTransposed } from './operations/convolution.js';
export type { ConvolutionGeometry } from './operations/convolution.js';
export {
  addGaussianNoise,
  addPoissonNoise,
  addSaltAndPepper,
  addSpeckleNoise,
  addUniformNoise,
  maskAtRandom,
  swapAtRandom,
} from './operations/corruption.js';
export { filterImages, quantizeAsJpeg } from './operations/image-filters.js';
export { abs, elementwiseGaussianKl, pointwiseLoss, sumGaussianKl, sumSparsityKl } from './operations/losses.js';
export type { PointwiseLoss } from './operations/losses.js';
export { stopGradient } from './operations/differentiable.js';
export { batchNormalization, groupNormalization, layerNormalization, normalizeByStatistics } from './operations/normalization.js';
export type { Statistics } from './operations/normalization.js';
export { selectRows } from './operations/select-rows.js';
export { batchMean, drawRows, gatherRows, ownRows, sumOverRanks } from './operations/shard.js';
export { topKMask } from './operations/top-k-mask.js';
export { addAll } from './operations/add-all.js';
export { atTheEnd, toSchedule } from './schedules.js';
