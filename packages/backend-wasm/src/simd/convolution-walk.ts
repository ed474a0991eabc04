import type { backend_util } from '@tensorflow/tfjs-core';
import { codeOf } from './activations.js';
import type { ActivationAttrs } from './activations.js';
import { ranges, threadsWorth } from './simd-heap.js';
import type { Heap } from './simd-heap.js';

export type Info = backend_util.Conv2DInfo;

/** Multiply-adds below which another thread costs more than it saves. */
export const SMALL: number = 2 ** 17;

/** The image that a convolution moves over: with a frame of zeros, or without one if every place is inside. */
export interface Framed {
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
export function frameOf(info: Info): Framed {
  const { inHeight: height, inWidth: width, inChannels: channels, padInfo } = info;
  const rows = (info.outHeight - 1) * info.strideHeight + info.effectiveFilterHeight;
  const columns = (info.outWidth - 1) * info.strideWidth + info.effectiveFilterWidth;
  const { top, left } = padInfo;
  const within = top === 0 && left === 0 && rows <= height && columns <= width;
  return within
    ? { height, width, channels, top, left, rows: height, columns: width }
    : { height, width, channels, top, left, rows, columns };
}

/** Bytes of an image in its frame. */
export const bytesOf = ({ rows, columns, channels }: Framed): number => 4 * rows * columns * channels;

/** How many panels of eight so many filters need. */
export const panelsOf = (filters: number): number => Math.ceil(filters / 8);

/** One walk over all images. Each place of y is the sum of products of runs of x and panels of weights. */
export interface Walk {
  /** How many images. */
  readonly count: number;
  /** The address of the first image, and the numbers from one to the next. */
  readonly x: number;
  readonly image: number;
  readonly frame: Framed;
  /** Rows and columns of the image from one place to the next. */
  readonly down: number;
  readonly across: number;
  /** Where each run starts, in numbers of the framed image, and how long each is. */
  readonly offsets: readonly number[];
  readonly run: number;
  readonly filters: number;
  readonly outRows: number;
  readonly outColumns: number;
  /** The address of the first result, and the numbers from one row of places, one place, one image of y to the next. */
  readonly y: number;
  readonly yRow: number;
  readonly yPlace: number;
  readonly yImage: number;
  /** Packs the weights into panels at an address. */
  readonly pack: (to: number) => void;
  /** The address of the bias; 0 for none. */
  readonly bias: number;
  readonly activation: ActivationAttrs;
}

/** Takes a walk; the threads share the images. */
export function walk(heap: Heap, { count, image, frame, offsets, pack, activation, ...given }: Walk): void {
  const threads = threadsWorth(heap, count * given.outRows * given.outColumns * given.filters * given.run * offsets.length, SMALL);
  const parts = ranges(count, threads);
  const taps = given.run * offsets.length;
  const table = 4 * 8 * Math.ceil(offsets.length / 8);
  const weights = 4 * 8 * panelsOf(given.filters) * taps;
  const { rows, columns, channels } = frame;
  const room = heap.call('convolveScratch', { rows, columns, channels, taps, places: given.outRows * given.outColumns });
  const scratch = heap.scratch(table + weights + room * parts.length);
  for (let i = 0; i < offsets.length; i += 8) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = offsets.slice(i, i + 8);
    heap.call('writeEight', { to: scratch + 4 * i, a, b, c, d, e, f, g, h });
  }
  pack(scratch + table);
  const [kind, slope] = codeOf(activation);
  heap.share(
    'convolve',
    parts.map(([first, end], i) => ({
      ...given,
      ...frame,
      count: end - first,
      x: given.x + 4 * first * image,
      runs: offsets.length,
      offsets: scratch,
      w: scratch + table,
      y: given.y + 4 * first * given.yImage,
      kind,
      slope,
      scratch: scratch + table + weights + i * room,
    })),
  );
}
