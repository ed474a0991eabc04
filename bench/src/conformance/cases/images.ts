import { each, image, sequence, volume } from './layer-case.js';
import type { LayerCase } from './layer-case.js';

const pools = [
  {},
  { strides: 1 },
  { poolSize: 3, strides: 2 },
  { padding: 'same' },
  { poolSize: 3, strides: 1, padding: 'same' },
  { poolSize: 1, strides: 2 },
  { dataFormat: 'channelsFirst' },
];

/** Layers that make images smaller or larger. */
export const images: readonly LayerCase[] = [
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
];
