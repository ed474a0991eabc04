import { convolutions } from './cases/convolutions.js';
import { images } from './cases/images.js';
import { each, image, sequence } from './cases/layer-case.js';
import type { LayerCase } from './cases/layer-case.js';
import { sequences } from './cases/sequences.js';

const activations = [
  'elu',
  'gelu',
  'hardSigmoid',
  'linear',
  'mish',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'swish',
  'tanh',
];

/** Every layer of tfjs-layers that computes, with settings that reach each of its branches. */
export const cases: readonly LayerCase[] = [
  ...convolutions,
  ...images,
  ...sequences,
  ...each(
    'dense',
    [[4, 5]],
    activations.map((activation) => ({ units: 3, activation })),
  ),
  ...each('dense', [sequence], [{ units: 3 }, { units: 3, useBias: false, activation: 'relu' }]),
  ...each(
    'activation',
    [sequence],
    activations.map((activation) => ({ activation })),
  ),
  ...['elu', 'leakyReLU', 'prelu', 'reLU', 'thresholdedReLU'].flatMap((kind) => each(kind, [sequence], [{}])),
  ...each('softmax', [sequence], [{ axis: 2 }]),
  ...each('prelu', [image], [{}, { sharedAxes: [1, 2] }]),
  ...each('batchNormalization', [image], [{}, { scale: false, center: false }]),
  ...each('batchNormalization', [[4, 3]], [{}]),
  ...each('layerNormalization', [sequence], [{}, { axis: [1, 2] }]),
  ...['add', 'average', 'concatenate', 'maximum', 'minimum', 'multiply'].flatMap((kind) => each(kind, [sequence, sequence], [{}])),
  ...each('concatenate', [sequence, sequence], [{ axis: 1 }]),
  ...each('dot', [sequence, [2, 5, 4]], [{ axes: 1 }, { axes: 1, normalize: true }]),
  ...each('flatten', [image], [{}, { dataFormat: 'channelsFirst' }]),
  ...each('permute', [image], [{ dims: [3, 1, 2] }]),
  ...each('repeatVector', [[4, 5]], [{ n: 3 }]),
  ...each('reshape', [image], [{ targetShape: [21, -1] }]),
  ...each('masking', [sequence], [{}, { maskValue: 1 }]),
  ...['dropout', 'alphaDropout', 'gaussianDropout'].flatMap((kind) => each(kind, [sequence], [{ rate: 0.3 }])),
  ...each('gaussianNoise', [sequence], [{ stddev: 1 }]),
  ...each('rescaling', [image], [{ scale: 0.5, offset: 1 }]),
  ...each(
    'categoryEncoding',
    [[2, 5]],
    [
      { numTokens: 6, outputMode: 'multiHot' },
      { numTokens: 6, outputMode: 'count' },
    ],
    { whole: 6 },
  ),
  ...each('categoryEncoding', [[4, 1]], [{ numTokens: 6, outputMode: 'oneHot' }], { whole: 6 }),
];
