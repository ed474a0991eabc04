import { chain } from '@autoencoders/core';
import { elu, gelu, leakyRelu, linear, relu, sigmoid, softplus, tanh } from './activations.js';
import { center, uncenter } from './centering.js';
import { conv2d, conv2dTranspose } from './convolution.js';
import { crop2d } from './cropping.js';
import { dense } from './dense.js';
import { dictionary } from './dictionary.js';
import { dropout } from './dropout.js';
import { batchNorm, layerNorm } from './normalization.js';
import { averagePool2d, maxPool2d } from './pooling.js';
import { residual } from './residual.js';
import { flatten, reshape } from './shaping.js';
import { tied } from './tied.js';
import { upsample2d } from './upsampling.js';

/** Every layer of this package, by the name in its config. `load` makes layers with it. */
export const layerTypes: Readonly<Record<string, unknown>> = {
  averagePool2d,
  batchNorm,
  center,
  chain,
  conv2d,
  conv2dTranspose,
  crop2d,
  dense,
  dictionary,
  dropout,
  elu,
  flatten,
  gelu,
  layerNorm,
  leakyRelu,
  linear,
  maxPool2d,
  relu,
  reshape,
  residual,
  sigmoid,
  softplus,
  tanh,
  tied,
  uncenter,
  upsample2d,
};
