import * as tf from '@tensorflow/tfjs-core';
import type { Input, Operations, Random } from './random.js';

const ops = tf as any;
const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'];

export const imageOf = (r: Random, channels: number): number[] => [
  r.chance(0.05) ? 0 : r.whole(1, 3),
  r.whole(1, 7),
  r.whole(1, 7),
  channels,
];

const lengths = (r: Random): [number, number] => [r.whole(0, 2), r.whole(0, 2)];

/** How a filter or window moves: strides, padding, dilations, rounding. */
export function movesOf(r: Random): { strides: any; pad: any; dilations: any; dimRoundingMode: any } {
  const strides = r.chance(0.5) ? 1 : r.pick([2, 3, [1, 2], [2, 1]]);
  const pad = r.pick<any>(['valid', 'same', 'valid', 'same', 0, 1, 2, [[0, 0], lengths(r), lengths(r), [0, 0]]]);
  return {
    strides,
    pad,
    dilations: strides === 1 ? r.pick([1, 1, null, 2, [1, 2]]) : r.pick([1, null, [1, 1]]),
    dimRoundingMode: typeof pad === 'string' ? undefined : r.pick([undefined, 'floor', 'round', 'ceil']),
  };
}

const floats = (r: Random): 'float32' | 'int32' => r.pick(['float32', 'float32', 'float32', 'float32', 'int32']);

/** The same image, and explicit padding, with its channels first. */
const first = ([n, h, w, c]: readonly number[]): number[] => [n!, c!, h!, w!];
const padFirst = (pad: any): any => (Array.isArray(pad) ? [pad[0], pad[3], pad[1], pad[2]] : pad);

/** A convolution of one kind; filters larger than their image may be refused. */
const convolution =
  (name: 'conv2d' | 'depthwiseConv2d') =>
  (r: Random): ReturnType<Operations[string]> => {
    const channels = r.whole(1, 4);
    const { strides, pad, dilations, dimRoundingMode } = movesOf(r);
    const image = imageOf(r, channels);
    const filter = [r.whole(1, 4), r.whole(1, 4), r.chance(0.04) ? channels + 1 : channels, r.pick([1, 2, 3, 8, 9])];
    const channelsFirst = name === 'conv2d' && r.chance(0.15);
    const told = [strides, channelsFirst ? padFirst(pad) : pad, channelsFirst ? 'NCHW' : 'NHWC', dilations, dimRoundingMode] as const;
    const dtype = floats(r);
    return {
      told,
      mayRefuse: filter[0]! > image[1]! || filter[1]! > image[2]! || dilations !== 1,
      inputs: [r.tensor(channelsFirst ? first(image) : image, dtype), r.tensor(filter, dtype, false)],
      call: ([x, w]) => ops[name](x, w, ...told),
    };
  };

/** The same with a bias and an activation. */
const fused =
  (name: 'conv2d' | 'depthwiseConv2d') =>
  (r: Random): ReturnType<Operations[string]> => {
    const channels = r.whole(1, 4);
    const multiplier = r.pick([1, 2, 8]);
    const filters = name === 'conv2d' ? multiplier : channels * multiplier;
    const moves = movesOf(r);
    const image = imageOf(r, channels);
    const channelsFirst = name === 'conv2d' && r.chance(0.15);
    const biases = [undefined, [filters], [filters], [], [1], channelsFirst ? [filters, 1, 1] : [1, 1, filters]];
    const bias = r.pick(biases);
    const activation = r.pick(activations);
    const slopes = activation === 'prelu' ? r.pick([[1, 1, filters], [1], [filters]]) : undefined;
    const inputs: Input[] = [
      r.tensor(channelsFirst ? first(image) : image),
      r.tensor([r.whole(1, 3), r.whole(1, 3), channels, multiplier], 'float32', false),
      ...[bias, slopes].flatMap((shape) => (shape ? [r.tensor(shape, 'float32', false)] : [])),
    ];
    const told = {
      ...moves,
      pad: channelsFirst ? padFirst(moves.pad) : moves.pad,
      dataFormat: channelsFirst ? 'NCHW' : 'NHWC',
      activation,
      ...(activation === 'leakyrelu' && { leakyreluAlpha: 0.3 }),
    };
    return {
      told: { ...told, bias, slopes },
      mayRefuse: true,
      inputs,
      call: ([x, filter, ...more]) =>
        (tf.fused as any)[name]({ x, filter, ...told, bias: bias && more[0], preluActivationWeights: slopes && more.at(-1) }),
    };
  };

/** Convolutions of every kind. */
export const convolutions: Operations = {
  conv2d: convolution('conv2d'),
  depthwiseConv2d: convolution('depthwiseConv2d'),
  'fused conv2d': fused('conv2d'),
  'fused depthwiseConv2d': fused('depthwiseConv2d'),
  conv1d: (r) => {
    const channels = r.whole(1, 3);
    const stride = r.pick([1, 2]);
    const told = [stride, r.pick<any>(['same', 'valid', 1]), 'NWC', stride === 1 ? r.pick([1, 2]) : 1] as const;
    const inputs = [r.tensor([2, r.whole(3, 7), channels]), r.tensor([r.whole(1, 2), channels, 2], 'float32', false)];
    return { told, inputs, call: ([x, w]) => tf.conv1d(x, w, ...told) };
  },
  separableConv2d: (r) => {
    const channels = r.whole(1, 3);
    const told = [r.pick([1, 2]), r.pick(['same', 'valid'] as const)] as const;
    const filters = [r.tensor([2, 2, channels, 2], 'float32', false), r.tensor([1, 1, 2 * channels, 3], 'float32', false)];
    return {
      told,
      inputs: [r.tensor([2, 3, 4, channels], 'float32', false), ...filters],
      call: ([x, d, p]) => tf.separableConv2d(x, d, p, ...told),
    };
  },
  conv2dTranspose: (r) => {
    const [channels, filters, stride, pad] = [r.whole(1, 3), r.whole(1, 3), r.whole(1, 3), r.pick<any>(['same', 'valid', 1])];
    const kernel = [r.whole(1, 4), r.whole(1, 4)];
    const x = [r.whole(1, 2), r.whole(1, 5), r.whole(1, 5), channels];
    const wrong = r.chance(0.2);
    const size = (n: number, k: number): number => {
      if (wrong) return r.whole(1, 9);
      return pad === 'same' ? n * stride - r.whole(0, stride - 1) : Math.max(1, (n - 1) * stride + k - (pad === 1 ? 2 : 0));
    };
    const told = [[x[0]!, size(x[1]!, kernel[0]!), size(x[2]!, kernel[1]!), filters], stride, pad] as const;
    const inputs = [r.tensor(x, 'float32', false), r.tensor([...kernel, filters, channels], 'float32', false)];
    return { told, mayRefuse: wrong || pad === 1, inputs, call: ([y, w]) => tf.conv2dTranspose(y, w, ...(told as any as [any, any, any])) };
  },
  conv3d: (r) => {
    const channels = r.whole(1, 2);
    const strides = r.pick<any>([1, 2, [1, 2, 1]]);
    const told = [strides, r.pick(['same', 'valid'] as const), 'NDHWC', strides === 1 ? r.pick([1, 2]) : 1] as const;
    const inputs = [r.tensor([r.whole(1, 2), 3, 4, 5, channels]), r.tensor([1, 2, 2, channels, r.whole(1, 3)], 'float32', false)];
    return { told, inputs, call: ([x, w]) => tf.conv3d(x, w, ...told) };
  },
  conv3dTranspose: (r) => {
    const [channels, filters, k, stride, pad] = [
      r.whole(1, 2),
      r.whole(1, 3),
      r.whole(1, 3),
      r.pick([1, 2]),
      r.pick(['same', 'valid'] as const),
    ];
    const x = [r.whole(1, 2), r.whole(1, 3), r.whole(1, 3), r.whole(1, 3), channels];
    const out = [x[0]!, ...x.slice(1, 4).map((n) => (pad === 'same' ? n * stride : (n - 1) * stride + k)), filters];
    const inputs = [r.tensor(x), r.tensor([k, k, k, filters, channels], 'float32', false)];
    return { told: [out, stride, pad], inputs, call: ([y, w]) => tf.conv3dTranspose(y, w, out as any, stride, pad) };
  },
  matMul: (r) => {
    const batch = r.chance(0.5) ? [] : r.shape(1, 2);
    const [m, k, n] = [r.size(), r.size(), r.size()];
    const told = [r.chance(0.4), r.chance(0.4)] as const;
    const dtype = r.pick(['float32', 'float32', 'int32', 'bool'] as const);
    const b = [...(r.chance(0.7) ? batch : r.against(batch)), ...(told[1] ? [n, k] : [k, n])];
    const inputs = [r.tensor([...batch, ...(told[0] ? [k, m] : [m, k])], dtype), r.tensor(r.chance(0.08) ? r.shape(1, 3) : b, dtype)];
    return { told, inputs, call: ([x, y]) => tf.matMul(x, y, ...told) };
  },
  'fused matMul': (r) => {
    const batch = r.chance(0.6) ? [] : [r.size()];
    const [m, k, n] = [r.size(), r.size(), r.size()];
    const [transposeA, transposeB, activation] = [r.chance(0.4), r.chance(0.4), r.pick(activations)];
    const bias = r.pick([undefined, [n], [1, n], [], [1], [m, n]]);
    const slopes = activation === 'prelu' ? r.pick([[n], [1], [1, n]]) : undefined;
    const told = { transposeA, transposeB, activation, ...(activation === 'leakyrelu' && { leakyreluAlpha: 0.3 }) };
    const inputs = [
      r.tensor([...batch, ...(transposeA ? [k, m] : [m, k])], 'float32', false),
      r.tensor([...batch, ...(transposeB ? [n, k] : [k, n])], 'float32', false),
      ...[bias, slopes].flatMap((shape) => (shape ? [r.tensor(shape, 'float32', false)] : [])),
    ];
    return {
      told: { ...told, bias, slopes },
      inputs,
      call: ([a, b, ...more]) =>
        (tf.fused as any).matMul({ a, b, ...told, bias: bias && more[0], preluActivationWeights: slopes && more.at(-1) }),
    };
  },
};
