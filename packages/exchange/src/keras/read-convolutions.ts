import type { Shape } from '@autoencoders/core';
import * as ours from '@autoencoders/layers';
import { activationOf } from './read-activations.js';
import { flag, integer, number, only, option, rank, refuse, sizes, weightsOf } from './place.js';
import type { Numbers, Piece, Place } from './place.js';

export type Reader = (place: Place) => readonly Piece[];

const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);

/** Sizes as our layers of this many axes take them. */
const given = (numbers: readonly number[]): number | readonly number[] => (numbers.length === 1 ? numbers[0]! : numbers);

function padding(place: Place): 'same' | 'valid' {
  only(place, 'padding', 'same', 'valid');
  return (option(place, 'padding') as 'same' | 'valid' | undefined) ?? 'valid';
}

/** The options that all convolutions share. */
function common(
  place: Place,
  axes: number,
): { size: number[]; stride: number[]; dilation: number[]; padding: 'same' | 'valid'; useBias: boolean } {
  rank(place, axes + 1);
  only(place, 'data_format', 'channels_last');
  return {
    size: sizes(place, 'kernel_size'),
    stride: sizes(place, 'strides', 1),
    dilation: sizes(place, 'dilation_rate', 1),
    padding: padding(place),
    useBias: flag(place, 'use_bias', true),
  };
}

type Common = ReturnType<typeof common>;
const optionsOf = ({ size, stride, padding: pad, useBias }: Common): object => ({
  kernelSize: given(size),
  stride: given(stride),
  padding: pad,
  useBias,
});

/** A dilation, where there is one: our layers take it or a stride. */
function dilationOf(place: Place, { dilation, stride }: Common): object {
  if (product(dilation) === 1) return {};
  if (product(stride) > 1) refuse(place, 'has a dilation_rate and strides; these packages have one of them at a time');
  return { dilation: given(dilation) };
}

const biasOf = (useBias: boolean, size: number): { bias?: Shape } => (useBias ? { bias: [size] } : {});
const kept = (kernel: Numbers, bias: Numbers | undefined): Record<string, Numbers> => ({ kernel, ...(bias && { bias }) });

const conv =
  (axes: 1 | 2): Reader =>
  (place) => {
    const c = common(place, axes);
    const filters = integer(place, 'filters');
    const groups = integer(place, 'groups', 1);
    const channels = place.shape.at(-1)!;
    if (channels % groups !== 0 || filters % groups !== 0)
      refuse(place, `has ${groups} groups, which do not divide its channels and filters`);
    const { kernel, bias } = weightsOf(place, { kernel: [...c.size, channels / groups, filters], ...biasOf(c.useBias, filters) });
    const make: any = axes === 1 ? ours.conv1d : ours.conv2d;
    const layer = make(filters, { ...optionsOf(c), ...dilationOf(place, c), ...(groups > 1 && { groups }) });
    return [{ layer, weights: kept(kernel, bias) }, ...activationOf(place)];
  };

/** Keras' `valid` gives n·stride places where the kernel is smaller than the stride. */
const convTranspose =
  (axes: 1 | 2): Reader =>
  (place) => {
    const c = common(place, axes);
    only(place, 'groups', 1);
    if (product(c.dilation) > 1) refuse(place, 'has a dilation_rate, which transposed convolutions of these packages do not have');
    const filters = integer(place, 'filters');
    const { kernel, bias } = weightsOf(place, { kernel: [...c.size, filters, place.shape.at(-1)!], ...biasOf(c.useBias, filters) });
    const more = option(place, 'output_padding') === undefined ? undefined : sizes(place, 'output_padding', undefined, 0);
    const after = place.shape.slice(0, -1).map((n, i) => {
      const [size, stride] = [c.size[i]!, c.stride[i]!];
      if (more) return (n - 1) * stride + size - (c.padding === 'same' ? 2 * Math.floor(size / 2) : 0) + more[i]!;
      return c.padding === 'same' ? n * stride : n * stride + Math.max(size - stride, 0);
    });
    const usual = place.shape.slice(0, -1).map((n, i) => (c.padding === 'same' ? n * c.stride[i]! : (n - 1) * c.stride[i]! + c.size[i]!));
    const make: any = axes === 1 ? ours.conv1dTranspose : ours.conv2dTranspose;
    const layer = make(filters, { ...optionsOf(c), ...(String(after) !== String(usual) && { outputSize: given(after) }) });
    return [{ layer, weights: kept(kernel, bias) }, ...activationOf(place)];
  };

/** Throws for dilations that tfjs-layers has as an option and does not use. */
function checkDepthwise(place: Place, { dilation }: Common): void {
  if (place.tfjs && product(dilation) > 1) refuse(place, 'has a dilation_rate, which TensorFlow.js layers ignore and Keras does not');
}

/** tfjs-layers does not write the multiplier of a separable convolution; the kernel tells it. */
const multiplierOf = (place: Place): number =>
  integer(place, 'depth_multiplier', place.tfjs ? place.weights(place.layer, ['depthwise_kernel'])[0]!.shape[3] : 1);

const depthwise: Reader = (place) => {
  const c = common(place, 2);
  checkDepthwise(place, c);
  const [multiplier, channels] = [multiplierOf(place), place.shape.at(-1)!];
  const shape = [...c.size, channels, multiplier];
  const { depthwise_kernel: kernel, bias } = weightsOf(place, { depthwise_kernel: shape, ...biasOf(c.useBias, channels * multiplier) });
  const layer = ours.depthwiseConv2d({ ...optionsOf(c), ...dilationOf(place, c), depthMultiplier: multiplier });
  return [{ layer, weights: kept({ ...kernel, shape: [...c.size, 1, channels * multiplier] }, bias) }, ...activationOf(place)];
};

const separable: Reader = (place) => {
  const c = common(place, 2);
  const filters = integer(place, 'filters');
  const [multiplier, channels] = [multiplierOf(place), place.shape.at(-1)!];
  const found = weightsOf(place, {
    depthwise_kernel: [...c.size, channels, multiplier],
    pointwise_kernel: [1, 1, channels * multiplier, filters],
    ...biasOf(c.useBias, filters),
  });
  const layer = ours.separableConv2d(filters, { ...optionsOf(c), ...dilationOf(place, c), depthMultiplier: multiplier });
  const kernel = { ...found.depthwise_kernel, shape: [...c.size, 1, channels * multiplier] };
  const weights = { '0.kernel': kernel, '1.kernel': found.pointwise_kernel, ...(found.bias && { '1.bias': found.bias }) };
  return [{ layer, weights }, ...activationOf(place)];
};

const pool =
  (by: 'max' | 'average', axes: 1 | 2): Reader =>
  (place) => {
    rank(place, axes + 1);
    only(place, 'data_format', 'channels_last');
    const size = sizes(place, 'pool_size', 2);
    const make: any = ours[`${by}Pool${axes}d`];
    return [{ layer: make(given(size), { stride: given(sizes(place, 'strides', size)), padding: padding(place) }) }];
  };

/** One window over all places. */
const globalPool =
  (by: 'max' | 'average', axes: 1 | 2): Reader =>
  (place) => {
    rank(place, axes + 1);
    only(place, 'data_format', 'channels_last');
    only(place, 'keepdims', false);
    const make: any = ours[`${by}Pool${axes}d`];
    return [{ layer: make(given(place.shape.slice(0, -1))) }, { layer: ours.flatten }];
  };

const batchNorm: Reader = (place) => {
  const last = place.shape.length;
  only(place, 'axis', -1, last, [-1], [last]);
  const [scale, center] = [flag(place, 'scale', true), flag(place, 'center', true)];
  const size = [place.shape.at(-1)!];
  const found = weightsOf(place, {
    ...(scale && { gamma: size }),
    ...(center && { beta: size }),
    moving_mean: size,
    moving_variance: size,
  }) as any;
  const momentum = 1 - number(place, 'momentum', 0.99);
  const layer = ours.batchNorm({ epsilon: number(place, 'epsilon', 1e-3), ...(momentum > 0 && momentum <= 1 && { momentum }) });
  return [
    { layer, weights: { ...affine(found, size), 'statistics.mean': found.moving_mean, 'statistics.variance': found.moving_variance } },
  ];
};

/** A scale of 1 and an offset of 0, where a layer has none. */
const affine = (found: { gamma?: Numbers; beta?: Numbers }, shape: readonly number[]): Record<string, Numbers> => ({
  gamma: found.gamma ?? { shape, values: new Float32Array(shape[0]!).fill(1) },
  beta: found.beta ?? { shape, values: new Float32Array(shape[0]!) },
});

const layerNorm: Reader = (place) => {
  const last = place.shape.length;
  only(place, 'axis', -1, last, [-1], [last]);
  only(place, 'rms_scaling', false);
  const size = [place.shape.at(-1)!];
  const wanted = { ...(flag(place, 'scale', true) && { gamma: size }), ...(flag(place, 'center', true) && { beta: size }) };
  const found = weightsOf(place, wanted) as any;
  return [{ layer: ours.layerNorm({ epsilon: number(place, 'epsilon', 1e-3) }), weights: affine(found, size) }];
};

export const layersWithWindows: Readonly<Record<string, Reader>> = {
  Conv1D: conv(1),
  Conv2D: conv(2),
  Conv1DTranspose: convTranspose(1),
  Conv2DTranspose: convTranspose(2),
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  MaxPooling1D: pool('max', 1),
  MaxPooling2D: pool('max', 2),
  AveragePooling1D: pool('average', 1),
  AveragePooling2D: pool('average', 2),
  GlobalMaxPooling1D: globalPool('max', 1),
  GlobalMaxPooling2D: globalPool('max', 2),
  GlobalAveragePooling1D: globalPool('average', 1),
  GlobalAveragePooling2D: globalPool('average', 2),
  BatchNormalization: batchNorm,
  LayerNormalization: layerNorm,
};
