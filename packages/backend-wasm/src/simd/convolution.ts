import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { check } from '@autoencoders/core/operations';
import type { Filter, Geometry, Image } from '../kernels/framing.js';
import { knows } from './activations.js';
import { filterGradient } from './convolution-filter-gradient.js';
import { convolved } from './convolution-forward.js';
import { convolvedBack } from './convolution-input-gradient.js';
import { backwardInfo, forwardInfo } from './geometry.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel, simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

type Attrs = Geometry & { readonly dataFormat?: 'NHWC' | 'NCHW' };
interface Inputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

const ours = ({ x, filter }: Inputs, { dataFormat = 'NHWC' }: Attrs): boolean =>
  dataFormat === 'NHWC' && x.dtype === 'float32' && filter.dtype === 'float32';

/** A bias of one number as one number for every filter. */
function spreadOut(heap: Heap, bias: TensorInfo, count: number): TensorInfo {
  const full = heap.output([count]);
  const [from, to] = [heap.address(bias) / 4, heap.address(full) / 4];
  const numbers = new Float32Array(heap.memory());
  numbers.fill(numbers[from]!, to, to + count);
  return full;
}

/** Convolutions and their gradients; `FusedConvolution` and `FusedConvolutionTranspose` with a bias and an activation. */
export const convolutionKernels: readonly SimdKernel[] = [
  simdKernel<Inputs, Attrs>('Conv2D', (heap, inputs, attrs, stock) => {
    const { x, filter } = inputs;
    return ours(inputs, attrs) ? convolved(heap, x, filter, forwardInfo('Conv2D', x.shape, filter.shape, attrs)) : stock();
  }),
  simdKernel<Inputs, Attrs & { activation: string; leakyreluAlpha?: number }>('FusedConv2D', (heap, inputs, attrs, stock) => {
    const { x, filter, bias, preluActivationWeights } = inputs;
    // tfjs would read past the end of a bias of one number, as if it had one for each filter.
    const full = bias && sizeFromShape(bias.shape) === 1 ? spreadOut(heap, bias, filter.shape[3]!) : bias;
    try {
      const simple = ours(inputs, attrs) && !preluActivationWeights && knows(attrs.activation) && (!full || full.shape.length === 1);
      if (!simple) return stock({ bias: full! });
      const info = forwardInfo('FusedConv2D', x.shape, filter.shape, attrs);
      return convolved(heap, x, filter, info, full, { activation: attrs.activation, slope: attrs.leakyreluAlpha ?? 0 });
    } finally {
      if (full !== bias) heap.free(full!);
    }
  }),
  simdKernel<{ dy: TensorInfo; filter: TensorInfo }, Attrs & { inputShape: Image }>(
    'Conv2DBackpropInput',
    (heap, { dy, filter }, attrs, stock) => {
      if (!ours({ x: dy, filter }, attrs) || dy.shape.includes(0)) return stock();
      const { info, cropped } = backwardInfo('Conv2DBackpropInput', attrs.inputShape, filter.shape, dy, attrs);
      return cropped ? stock() : convolvedBack(heap, dy, filter, info);
    },
  ),
  simdKernel<{ x: TensorInfo; dy: TensorInfo }, Attrs & { filterShape: Filter }>(
    'Conv2DBackpropFilter',
    (heap, { x, dy }, attrs, stock) => {
      if (!ours({ x, filter: dy }, attrs) || dy.shape.includes(0)) return stock();
      const { info, cropped } = backwardInfo('Conv2DBackpropFilter', x.shape, attrs.filterShape, dy, attrs);
      return cropped ? stock() : filterGradient(heap, x, dy, info);
    },
  ),
  fusedKernel('FusedConvolution', (heap, { x, kernel: filter, bias }, attrs) =>
    convolved(heap, x, filter, forwardInfo('FusedConvolution', x.shape, filter.shape, attrs), bias, attrs),
  ),
  fusedKernel('FusedConvolutionTranspose', (heap, { x, kernel: filter, bias }, attrs) => {
    const { info, cropped } = backwardInfo('FusedConvolutionTranspose', attrs.outputShape, filter.shape, x, attrs);
    check(!cropped, () => `FusedConvolutionTranspose: [${x.shape}] has more places than [${attrs.outputShape}] gives`);
    return convolvedBack(heap, x, filter, info, bias, attrs);
  }),
];
