import { checkInteger } from '@autoencoders/core/operations';
import { encode } from 'fast-png';
import { countImages, layoutOf } from './images.js';
import type { Images, Layout } from './images.js';
import { grey, missing } from './palettes.js';
import type { Palette } from './palettes.js';

/** Many pictures in one PNG, in rows of `columns`. Each is in a cell with a gap at its right and bottom. */
export interface Sprite {
  /** A `data:` URL. */
  readonly source: string;
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly count: number;
  readonly cell: { readonly width: number; readonly height: number };
}

export interface SpriteOptions {
  /** Pictures in a row (default: all of them). */
  readonly columns?: number;
  /** Transparent pixels after each picture (default 0). */
  readonly gap?: number;
  /** The palette for pictures of one channel (default `grey`). */
  readonly palette?: Palette;
}

/** A sheet of pictures as the bytes of a PNG, and its sizes. */
type Sheet = Omit<Sprite, 'source'> & { readonly png: Uint8Array };

/** Pictures as one PNG. Values below 0 and above 1 are drawn as 0 and 1. */
export function sprite(images: Images, options: SpriteOptions = {}): Sprite {
  const { png, ...measures } = sheet(images, options);
  return { source: `data:image/png;base64,${Buffer.from(png).toString('base64')}`, ...measures };
}

/** Options of `toPng`. */
export interface PngOptions extends Omit<SpriteOptions, 'palette'> {
  /** By how much each pixel is enlarged (default 1). */
  readonly scale?: number;
}

/**
 * Pictures as the bytes of one PNG file, in rows of `columns`, `gap` pixels apart.
 *
 * @param images The pictures, all of one size.
 */
export function toPng(images: Images, { scale = 1, ...options }: PngOptions = {}): Uint8Array {
  checkInteger('toPng', 'scale', scale, 1);
  return sheet(enlarged(images, scale), options).png;
}

function enlarged(images: Images, scale: number): Images {
  const { width, height, channels, size } = layoutOf('toPng', images.shape);
  const count = countImages('toPng', images);
  const shape = [height * scale, width * scale, channels];
  const large = width * height * channels * scale * scale;
  const values = new Float32Array(count * large);
  for (let i = 0; i < values.length; i++) {
    const [image, place] = [Math.floor(i / large), Math.floor((i % large) / channels)];
    const [y, x] = [Math.floor(place / (width * scale) / scale), Math.floor((place % (width * scale)) / scale)];
    const from = (y * width + x) * channels + (i % channels);
    values[i] = from < size ? images.values[image * size + from]! : 0;
  }
  return { shape, values };
}

function sheet(images: Images, { columns = Infinity, gap = 0, palette = grey }: SpriteOptions): Sheet {
  const count = countImages('sprite', images);
  const layout = layoutOf('sprite', images.shape);
  const across = Math.min(columns, count);
  const cell = { width: layout.width + gap, height: layout.height + gap };
  const width = across * cell.width;
  const height = Math.ceil(count / across) * cell.height;
  const places = pixelPlaces(layout, count, across, cell);
  const png = layout.channels === 1 ? indexed(images, places, width, height, palette) : coloured(images, places, width, height);
  return { png, width, height, columns: across, count, cell };
}

/** The place in the sheet of each pixel of each picture, in the order of `values`. */
function pixelPlaces({ width, size, channels }: Layout, count: number, columns: number, cell: Sprite['cell']): Uint32Array {
  const pixels = size / channels;
  const places = new Uint32Array(count * pixels);
  for (let i = 0; i < count; i++) {
    const corner = Math.floor(i / columns) * cell.height * columns * cell.width + (i % columns) * cell.width;
    for (let p = 0; p < pixels; p++) places[i * pixels + p] = corner + Math.floor(p / width) * columns * cell.width + (p % width);
  }
  return places;
}

// One byte per pixel: 0 is transparent, 1 is a value that is not finite, 2 to 255 are the values from 0 to 1. The encoder needs
// the transparent entries first.
const levels = 254;

/** The index of a value in the entries of a palette. */
export const indexOf = (value: number): number => (Number.isFinite(value) ? 2 + Math.round(unit(value) * (levels - 1)) : 1);

/** Red, green, blue and opacity of each index. */
export function entriesOf(palette: Palette): number[][] {
  const colours = Array.from({ length: levels }, (_, level) => palette(level / (levels - 1)));
  return [[0, 0, 0, 0], ...[missing, ...colours].map((colour) => [...colour.map(Math.round), 255])];
}

/** Red, green, blue and opacity of three values. */
export const colourOf = (values: readonly [number, number, number]): readonly number[] => [
  ...(values.every(Number.isFinite) ? values.map((value) => Math.round(unit(value) * 255)) : missing),
  255,
];

function indexed({ values }: Images, places: Uint32Array, width: number, height: number, palette: Palette): Uint8Array {
  const data = new Uint8Array(width * height);
  for (const [i, place] of places.entries()) data[place] = indexOf(values[i]!);
  return encode({ width, height, data, depth: 8, channels: 1, palette: entriesOf(palette) }, { zlib: { level: 9 } });
}

function coloured({ values }: Images, places: Uint32Array, width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (const [i, place] of places.entries()) data.set(colourOf([values[3 * i]!, values[3 * i + 1]!, values[3 * i + 2]!]), 4 * place);
  return encode({ width, height, data, depth: 8, channels: 4 }, { zlib: { level: 9 } });
}

function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
