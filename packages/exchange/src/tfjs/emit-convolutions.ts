import type { Shape } from '@autoencoders/core';
import type { Convolution, Margins, Operation, PerAxis } from '../operation.js';
import { margins } from '../padding.js';
import { dilated, filled, ungrouped, widened } from './kernels.js';
import type { LayersGraph, Node } from './graph.js';

type Of<Kind extends Operation['kind']> = Extract<Operation, { readonly kind: Kind }>;

/** What a layer is added with. */
export interface Place {
  readonly g: LayersGraph;
  readonly name: string;
}

const none = (sizes: PerAxis): PerAxis => sizes.map(() => 0);
const isZero = ({ before, after }: Margins): boolean => [...before, ...after].every((n) => n === 0);
const pairs = ({ before, after }: Margins): readonly PerAxis[] => before.map((n, i) => [n, after[i]!]);

/** A series as an image of width 1, since tfjs-layers has some layers for images alone. */
export const asImage = ({ g, name }: Place, x: Node): Node => {
  if (x.shape.length === 3) return x;
  const to = [x.shape[0]!, 1, x.shape[1]!];
  return g.add(`${name}_image`, 'Reshape', { target_shape: to }, [x], to);
};
export const asSeries = ({ g, name }: Place, x: Node, axes: number): Node => {
  if (axes === 2) return x;
  const to = [x.shape[0]!, x.shape[2]!];
  return g.add(`${name}_series`, 'Reshape', { target_shape: to }, [x], to);
};
/** One number for each axis of an image. */
export const both = (sizes: PerAxis, missing: number): PerAxis => (sizes.length === 1 ? [sizes[0]!, missing] : sizes);

function around(className: string, option: string, { g, name }: Place, x: Node, m: Margins, sign: 1 | -1): Node {
  if (isZero(m)) return x;
  const axes = m.before.length;
  const image = asImage({ g, name }, x);
  const wide = { before: both(m.before, 0), after: both(m.after, 0) };
  const sizes = image.shape.slice(0, -1).map((n, i) => n + sign * (wide.before[i]! + wide.after[i]!));
  const out = g.add(name, className, { [option]: pairs(wide), data_format: 'channels_last' }, [image], [...sizes, x.shape.at(-1)!]);
  return asSeries({ g, name }, out, axes);
}

export const zeroPad = (place: Place, x: Node, m: Margins): Node => around('ZeroPadding2D', 'padding', place, x, m, 1);
export const crop = (place: Place, x: Node, m: Margins): Node => around('Cropping2D', 'cropping', place, x, m, -1);

/** Keras' name for a padding. Other paddings become a layer of zeros before it. */
export function padded(place: Place, x: Node, m: Margins, size: PerAxis, stride: PerAxis, dilation: PerAxis): [Node, 'same' | 'valid'] {
  if (isZero(m)) return [x, 'valid'];
  const same = margins(x.shape.slice(0, -1), { size, stride, dilation, padding: 'same' });
  if (String(pairs(same)) === String(pairs(m))) return [x, 'same'];
  return [zeroPad({ ...place, name: `${place.name}_zeros` }, x, m), 'valid'];
}

const moving = (strides: PerAxis, dilation: PerAxis, padding: string): object => ({
  strides,
  dilation_rate: dilation,
  padding,
  data_format: 'channels_last',
  activation: 'linear',
});

const biasOf = ({ bias }: Convolution): { readonly bias?: { readonly shape: Shape; readonly values: Float32Array } } =>
  bias ? { bias: { shape: bias.shape, values: bias.values } } : {};

export function convolution(place: Place, x: Node, operation: Of<'convolution'>): Node {
  const { kernel, groups, stride, dilation, shape } = operation;
  const axes = stride.length;
  const size = kernel.shape.slice(0, axes);
  const [input, padding] = padded(place, x, operation.padding, size, stride, dilation);
  const depthwise = groups > 1 && groups === x.shape.at(-1);
  const options = { use_bias: operation.bias !== undefined };
  if (!depthwise) {
    const config = { ...options, ...moving(stride, dilation, padding), filters: shape.at(-1)!, kernel_size: size };
    return place.g.add(place.name, `Conv${axes}D`, config, [input], shape, { kernel: ungrouped(kernel, groups), ...biasOf(operation) });
  }
  const multiplier = kernel.shape.at(-1)! / groups;
  const image = asImage(place, input);
  // tfjs-layers ignores the dilation of a depthwise convolution.
  const whole = dilated({ shape: [...size, groups, multiplier], values: kernel.values }, dilation);
  const config = {
    ...options,
    ...moving(both(stride, stride[0]!), [1, 1], padding),
    kernel_size: both(whole.shape.slice(0, axes), 1),
    depth_multiplier: multiplier,
  };
  const out = axes === 1 ? [shape[0]!, 1, shape[1]!] : shape;
  const node = place.g.add(place.name, 'DepthwiseConv2D', config, [image], out, {
    depthwise_kernel: widened(whole, axes),
    ...biasOf(operation),
  });
  return asSeries(place, node, axes);
}

/** Without padding, then the margins are cut. Where places are left that no window reaches, zeros stand there, and the bias comes last. */
export function transposedConvolution(place: Place, x: Node, operation: Of<'transposedConvolution'>): Node {
  const { groups, stride, shape, outputPadding } = operation;
  const axes = stride.length;
  // tfjs-layers ignores the dilation of a transposed convolution.
  const kernel = dilated(ungrouped(operation.kernel, groups), operation.dilation);
  const size = kernel.shape.slice(0, axes);
  const sizes = x.shape.slice(0, -1);
  const same = margins(shape.slice(0, -1), { size, stride, dilation: size.map(() => 1), padding: 'same' });
  const isSame =
    sizes.every((n, i) => shape[i] === n * stride[i]!) && String(pairs(same)) === String(pairs(operation.padding)) && axes === 2;
  // Keras' `valid` gives max(kernelSize, stride) + (n − 1)·stride places.
  const whole = sizes.map((n, i) => (n - 1) * stride[i]! + Math.max(size[i]!, stride[i]!));
  const after = shape.slice(0, -1).map((n, i) => whole[i]! - operation.padding.before[i]! - n);
  const late = !isSame && after.some((n) => n < 0) && operation.bias !== undefined;
  const config = {
    use_bias: operation.bias !== undefined && !late,
    ...moving(both(stride, 1), [1, 1], isSame ? 'same' : 'valid'),
    kernel_size: both(size, 1),
    filters: shape.at(-1)!,
  };
  const given = { kernel: widened(kernel, axes), ...(late ? {} : biasOf(operation)) };
  const reached = isSame ? shape : [...both(whole, 1), shape.at(-1)!];
  const image = place.g.add(place.name, 'Conv2DTranspose', config, [asImage(place, x)], reached, given);
  if (isSame) return image;
  const out = asSeries(place, image, axes);
  const cut = { before: operation.padding.before, after: after.map((n) => Math.max(0, n)) };
  const cropped = crop({ ...place, name: `${place.name}_crop` }, out, cut);
  const full = zeroPad({ ...place, name: `${place.name}_zeros` }, cropped, {
    before: none(outputPadding),
    after: after.map((n) => Math.max(0, -n)),
  });
  return late ? addBias(place, full, operation) : full;
}

/** A bias alone: a convolution of single places with the kernel 1. */
function addBias({ g, name }: Place, x: Node, operation: Convolution): Node {
  const axes = operation.stride.length;
  const channels = x.shape.at(-1)!;
  const config = { kernel_size: [1, 1], depth_multiplier: 1, use_bias: true, ...moving([1, 1], [1, 1], 'valid') };
  const weights = { depthwise_kernel: { ...filled(channels, 1), shape: [1, 1, channels, 1] }, ...biasOf(operation) };
  const image = asImage({ g, name: `${name}_bias` }, x);
  return asSeries({ g, name: `${name}_bias` }, g.add(`${name}_bias`, 'DepthwiseConv2D', config, [image], image.shape, weights), axes);
}
