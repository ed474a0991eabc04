import { each, image, volume } from './layer-case.js';
import type { LayerCase } from './layer-case.js';

const settings = [
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

/** Convolutions of all kinds. */
export const convolutions: readonly LayerCase[] = [
  ...each('conv1d', [[2, 7, 3]], settings.slice(0, 9)),
  ...each('conv2d', [image], settings),
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
    settings.filter((given) => !('dilationRate' in given)),
  ),
  ...each(
    'conv3d',
    [volume],
    settings.slice(0, 9).map((given) => ({ ...given, kernelSize: 2 })),
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
];
