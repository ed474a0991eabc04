import { add, conv2d, conv2dTranspose, pad, reshape, slice, sum } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { toFloat32 } from '../dtype.js';
import { check, showShape } from '../errors.js';
import type { ConvolutionAttrs } from '../kernel-attrs.js';
import type { FusedKernels } from '../kernels.js';
import { activate, activationGradient, linear } from './activation.js';
import type { FusedActivation } from './activation.js';
import { differentiable, hasKernel, run } from './differentiable.js';

/** Options of `convolve` and `convolveTransposed`: how a kernel moves over images, and the activation. */
export interface ConvolutionGeometry {
  /** Step from one position to the next, in pixels. Default 1. */
  readonly stride?: number;
  /** `same` pads with zeros so that stride 1 keeps the size, `valid` pads nothing. Default `same`. */
  readonly padding?: 'same' | 'valid';
  /** Distance between neighbouring weights of the kernel, in pixels. Default 1. */
  readonly dilation?: number;
  /** f. Default `linear`, which is x itself. */
  readonly activation?: FusedActivation;
}

const attrsOf = ({ stride = 1, padding = 'same', dilation = 1 }: ConvolutionGeometry): ConvolutionAttrs => ({
  strides: [stride, stride],
  pad: padding,
  dilations: [dilation, dilation],
  dataFormat: 'NHWC',
});

/** Whether one backend kernel computes the convolution and its activation. */
const fused = (kernel: keyof FusedKernels, { activation = linear }: ConvolutionGeometry): boolean =>
  activation.activation !== 'gelu' && hasKernel(kernel);

/** The same geometry without the activation, which then is a separate operation. */
const bare = ({ stride = 1, padding = 'same', dilation = 1 }: ConvolutionGeometry): ConvolutionGeometry => ({ stride, padding, dilation });

/** Throws unless the images have the input channels of the kernel, and the bias has one number for each output channel. */
function checkChannels(call: string, x: Tensor4D, kernel: Tensor4D, bias: Tensor1D, inputs: number, outputs: number): void {
  check(
    x.shape[3] === inputs && bias.size === outputs,
    () => `${call}: a kernel ${showShape(kernel.shape)} and a bias ${showShape(bias.shape)} do not fit images ${showShape(x.shape)}`,
  );
}

/**
 * f(x ∗ W + b), a cross-correlation: `[batch, h, w, in] → [batch, ⌈h / stride⌉, ⌈w / stride⌉, out]` with padding `same`, for
 * a kernel `[size, size, in, out]` and a bias `[out]`. It is one backend kernel, if the backend has it. Only the gradients that are
 * needed are computed. Throws if the channels do not fit.
 */
export function convolve(images: Tensor4D, kernel: Tensor4D, bias: Tensor1D, geometry: ConvolutionGeometry = {}): Tensor4D {
  const { stride = 1, padding = 'same', dilation = 1, activation = linear } = geometry;
  const x = toFloat32(images);
  checkChannels('convolve', x, kernel, bias, kernel.shape[2], kernel.shape[3]);
  if (!hasKernel('FusedConvolution')) return activate(add(conv2d(x, spread(kernel, dilation), stride, padding), bias), activation);
  if (!fused('FusedConvolution', geometry)) return activate(convolve(x, kernel, bias, bare(geometry)), activation);
  const attrs = attrsOf(geometry);
  return differentiable(
    { x, kernel, bias },
    (save) => {
      const [y] = run('FusedConvolution', { x, kernel, bias }, { ...attrs, ...activation });
      save([x, kernel, y]);
      return y;
    },
    (dy, [from, w, y]) => {
      const dz = activationGradient(dy, y!, activation);
      return {
        x: () => run('Conv2DBackpropInput', { dy: dz, filter: w! }, { ...attrs, inputShape: from!.shape })[0],
        kernel: () => run('Conv2DBackpropFilter', { x: from!, dy: dz }, { ...attrs, filterShape: w!.shape })[0],
        bias: () => sum(dz, [0, 1, 2]),
      };
    },
  );
}

/**
 * The transposed convolution: f(the gradient of a convolution with respect to its input + b), `[batch, h, w, in] → outputShape`, for
 * a kernel `[size, size, out, in]` and a bias `[out]`. A convolution of this geometry must map `outputShape` to `[batch, h, w, in]`.
 * Throws if the batch or the channels do not fit. Dumoulin & Visin 2016, chapter 4.
 */
export function convolveTransposed(
  images: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor1D,
  outputShape: [number, number, number, number],
  geometry: ConvolutionGeometry = {},
): Tensor4D {
  const { stride = 1, padding = 'same', dilation = 1, activation = linear } = geometry;
  const x = toFloat32(images);
  checkChannels('convolveTransposed', x, kernel, bias, kernel.shape[3], kernel.shape[2]);
  check(
    outputShape[0] === x.shape[0] && outputShape[3] === kernel.shape[2],
    () => `convolveTransposed: a kernel ${showShape(kernel.shape)} does not take ${showShape(x.shape)} to ${showShape(outputShape)}`,
  );
  if (!hasKernel('FusedConvolutionTranspose'))
    return activate(add(conv2dTranspose(x, spread(kernel, dilation), outputShape, stride, padding), bias), activation);
  if (!fused('FusedConvolutionTranspose', geometry))
    return activate(convolveTransposed(x, kernel, bias, outputShape, bare(geometry)), activation);
  const attrs = attrsOf(geometry);
  return differentiable(
    { x, kernel, bias },
    (save) => {
      const [y] = run('FusedConvolutionTranspose', { x, kernel, bias }, { ...attrs, ...activation, outputShape });
      save([x, kernel, y]);
      return y;
    },
    (dy, [from, w, y]) => {
      const dz = activationGradient(dy, y!, activation);
      return {
        x: () => run('Conv2D', { x: dz, filter: w! }, attrs)[0],
        kernel: () => run('Conv2DBackpropFilter', { x: dz, dy: from! }, { ...attrs, filterShape: w!.shape })[0],
        bias: () => sum(dz, [0, 1, 2]),
      };
    },
  );
}

/**
 * A dilated kernel with zeros between its weights: `[size, size, in, out] → [span, span, in, out]`, with
 * span = (size − 1)·dilation + 1. tfjs has no gradients of dilated convolutions, but it has those of this form.
 */
function spread(kernel: Tensor4D, dilation: number): Tensor4D {
  if (dilation === 1) return kernel;
  const [size, , fanIn, fanOut] = kernel.shape;
  const span = (size - 1) * dilation + 1;
  const wide = size * dilation;
  const apart = (rows: Tensor): Tensor =>
    pad(reshape(rows, [rows.shape[0]!, 1, -1]), [
      [0, 0],
      [0, dilation - 1],
      [0, 0],
    ]);
  const cells = apart(reshape(apart(kernel), [wide * size, -1]));
  return slice(reshape<Rank.R4>(cells, [wide, wide, fanIn, fanOut]), [0, 0, 0, 0], [span, span, fanIn, fanOut]);
}
