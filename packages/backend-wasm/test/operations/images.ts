import * as tf from '@tensorflow/tfjs-core';
import { imageOf, movesOf } from './convolutions.js';
import type { Input, Operations, Random } from './random.js';

const ops = tf as any;
const between = (r: Random, shape: readonly number[]): Input => ({
  ...r.tensor(shape, 'float32', false),
  values: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, r.next),
});

const pool2d =
  (name: string) =>
  (r: Random): ReturnType<Operations[string]> => {
    const { strides, pad, dimRoundingMode } = movesOf(r);
    const told = [r.pick<any>([1, 2, 3, [1, 2], [3, 1]]), strides, pad, dimRoundingMode] as const;
    return {
      told,
      mayRefuse: true,
      inputs: [r.tensor(imageOf(r, r.whole(1, 5)), r.pick(['float32', 'float32', 'int32']))],
      call: ([x]) => ops[name](x, ...told),
    };
  };

const pool3d =
  (name: string) =>
  (r: Random): ReturnType<Operations[string]> => {
    const pad = r.pick<any>(['same', 'valid', 0]);
    const told = [r.whole(1, 3), r.whole(1, 3), pad, pad === 0 ? r.pick(['floor', 'round', 'ceil']) : undefined] as const;
    return {
      told,
      inputs: [r.tensor([1, 3, 4, 5, r.whole(1, 3)], r.pick(['float32', 'float32', 'int32']))],
      call: ([x]) => ops[name](x, ...told),
    };
  };

const resize =
  (name: string) =>
  (r: Random): ReturnType<Operations[string]> => {
    const aligned = r.chance(0.5);
    const told = [[r.whole(1, 6), r.whole(1, 6)], aligned, !aligned && r.chance(0.5)] as const;
    return {
      told,
      inputs: [r.tensor(imageOf(r, r.whole(1, 3)), r.pick(['float32', 'int32', 'bool']), false)],
      call: ([x]) => ops.image[name](x, ...told),
    };
  };

/** Gradients of a sum of squares. */
const gradient =
  (f: (...inputs: any[]) => any, make: (r: Random) => readonly Input[]) =>
  (r: Random): ReturnType<Operations[string]> => ({
    inputs: make(r),
    call: (xs) => tf.grads((...given) => tf.sum(tf.square(f(...given))))(xs),
  });

const moved =
  (name: string, second: (r: Random, channels: number) => number[]) =>
  (r: Random): ReturnType<Operations[string]> => {
    const channels = r.whole(1, 3);
    const told = [r.pick([1, 2]), r.pick(['same', 'valid'])] as const;
    const make = (): Input[] => [
      r.tensor([2, r.whole(2, 6), r.whole(2, 6), channels], 'float32', false),
      r.tensor(second(r, channels), 'float32', false),
    ];
    return { told, ...gradient((x, w) => ops[name](x, w, ...told), make)(r) };
  };

const curves = 'abs elu erf leakyRelu log1p logSoftmax relu selu sigmoid softmax softplus sqrt square tanh'.split(' ');

/** Pooling, what is made of images, and gradients. */
export const images: Operations = {
  maxPool: pool2d('maxPool'),
  avgPool: pool2d('avgPool'),
  maxPool3d: pool3d('maxPool3d'),
  avgPool3d: pool3d('avgPool3d'),
  pool: (r) => {
    const pad = r.pick<any>(['same', 'valid', 0, 1]);
    const dilations = r.pick<any>([1, 2, [1, 2]]);
    const rounding = typeof pad === 'number' ? r.pick([undefined, 'floor', 'round', 'ceil']) : undefined;
    const told = [r.whole(1, 3), r.pick(['max', 'avg']), pad, dilations, dilations === 1 ? r.pick([1, 2, 3]) : 1, rounding] as const;
    return { told, mayRefuse: true, inputs: [r.tensor(imageOf(r, r.whole(1, 3)))], call: ([x]) => ops.pool(x, ...told) };
  },
  maxPoolWithArgmax: (r) => {
    const told = [r.whole(1, 2), r.whole(1, 2), r.pick(['same', 'valid'] as const), r.chance(0.5)] as const;
    return {
      told,
      inputs: [r.tensor([2, 3, 4, 2])],
      call: ([x]) => {
        const { result, indexes } = ops.maxPoolWithArgmax(x, ...told);
        return [result, indexes];
      },
    };
  },
  localResponseNormalization: (r) => {
    const told = [r.whole(0, 3), 1, 1, r.pick([0.5, 1])] as const;
    return { told, inputs: [r.tensor(r.shape(4, 4), 'float32', false)], call: ([x]) => tf.localResponseNormalization(x, ...told) };
  },
  dilation2d: (r) => {
    const channels = r.whole(1, 3);
    const told = [r.whole(1, 2), r.pick(['same', 'valid'] as const), 1] as const;
    const inputs = [r.tensor([1, r.whole(2, 5), r.whole(2, 5), channels], 'float32', false), r.tensor([2, 2, channels], 'float32', false)];
    return { told, inputs, call: ([x, w]) => tf.dilation2d(x, w, ...told) };
  },
  resizeBilinear: resize('resizeBilinear'),
  resizeNearestNeighbor: resize('resizeNearestNeighbor'),
  cropAndResize: (r) => {
    const shape = [r.whole(1, 2), r.whole(1, 5), r.whole(1, 5), r.whole(1, 2)];
    const n = r.whole(1, 3);
    const told = [[r.whole(1, 4), r.whole(1, 4)], r.pick(['bilinear', 'nearest']), 0.5] as const;
    const inputs = [
      r.tensor(shape, r.pick(['float32', 'int32']), false),
      between(r, [n, 4]),
      r.indices([n], () => (r.chance(0.1) ? 5 : shape[0]!)),
    ];
    return { told, inputs, call: ([x, b, i]) => ops.image.cropAndResize(x, b, i, ...told) };
  },
  nonMaxSuppression: (r) => {
    const n = r.whole(0, 6);
    const told = [r.whole(1, 5), 0.4, 0.1] as const;
    return { told, inputs: [between(r, [n, 4]), between(r, [n])], call: ([b, s]) => tf.image.nonMaxSuppression(b, s, ...told) };
  },
  flipLeftRight: (r) => ({ inputs: [r.tensor(imageOf(r, 2), r.dtype())], call: ([x]) => tf.image.flipLeftRight(x) }),
  rotateWithOffset: (r) => {
    const told = [r.next() * 6, r.pick<any>([0, 0.5, [1, 2]])] as const;
    return { told, inputs: [r.tensor(imageOf(r, 2), 'float32', false)], call: ([x]) => tf.image.rotateWithOffset(x, ...told) };
  },
  transform: (r) => {
    const n = r.whole(1, 2);
    const told = [r.pick(['nearest', 'bilinear'] as const), r.pick(['constant', 'reflect', 'wrap', 'nearest'] as const), 0.5] as const;
    const matrix = (): number[] => [1, r.next() * 0.3, r.whole(-2, 2), r.next() * 0.2, 1, r.whole(-2, 2), 0, 0];
    const transforms = { shape: [n, 8], dtype: 'float32' as const, values: Array.from({ length: n }, matrix).flat() };
    return {
      told,
      inputs: [r.tensor([n, r.whole(1, 5), r.whole(1, 5), 2], 'float32', false), transforms],
      call: ([x, t]) => tf.image.transform(x, t, ...told),
    };
  },
  'gradients of conv2d': moved('conv2d', (r, channels) => [r.whole(1, 2), r.whole(1, 2), channels, 3]),
  'gradients of depthwiseConv2d': moved('depthwiseConv2d', (r, channels) => [r.whole(1, 2), r.whole(1, 2), channels, 2]),
  'gradients of dilation2d': gradient(
    (x, w) => tf.dilation2d(x, w, 1, 'same', 1),
    (r) => [r.tensor([1, 3, 4, 2], 'float32', false), r.tensor([2, 2, 2], 'float32', false)],
  ),
  'gradients of conv3d': gradient(
    (x, w) => tf.conv3d(x, w, 1, 'same'),
    (r) => [r.tensor([1, 3, 2, 4, 2], 'float32', false), r.tensor([2, 1, 2, 2, 2], 'float32', false)],
  ),
  ...Object.fromEntries(
    ['maxPool', 'avgPool'].map((name) => [
      `gradient of ${name}`,
      (r) => {
        const told = [r.whole(1, 2), r.whole(1, 2), r.pick(['same', 'valid'])] as const;
        return {
          told,
          ...gradient(
            (x) => ops[name](x, ...told),
            () => [r.tensor([2, r.whole(2, 6), r.whole(2, 6), 3], 'float32', false)],
          )(r),
        };
      },
    ]),
  ),
  ...Object.fromEntries(
    ['maxPool3d', 'avgPool3d'].map((name) => [
      `gradient of ${name}`,
      gradient(
        (x) => ops[name](x, 2, 1, 'valid'),
        (r) => [r.tensor([1, 3, 2, 4, 2], 'float32', false)],
      ),
    ]),
  ),
  ...Object.fromEntries(
    curves.map((name) => [
      `gradient of ${name}`,
      gradient(
        (x) => ops[name](x),
        (r) => [
          r.tensor(
            r.shape(1, 4).map((n) => n || 1),
            'float32',
            false,
          ),
        ],
      ),
    ]),
  ),
  'gradient of resizeNearestNeighbor': gradient(
    (x) => tf.image.resizeNearestNeighbor(x, [3, 5], true),
    (r) => [r.tensor([1, r.whole(2, 4), r.whole(2, 4), 2], 'float32', false)],
  ),
  'gradient of gather': gradient(
    (x) => tf.gather(x, [1, 0, 1], 1),
    (r) => [r.tensor([2, 3, r.whole(1, 3)], 'float32', false)],
  ),
  'gradients of where': gradient(
    (a, b) => tf.where([true, false, true], a, b),
    (r) => [r.tensor([3], 'float32', false), r.tensor([3], 'float32', false)],
  ),
};
