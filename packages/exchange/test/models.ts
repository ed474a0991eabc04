import { chain } from '@autoencoders/core';
import * as l from '@autoencoders/layers';
import { autoencoder, classifier, gaussian, regressor, stacked, topK } from '@autoencoders/models';

const hidden = l.dense(5);
const strided = l.conv2d(4, { stride: 2, groups: 2 });
const dilated = l.conv2d(3, { kernelSize: [2, 3], dilation: [2, 1], padding: 'valid', useBias: false });
const up = l.conv2dTranspose(3, { stride: [2, 3], kernelSize: [3, 2], outputSize: [9, 12] });
const depthwise = l.depthwiseConv2d({ stride: 2, depthMultiplier: 2 });
const overTime = l.conv1d(4, { stride: 3, kernelSize: 4 });
const middle = l.center();

/** Models with layers that random ones do not have: mirrors, stacks, heads. */
export const fixedModels: Readonly<Record<string, () => any>> = {
  'tied dense layers': () => autoencoder({ input: [7], encoder: chain(hidden, l.sigmoid), decoder: chain(l.tied(hidden), l.relu) }),
  'tied without a bias': () => autoencoder({ input: [7], encoder: hidden, decoder: l.tied(hidden, { useBias: false }) }),
  'tied convolutions of odd sizes': () =>
    autoencoder({
      input: [7, 5, 2],
      encoder: chain(strided, l.gelu, dilated, l.flatten, l.dense(3)),
      decoder: chain(l.dense(6), l.reshape([2, 1, 3]), l.tied(dilated), l.gelu, l.tied(strided)),
    }),
  'a tied transposed convolution': () =>
    autoencoder({
      input: [5, 4, 2],
      encoder: chain(up, l.relu, l.flatten, l.dense(4)),
      decoder: chain(l.dense(324), l.reshape([9, 12, 3]), l.tied(up)),
    }),
  'a tied depthwise convolution': () =>
    autoencoder({
      input: [6, 7, 2],
      encoder: chain(depthwise, l.flatten, l.dense(4)),
      decoder: chain(l.dense(48), l.reshape([3, 4, 4]), l.tied(depthwise)),
    }),
  'a tied convolution of series': () =>
    autoencoder({
      input: [11, 3],
      encoder: chain(overTime, l.elu, l.flatten, l.dense(4)),
      decoder: chain(l.dense(16), l.reshape([4, 4]), l.tied(overTime)),
    }),
  'center and uncenter': () =>
    autoencoder({
      input: [6],
      encoder: chain(middle, l.dense(9)),
      bottleneck: topK(3),
      decoder: chain(l.dictionary(6), l.uncenter(middle)),
    }),
  'a residual between layouts': () =>
    autoencoder({
      input: [6, 6, 4],
      encoder: chain(l.residual(chain(l.conv2d(4), l.layerNorm(), l.relu)), l.layerNorm(), l.residual(l.conv2d(4)), l.flatten, l.dense(3)),
      decoder: chain(l.dense(144), l.reshape([6, 6, 4]), l.center()),
    }),
  'a stack': () =>
    stacked({
      input: [8],
      levels: [
        { encoder: chain(l.dense(6), l.sigmoid), decoder: l.dense(8), output: l.sigmoid },
        { encoder: l.dense(3), decoder: chain(l.dense(5), l.relu, l.dense(6)) },
      ],
    }),
  'a classifier': () => classifier({ input: [5, 5, 1], encoder: chain(l.conv2d(2), l.flatten, l.dense(4)), classes: 3 }),
  'a regressor of a Gaussian': () =>
    regressor({ input: [6], encoder: chain(l.dense(5), l.relu), bottleneck: gaussian(2), targets: 2, output: l.softplus }),
  'a variational autoencoder': () =>
    autoencoder({
      input: [8, 8, 1],
      encoder: chain(l.conv2d(4, { stride: 2 }), l.batchNorm(), l.relu, l.flatten),
      bottleneck: gaussian(2, { logVarRange: [-0.5, 0.5] }),
      decoder: chain(l.dense(64), l.reshape([4, 4, 4]), l.upsample2d(2, { interpolation: 'bilinear' }), l.conv2d(1)),
      output: l.sigmoid,
    }),
};
