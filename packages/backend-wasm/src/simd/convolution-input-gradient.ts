import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { addBiasAndActivate } from './activations.js';
import type { ActivationAttrs } from './activations.js';
import { panelsOf, walk } from './convolution-walk.js';
import type { Info } from './convolution-walk.js';
import type { Heap } from './simd-heap.js';

/**
 * The pixels of dx, along one axis, that have the same distance from the starts of filters, modulo the stride. They use the same
 * taps, each at dy moved by `shift`. Phase by phase, no tap is multiplied by the zeros between the pixels of dy.
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

/** Conv2DBackpropInput, the transposed convolution: one walk over dy for each phase of pixels. With a bias and an activation if they are given. */
export function convolvedBack(
  heap: Heap,
  dy: TensorInfo,
  filter: TensorInfo,
  info: Info,
  bias?: TensorInfo,
  activation: ActivationAttrs = { activation: 'linear' },
): TensorInfo {
  const dx = heap.output(info.inShape);
  if (sizeFromShape(info.inShape) === 0) return dx;
  if (heap.gemm?.takesConvolution(info)) {
    heap.gemm.back(heap, dy, filter, info, dx, { bias, activation });
    return dx;
  }
  const vertical = phasesOf(info.inHeight, info.filterHeight, info.strideHeight, info.dilationHeight, info.padInfo.top);
  const horizontal = phasesOf(info.inWidth, info.filterWidth, info.strideWidth, info.dilationWidth, info.padInfo.left);
  for (const v of vertical) for (const h of horizontal) if (v.count > 0 && h.count > 0) walkPhase(heap, dy, filter, info, dx, v, h);
  addBiasAndActivate(heap, dx, bias, activation);
  return dx;
}

/** The pixels of one phase. */
function walkPhase(heap: Heap, dy: TensorInfo, filter: TensorInfo, info: Info, dx: TensorInfo, v: Phase, h: Phase): void {
  const { inHeight, inWidth, inChannels, outChannels, outHeight, outWidth, filterWidth, strideHeight, strideWidth } = info;
  const columns = h.count + h.span;
  const met = v.taps.flatMap((a) =>
    h.taps.map((b) => ({ tap: a.tap * filterWidth + b.tap, offset: (a.shift * columns + b.shift) * outChannels })),
  );
  walk(heap, {
    count: info.batchSize,
    x: heap.address(dy),
    image: outHeight * outWidth * outChannels,
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
    y: heap.address(dx) + 4 * (v.first * inWidth + h.first) * inChannels,
    yRow: strideHeight * inWidth * inChannels,
    yPlace: strideWidth * inChannels,
    yImage: inHeight * inWidth * inChannels,
    pack: (to) =>
      packTaps(
        heap,
        heap.address(filter),
        info,
        met.map(({ tap }) => tap),
        to,
      ),
    bias: 0,
    activation: { activation: 'linear' },
  });
}

/** Packs some taps of a filter, transposed, into panels of eight of its input channels. */
function packTaps(heap: Heap, filter: number, { inChannels, outChannels }: Info, taps: readonly number[], to: number): void {
  for (let panel = 0; panel < panelsOf(inChannels); panel++)
    for (const [i, tap] of taps.entries())
      heap.call('packColumns', {
        k: outChannels,
        n: Math.min(8, inChannels - 8 * panel),
        from: filter + 4 * (tap * inChannels + 8 * panel) * outChannels,
        rowStride: 1,
        columnStride: outChannels,
        to: to + 4 * 8 * outChannels * (panel * taps.length + i),
      });
}
