import { reshape, stack, transpose, unstack } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvolutionAttrs } from '../kernel-attrs.js';
import { differentiable, run } from './differentiable.js';
import { spread } from './spread.js';

/**
 * A convolution in groups, or its transpose, one group after the other. `convolution` takes the images, the kernel and the bias of one
 * group. In both directions, the last axis of the kernel is divided.
 */
export function byGroups(
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D,
  groups: number,
  convolution: (x: Tensor4D, kernel: Tensor4D, bias: Tensor1D) => Tensor4D,
): Tensor4D {
  const [images, kernels] = [apart(x, groups), apart(kernel, groups)];
  const biases = unstack(reshape(bias, [groups, -1])) as Tensor1D[];
  return together(images.map((part, i) => convolution(part, kernels[i]!, biases[i]!)));
}

/**
 * The groups of the last axis, each by itself. One transpose brings them to the first axis, where each lies in one piece: to take them from
 * every pixel would be slower.
 */
function apart(x: Tensor4D, groups: number): Tensor4D[] {
  const [first, second, third, channels] = x.shape;
  const moved = transpose(reshape(x, [-1, groups, channels / groups]), [1, 0, 2]);
  return unstack(moved).map((part) => reshape(part, [first, second, third, channels / groups]));
}

/** The reverse of `apart`. */
function together(parts: readonly Tensor4D[]): Tensor4D {
  const [batch, height, width, channels] = parts[0]!.shape;
  const moved = transpose(stack(parts.map((part) => reshape(part, [-1, channels]))), [1, 0, 2]);
  return reshape(moved, [batch, height, width, channels * parts.length]);
}

/** tfjs's form of a depthwise kernel: `[height, width, 1, channels·multiplier] → [height, width, channels, multiplier]`. */
function filterOf(kernel: Tensor4D, channels: number, { dilations }: ConvolutionAttrs): Tensor4D {
  const whole = spread(kernel, dilations);
  return reshape<Rank.R4>(whole, [whole.shape[0], whole.shape[1], channels, whole.shape[3] / channels]);
}

/** The attributes for a kernel that was spread. */
const undilated = (attrs: ConvolutionAttrs): ConvolutionAttrs => ({ ...attrs, dilations: [1, 1] });

/**
 * Every channel by filters of its own: `[batch, h, w, c] → [batch, h′, w′, c·multiplier]` for a kernel `[height, width, 1, c·multiplier]`.
 */
export function depthwise(x: Tensor4D, kernel: Tensor4D, given: ConvolutionAttrs): Tensor4D {
  const filter = filterOf(kernel, x.shape[3], given);
  const attrs = undilated(given);
  return differentiable(
    { x, filter },
    (save) => {
      save([x, filter]);
      return run('DepthwiseConv2dNative', { x, filter }, attrs)[0];
    },
    (dy, [from, w]) => ({
      x: () => run('DepthwiseConv2dNativeBackpropInput', { dy, filter: w! }, { ...attrs, inputShape: from!.shape })[0],
      filter: () => run('DepthwiseConv2dNativeBackpropFilter', { x: from!, dy }, { ...attrs, filterShape: w!.shape })[0],
    }),
  );
}

/** The gradient of `depthwise` with respect to its input, as an operation: `[batch, h′, w′, c·multiplier] → outputShape`. */
export function depthwiseTransposed(
  x: Tensor4D,
  kernel: Tensor4D,
  outputShape: [number, number, number, number],
  given: ConvolutionAttrs,
): Tensor4D {
  const filter = filterOf(kernel, outputShape[3], given);
  const attrs = undilated(given);
  return differentiable(
    { x, filter },
    (save) => {
      save([x, filter]);
      return run('DepthwiseConv2dNativeBackpropInput', { dy: x, filter }, { ...attrs, inputShape: outputShape })[0];
    },
    (dy, [from, w]) => ({
      x: () => run('DepthwiseConv2dNative', { x: dy, filter: w! }, attrs)[0],
      filter: () => run('DepthwiseConv2dNativeBackpropFilter', { x: dy, dy: from! }, { ...attrs, filterShape: w!.shape })[0],
    }),
  );
}
