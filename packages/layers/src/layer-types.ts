import { chain } from '@autoencoders/core';
import { elu, gelu, leakyRelu, linear, relu, sigmoid, softplus, tanh } from './activations.js';
import { center, uncenter } from './centering.js';
import { conv1d, conv1dTranspose } from './conv1d.js';
import { conv2d, conv2dTranspose, depthwiseConv2d, separableConv2d } from './conv2d.js';
import { crop1d, crop2d, zeroPad1d, zeroPad2d } from './cropping.js';
import { dense } from './dense.js';
import { dictionary } from './dictionary.js';
import { dropout } from './dropout.js';
import { batchNorm, groupNorm, instanceNorm, layerNorm } from './normalization.js';
import { averagePool1d, averagePool2d, maxPool1d, maxPool2d } from './pooling.js';
import { residual } from './residual.js';
import { flatten, reshape } from './shaping.js';
import { tied } from './tied.js';
import { upsample1d, upsample2d } from './upsampling.js';

/** Every layer of this package, by the name in its config. `load` makes layers with it. */
export const layerTypes: Readonly<Record<string, unknown>> = {
  averagePool1d,
  averagePool2d,
  batchNorm,
  center,
  chain,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  crop1d,
  crop2d,
  dense,
  depthwiseConv2d,
  dictionary,
  dropout,
  elu,
  flatten,
  gelu,
  groupNorm,
  instanceNorm,
  layerNorm,
  leakyRelu,
  linear,
  maxPool1d,
  maxPool2d,
  relu,
  reshape,
  residual,
  separableConv2d,
  sigmoid,
  softplus,
  tanh,
  tied,
  uncenter,
  upsample1d,
  upsample2d,
  zeroPad1d,
  zeroPad2d,
};
