import { concat, reshape, split } from '@tensorflow/tfjs-core';
import type { Rank, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ConvolutionAttrs } from '../kernel-attrs.js';
import { differentiable, run } from './differentiable.js';
import { spread } from './spread.js';

/**
 * A convolution in groups, or its transpose, one group after the other. `convolution` takes the images, the kernel and the bias of one
 * group. In both directions, the last axis of the kernel is divided. The channels are copied to their groups and back.
 */
export function byGroups(
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D,
  groups: number,
  convolution: (x: Tensor4D, kernel: Tensor4D, bias: Tensor1D) => Tensor4D,
): Tensor4D {
  const [images, kernels] = [split(x, groups, 3), split(kernel, groups, 3)];
  const biases: Tensor1D[] = split(bias, groups);
  return concat(
    images.map((part, i) => convolution(part as Tensor4D, kernels[i] as Tensor4D, biases[i]!)),
    3,
  );
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
