import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';
import type { Layer, ShapePreserving } from '@autoencoders/core';
import {
  averagePool1d,
  averagePool2d,
  batchNorm,
  chain,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  crop1d,
  dense,
  depthwiseConv2d,
  dropout,
  flatten,
  groupNorm,
  instanceNorm,
  layerNorm,
  leakyRelu,
  maxPool1d,
  maxPool2d,
  relu,
  reshape,
  residual,
  separableConv2d,
  tied,
  upsample1d,
  upsample2d,
  zeroPad1d,
  zeroPad2d,
} from './index.js';

/** Passes when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T => true as T;

const encoder = chain(
  conv2d(8, { stride: 2 }),
  batchNorm(),
  relu,
  maxPool2d(),
  averagePool2d(),
  flatten,
  dense(32),
  layerNorm(),
  leakyRelu(),
  dropout(0.5),
);
is<Same<typeof encoder, Layer<Tensor4D, Tensor2D>>>();
const decoder = chain(dense(32), relu, reshape([4, 4, 2]), upsample2d(), conv2dTranspose(1, { stride: 2 }));
is<Same<typeof decoder, Layer<Tensor2D, Tensor4D>>>();
const series = chain(
  conv1d(8, { stride: 2 }),
  groupNorm(2),
  relu,
  maxPool1d(),
  averagePool1d(),
  upsample1d(),
  zeroPad1d(1),
  crop1d(4),
  flatten,
);
is<Same<typeof series, Layer<Tensor3D, Tensor2D>>>();
const back = chain(dense(32), reshape([16, 2]), conv1dTranspose(1, { stride: 2, outputSize: 31 }));
is<Same<typeof back, Layer<Tensor2D, Tensor3D>>>();
const deep = chain(depthwiseConv2d({ stride: [1, 2] }), separableConv2d(4), instanceNorm(), zeroPad2d([[0, 1], 2]));
is<Same<typeof deep, Layer<Tensor4D, Tensor4D>>>();
conv2d(8, { kernelInitializer: (shape, { fanIn }, seed) => normal(shape, seed, 0, 1 / fanIn) });
const activations = chain(relu, dropout(0.5));
is<Same<typeof activations, Layer<Tensor, Tensor>>>();

const hidden = dense(8);
const filters = conv2d(8);
is<Same<ReturnType<typeof tied<Tensor4D, Tensor4D, any>>, Layer<Tensor4D, Tensor4D>>>();
chain(hidden, relu, tied(hidden));
chain(filters, relu, tied(filters));
chain(residual(chain(dense(8), relu)), dense(2));
chain(residual(conv2d(8)), flatten, dense(2));
const kept: ShapePreserving = batchNorm();
void kept;

// @ts-expect-error dense reads rank 2, conv2d gives rank 4
chain(conv2d(8), relu, dense(10));
// @ts-expect-error conv2d reads rank 4, dense gives rank 2
chain(dense(10), conv2d(8));
// @ts-expect-error conv1d reads rank 3, conv2d gives rank 4
chain(conv2d(8), conv1d(8));
// @ts-expect-error dense reads rank 2, conv1d gives rank 3
chain(conv1d(8), relu, dense(10));
// @ts-expect-error series have one axis to move along
conv1d(8, { kernelSize: [3, 3] });
// @ts-expect-error depthwise convolutions have as many groups as channels
depthwiseConv2d({ groups: 2 });
// @ts-expect-error pooling is for images
chain(dense(10), maxPool2d());
// @ts-expect-error flatten is for images
chain(flatten, dense(10), flatten);
// @ts-expect-error the mirror of a dense layer reads rank 2
chain(conv2d(8), tied(hidden));
// @ts-expect-error what is tied must have a kernel to transpose
tied(relu);
// @ts-expect-error the layer inside must give what it takes
residual(flatten);
// @ts-expect-error images come back from [height, width, channels], series from [time, channels]
reshape([28]);
// @ts-expect-error dilation is not for transposed convolutions
conv2dTranspose(8, { dilation: 2 });
// @ts-expect-error there is no such padding
conv2d(8, { padding: 'full' });
// @ts-expect-error there is no such initializer
dense(8, { kernelInitializer: 'zeros' });
// @ts-expect-error a factory is no layer: dropout(0.5), not dropout
chain(dense(10), dropout);
