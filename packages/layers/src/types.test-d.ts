import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Layer, ShapePreserving } from '@autoencoders/core';
import {
  averagePool2d,
  batchNorm,
  chain,
  conv2d,
  conv2dTranspose,
  dense,
  dropout,
  flatten,
  layerNorm,
  leakyRelu,
  maxPool2d,
  relu,
  reshape,
  residual,
  tied,
  upsample2d,
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
