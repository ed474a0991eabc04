import { layers } from '@tensorflow/tfjs-layers';

/** One layer with its settings, and what it is given. */
export interface LayerCase {
  readonly name: string;
  readonly make: () => any;
  readonly inputs: readonly (readonly number[])[];
  /** Whole numbers below this are given, in place of numbers in [−1, 1). */
  readonly whole?: number;
  /** Whether gradients are compared; true unless told. */
  readonly trains?: boolean;
}

const image = [2, 7, 6, 3] as const;
const sequence = [2, 5, 3] as const;
const volume = [1, 5, 4, 4, 2] as const;

/** A layer under each of several settings, on inputs of these shapes. */
function each(
  kind: string,
  inputs: readonly (readonly number[])[],
  settings: readonly object[],
  more: Partial<LayerCase> = {},
): LayerCase[] {
  // tfjs has no gradients of dilated convolutions.
  return settings.map((given) => ({
    name: `${kind} ${JSON.stringify(given)} of ${JSON.stringify(inputs)}`,
    make: () => (layers as any)[kind](given),
    inputs,
    ...('dilationRate' in given && { trains: false }),
    ...more,
  }));
}

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
const convolutions = [
  {},
  { strides: 2 },
  { padding: 'same' },
  { padding: 'same', strides: 2 },
  { padding: 'same', strides: 3 },
  { dilationRate: 2 },
  { useBias: false },
  { activation: 'relu' },
  { activation: 'elu', padding: 'same' },
  { dataFormat: 'channelsFirst' },
  { dataFormat: 'channelsFirst', padding: 'same' },
].map((given) => ({ filters: 4, kernelSize: 3, ...given }));
const pools = [
  {},
  { strides: 1 },
  { poolSize: 3, strides: 2 },
  { padding: 'same' },
  { poolSize: 3, strides: 1, padding: 'same' },
  { poolSize: 1, strides: 2 },
  { dataFormat: 'channelsFirst' },
];

/** Every layer of tfjs-layers that computes, under settings that reach each of its branches. */
export const casesOf = (): readonly LayerCase[] => [
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
  ...each('conv1d', [[2, 7, 3]], convolutions.slice(0, 9)),
  ...each('conv2d', [image], convolutions),
  ...each(
    'conv2d',
    [image],
    [
      { filters: 8, kernelSize: [1, 2] },
      { filters: 1, kernelSize: 1, strides: 2 },
    ],
  ),
  ...each(
    'conv2dTranspose',
    [image],
    convolutions.filter((given) => !('dilationRate' in given)),
  ),
  ...each(
    'conv3d',
    [volume],
    convolutions.slice(0, 9).map((given) => ({ ...given, kernelSize: 2 })),
  ),
  ...each(
    'conv3dTranspose',
    [volume],
    [
      { filters: 2, kernelSize: 2 },
      { filters: 2, kernelSize: 2, strides: 2 },
      { filters: 2, kernelSize: 3, padding: 'same' },
    ],
    { trains: false },
  ),
  ...each(
    'depthwiseConv2d',
    [image],
    [
      {},
      { strides: 2 },
      { padding: 'same' },
      { depthMultiplier: 2 },
      { dilationRate: 2 },
      { useBias: false },
      { activation: 'relu' },
      { dataFormat: 'channelsFirst' },
    ].map((given) => ({ kernelSize: 3, ...given })),
  ),
  ...each(
    'separableConv2d',
    [image],
    [{}, { strides: 2 }, { padding: 'same', depthMultiplier: 2 }, { dilationRate: 2 }].map((given) => ({
      filters: 4,
      kernelSize: 2,
      ...given,
    })),
  ),
  ...['maxPooling1d', 'averagePooling1d'].flatMap((kind) =>
    each(
      kind,
      [[2, 7, 3]],
      pools.slice(0, 6).filter(({ poolSize }) => poolSize !== 1),
    ),
  ),
  ...['maxPooling2d', 'averagePooling2d'].flatMap((kind) => each(kind, [image], pools)),
  ...['maxPooling3d', 'averagePooling3d'].flatMap((kind) => each(kind, [volume], pools.slice(0, 5))),
  ...['globalMaxPooling1d', 'globalAveragePooling1d'].flatMap((kind) => each(kind, [sequence], [{}])),
  ...['globalMaxPooling2d', 'globalAveragePooling2d'].flatMap((kind) => each(kind, [image], [{}, { dataFormat: 'channelsFirst' }])),
  ...each('upSampling2d', [image], [{}, { size: [2, 3] }, { interpolation: 'bilinear' }, { dataFormat: 'channelsFirst' }]),
  ...each(
    'zeroPadding2d',
    [image],
    [
      {},
      {
        padding: [
          [1, 2],
          [0, 1],
        ],
      },
      { dataFormat: 'channelsFirst' },
    ],
  ),
  ...each(
    'cropping2D',
    [image],
    [
      {
        cropping: [
          [1, 0],
          [2, 1],
        ],
      },
      {
        cropping: [
          [0, 1],
          [0, 1],
        ],
        dataFormat: 'channelsFirst',
      },
    ],
  ),
  ...each('batchNormalization', [image], [{}, { scale: false, center: false }]),
  ...each('batchNormalization', [[4, 3]], [{}]),
  ...each('layerNormalization', [sequence], [{}, { axis: [1, 2] }]),
  ...each(
    'embedding',
    [[2, 5]],
    [
      { inputDim: 6, outputDim: 3 },
      { inputDim: 6, outputDim: 3, maskZero: true },
    ],
    { whole: 6 },
  ),
  ...['simpleRNN', 'gru', 'lstm'].flatMap((kind) =>
    each(
      kind,
      [sequence],
      [
        {},
        { returnSequences: true },
        { goBackwards: true },
        { returnState: true },
        { unroll: true },
        { activation: 'relu', useBias: false },
      ].map((given) => ({ units: 4, ...given })),
    ),
  ),
  ...each(
    'convLstm2d',
    [[1, 3, 4, 4, 2]],
    [
      { filters: 2, kernelSize: 2 },
      { filters: 2, kernelSize: 2, padding: 'same', returnSequences: true },
    ],
  ),
  ...['concat', 'sum', 'ave', 'mul'].flatMap((mode) => [
    {
      name: `bidirectional ${mode}`,
      make: () => layers.bidirectional({ layer: layers.lstm({ units: 3, returnSequences: true }) as any, mergeMode: mode as any }),
      inputs: [sequence],
    },
  ]),
  { name: 'timeDistributed dense', make: () => layers.timeDistributed({ layer: layers.dense({ units: 4 }) }), inputs: [sequence] },
  {
    name: 'timeDistributed conv2d',
    make: () => layers.timeDistributed({ layer: layers.conv2d({ filters: 2, kernelSize: 2 }) }),
    inputs: [[1, 3, 4, 4, 2]],
  },
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
    'resizing',
    [image],
    [
      { height: 4, width: 9 },
      { height: 4, width: 9, interpolation: 'nearest' },
      { height: 4, width: 4, cropToAspectRatio: true },
    ],
  ),
  ...each(
    'centerCrop',
    [image],
    [
      { height: 3, width: 4 },
      { height: 9, width: 9 },
    ],
  ),
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
