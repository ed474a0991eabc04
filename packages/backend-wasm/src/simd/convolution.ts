import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call } from '../threads/pool.js';
import type { Filter, Geometry, Image } from '../kernels/framing.js';
import { addBiasAndActivate, codeOf, knows } from './activations.js';
import type { ActivationAttrs } from './activations.js';
import { backwardInfo, forwardInfo } from './geometry.js';
import { ranges, threadsWorth } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel, simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';
import { isPatched, patchedBack, patchedFilterGradient, patchedForward } from './patched.js';

type Info = backend_util.Conv2DInfo;

/** Multiply-adds below which another thread costs more than it saves. */
const SMALL = 2 ** 17;

const workOf = (info: Info): number =>
  info.batchSize * info.outHeight * info.outWidth * info.outChannels * info.filterHeight * info.filterWidth * info.inChannels;

/** An image as a convolution walks over it: in a frame, or without one where every place lies within. */
interface Framed {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly top: number;
  readonly left: number;
  /** Size of the frame. */
  readonly rows: number;
  readonly columns: number;
}

/** The frame around the input of a convolution. */
function frameOf(info: Info): Framed {
  const { inHeight: height, inWidth: width, inChannels: channels, padInfo } = info;
  const rows = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const columns = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  const { top, left } = padInfo;
  const within = top === 0 && left === 0 && rows <= height && columns <= width;
  return within
    ? { height, width, channels, top, left, rows: height, columns: width }
    : { height, width, channels, top, left, rows, columns };
}

const frameNumbers = ({ height, width, channels, top, left, rows, columns }: Framed): number[] => [
  height,
  width,
  channels,
  top,
  left,
  rows,
  columns,
];

const bytesOf = ({ rows, columns, channels }: Framed): number => 4 * rows * columns * channels;

/** One walk over all images: y's places get the sums of products of runs of x and panels of weights. */
interface Walk {
  readonly frame: Framed;
  readonly down: number;
  readonly across: number;
  /** Where each run starts, in numbers of the framed image, and how long each is. */
  readonly offsets: readonly number[];
  readonly run: number;
  readonly filters: number;
  readonly outRows: number;
  readonly outColumns: number;
  /** Numbers from one row of places, one place, one image of y to the next. */
  readonly steps: readonly [row: number, place: number, image: number];
  /** Packs the weights into panels at an address. */
  readonly pack: (to: number) => void;
}

const panelsOf = (filters: number): number => Math.ceil(filters / 8);

function walk(heap: Heap, count: number, x: number, image: number, y: number, w: Walk, bias: number, activation: ActivationAttrs): void {
  const threads = threadsWorth(heap, count * w.outRows * w.outColumns * w.filters * w.run * w.offsets.length, SMALL);
  const parts = ranges(count, threads);
  const table = 4 * w.offsets.length;
  const weights = 4 * 8 * panelsOf(w.filters) * w.run * w.offsets.length;
  const { rows, columns, channels } = w.frame;
  const room = heap.call('convolveScratch', rows, columns, channels, w.run * w.offsets.length);
  const scratch = heap.scratch(table + weights + room * parts.length);
  new Int32Array(heap.memory(), scratch, w.offsets.length).set(w.offsets);
  w.pack(scratch + table);
  const [kind, slope] = codeOf(activation);
  heap.share(
    parts.map(([first, end], i): Call => [
      'convolve',
      end - first,
      x + 4 * first * image,
      ...frameNumbers(w.frame),
      w.down,
      w.across,
      w.offsets.length,
      scratch,
      w.run,
      scratch + table,
      w.filters,
      w.outRows,
      w.outColumns,
      y + 4 * first * w.steps[2],
      ...w.steps,
      kind,
      bias,
      slope,
      scratch + table + weights + i * room,
    ]),
  );
}

/** Conv2D: x by the filter, a bias added and an activation applied where there are. */
function convolved(
  heap: Heap,
  x: TensorInfo,
  filter: TensorInfo,
  info: Info,
  bias?: TensorInfo,
  activation: ActivationAttrs = { activation: 'linear' },
): TensorInfo {
  const y = heap.output(info.outShape);
  if (util.sizeFromShape(info.outShape) === 0) return y;
  if (isPatched(heap, info)) {
    patchedForward(heap, x, filter, info, y);
    addBiasAndActivate(heap, y, bias, activation);
    return y;
  }
  const { filterHeight, filterWidth, inChannels, outChannels, dilationHeight, dilationWidth } = info;
  const frame = frameOf(info);
  // Without dilation, the taps of one row of the filter lie side by side in the image.
  const whole = dilationWidth === 1;
  const offsets = Array.from({ length: filterHeight * (whole ? 1 : filterWidth) }, (_, r) =>
    whole
      ? r * dilationHeight * frame.columns * inChannels
      : (Math.floor(r / filterWidth) * dilationHeight * frame.columns + (r % filterWidth) * dilationWidth) * inChannels,
  );
  const taps = filterHeight * filterWidth * inChannels;
  const image = info.inHeight * info.inWidth * inChannels;
  const steps = [info.outWidth * outChannels, outChannels, info.outHeight * info.outWidth * outChannels] as const;
  const pack = (to: number): void => void heap.call('packColumns', taps, outChannels, heap.address(filter), outChannels, 1, to);
  walk(
    heap,
    info.batchSize,
    heap.address(x),
    image,
    heap.address(y),
    {
      frame,
      down: info.strideHeight,
      across: info.strideWidth,
      offsets,
      run: taps / offsets.length,
      filters: outChannels,
      outRows: info.outHeight,
      outColumns: info.outWidth,
      steps,
      pack,
    },
    bias ? heap.address(bias) : 0,
    activation,
  );
  return y;
}

/**
 * Pixels of dx that are alike: those at the same distance, modulo the stride, from where filters start. They meet the same
 * taps, each at dy moved by `shift`; along one axis. Without the others, no tap meets the zeros between dy's pixels.
 */
interface Phase {
  /** The first pixel, and how many there are. */
  readonly first: number;
  readonly count: number;
  readonly taps: readonly { readonly tap: number; readonly shift: number }[];
  /** The least shift plus where the first pixel stands: where dy's frame starts. */
  readonly start: number;
  readonly span: number;
}

function phasesOf(size: number, filter: number, stride: number, dilation: number, before: number): readonly Phase[] {
  return Array.from({ length: stride }, (_, phase): Phase => {
    const skipped = Math.max(0, Math.ceil((before - phase) / stride));
    const first = phase + stride * skipped - before;
    const count = Math.max(0, Math.ceil((size - first) / stride));
    const taps = Array.from({ length: filter }, (__, tap) => ({ tap, shift: (phase - tap * dilation) / stride })).filter(({ shift }) =>
      Number.isInteger(shift),
    );
    const shifts = taps.length > 0 ? taps.map(({ shift }) => shift) : [0];
    const least = Math.min(...shifts);
    return {
      first,
      count,
      taps: taps.map(({ tap, shift }) => ({ tap, shift: shift - least })),
      start: skipped + least,
      span: Math.max(...shifts) - least,
    };
  });
}

/** Conv2DBackpropInput, the transposed convolution: one walk over dy for each phase of pixels. */
function convolvedBack(heap: Heap, dy: TensorInfo, filter: TensorInfo, info: Info): TensorInfo {
  const dx = heap.output(info.inShape);
  if (util.sizeFromShape(info.inShape) === 0) return dx;
  if (isPatched(heap, info)) {
    patchedBack(heap, dy, filter, info, dx);
    return dx;
  }
  const { inHeight, inWidth, inChannels, outChannels, outHeight, outWidth, filterWidth, strideHeight, strideWidth } = info;
  const vertical = phasesOf(inHeight, info.filterHeight, strideHeight, info.dilationHeight, info.padInfo.top);
  const horizontal = phasesOf(inWidth, filterWidth, strideWidth, info.dilationWidth, info.padInfo.left);
  for (const v of vertical)
    for (const h of horizontal) {
      if (v.count === 0 || h.count === 0) continue;
      const columns = h.count + h.span;
      const met = v.taps.flatMap((a) =>
        h.taps.map((b) => ({ tap: a.tap * filterWidth + b.tap, offset: (a.shift * columns + b.shift) * outChannels })),
      );
      const pack = (to: number): void => {
        for (let panel = 0; panel < panelsOf(inChannels); panel++)
          for (const [i, { tap }] of met.entries()) {
            const from = heap.address(filter) + 4 * (tap * inChannels + 8 * panel) * outChannels;
            const at = to + 4 * 8 * outChannels * (panel * met.length + i);
            heap.call('packColumns', outChannels, Math.min(8, inChannels - 8 * panel), from, 1, outChannels, at);
          }
      };
      walk(
        heap,
        info.batchSize,
        heap.address(dy),
        outHeight * outWidth * outChannels,
        heap.address(dx) + 4 * (v.first * inWidth + h.first) * inChannels,
        {
          frame: {
            height: outHeight,
            width: outWidth,
            channels: outChannels,
            top: -v.start,
            left: -h.start,
            rows: v.count + v.span,
            columns,
          },
          down: 1,
          across: 1,
          offsets: met.map(({ offset }) => offset),
          run: outChannels,
          filters: inChannels,
          outRows: v.count,
          outColumns: h.count,
          steps: [strideHeight * inWidth * inChannels, strideWidth * inChannels, inHeight * inWidth * inChannels],
          pack,
        },
        0,
        { activation: 'linear' },
      );
    }
  return dx;
}

/** Conv2DBackpropFilter: every tap's products of x and dy, summed; the threads share the taps. */
function filterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info): TensorInfo {
  const dw = heap.output(info.filterShape);
  if (isPatched(heap, info)) {
    patchedFilterGradient(heap, x, dy, info, dw);
    return dw;
  }
  const { filterHeight, filterWidth, inChannels, outChannels, outHeight, outWidth, dilationHeight, dilationWidth } = info;
  const frame = frameOf(info);
  const taps = filterHeight * filterWidth * inChannels;
  const padded = Math.ceil(taps / 4) * 4;
  const parts = ranges(padded, threadsWorth(heap, workOf(info), SMALL), 4);
  const tiles = 4 * padded * 8 * panelsOf(outChannels);
  const room = bytesOf(frame) + 4 * 8 * panelsOf(outChannels) * outHeight * outWidth;
  const scratch = heap.scratch(4 * padded + tiles + parts.length * room);
  const offsets = new Int32Array(heap.memory(), scratch, padded);
  for (let k = 0; k < padded; k++) {
    const [c, tap] = [k % inChannels, Math.floor(k / inChannels)];
    const [i, j] = [Math.floor(tap / filterWidth), tap % filterWidth];
    offsets[k] = k < taps ? (i * dilationHeight * frame.columns + j * dilationWidth) * inChannels + c : 0;
  }
  new Uint8Array(heap.memory(), scratch + 4 * padded, tiles).fill(0);
  heap.share(
    parts.map(([first, end], i): Call => [
      'convolveFilterGradient',
      info.batchSize,
      heap.address(x),
      ...frameNumbers(frame),
      info.strideHeight,
      info.strideWidth,
      first,
      end,
      scratch,
      heap.address(dy),
      outChannels,
      outHeight,
      outWidth,
      scratch + 4 * padded,
      scratch + 4 * padded + tiles + i * room,
    ]),
  );
  heap.call('fromTiles', taps, outChannels, scratch + 4 * padded, heap.address(dw));
  return dw;
}

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
    // tfjs would read a bias of one number as one of as many as there are filters.
    const full = bias && util.sizeFromShape(bias.shape) === 1 ? spreadOut(heap, bias, filter.shape[3]!) : bias;
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
    util.assert(!cropped, () => `FusedConvolutionTranspose: [${x.shape}] has more places than [${attrs.outputShape}] gives`);
    const y = convolvedBack(heap, x, filter, info);
    addBiasAndActivate(heap, y, bias, attrs);
    return y;
  }),
];
