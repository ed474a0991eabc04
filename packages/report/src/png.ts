import { Readable, pipeline } from 'node:stream';
import { crc32, createDeflate } from 'node:zlib';
import { check, checkInteger } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { countImages, layoutOf } from './images.js';
import type { Images, Layout } from './images.js';
import { grey } from './palettes.js';
import { colourOf, entriesOf, indexOf } from './sprite.js';

/** The layout of a sheet of pictures. */
export interface SheetOptions {
  /** The shape of one picture, as `Images` have it. */
  readonly shape: Shape;
  /** How many pictures there will be. */
  readonly count: number;
  /** Pictures in a row. */
  readonly columns: number;
  /** Transparent pixels after each picture (default 0). */
  readonly gap?: number;
  /** By how much each pixel is enlarged (default 1). */
  readonly scale?: number;
}

/** The width and height of a sheet in pixels. */
export function sheetSize({ shape, count, columns, gap = 0, scale = 1 }: SheetOptions): {
  readonly width: number;
  readonly height: number;
} {
  const { width, height } = layoutOf('sheetSize', shape);
  return { width: columns * (width * scale + gap), height: Math.ceil(count / columns) * (height * scale + gap) };
}

/**
 * Pictures as the bytes of one PNG file, in pieces, so that memory holds no more than one row of pictures. The pictures may come in
 * parts of any size. Throws when there are more or fewer than `count`, and when a size is not a whole number of 1 or more. PNG
 * specification, third edition, 2025.
 */
export async function* streamPng(
  pictures: AsyncIterable<Images> | Iterable<Images>,
  options: SheetOptions,
): AsyncGenerator<Uint8Array, void> {
  const { count, columns, gap = 0, scale = 1 } = options;
  for (const [name, value] of Object.entries({ count, columns, scale })) checkInteger('streamPng', name, value, 1);
  checkInteger('streamPng', 'gap', gap, 0);
  const isGrey = layoutOf('streamPng', options.shape).channels === 1;
  const { width, height } = sheetSize(options);
  yield Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  // Eight bits a sample; colour type 3 is an index into a palette, 6 red, green, blue and opacity.
  yield chunk('IHDR', [...bytesOf(width), ...bytesOf(height), 8, isGrey ? 3 : 6, 0, 0, 0]);
  if (isGrey) {
    const entries = entriesOf(grey);
    yield chunk(
      'PLTE',
      entries.flatMap((entry) => entry.slice(0, 3)),
    );
    yield chunk(
      'tRNS',
      entries.map((entry) => entry[3]!),
    );
  }
  const lines = Readable.from(scanlines(rowsOf(pictures, options), options, width));
  for await (const data of pipeline(lines, createDeflate(), () => undefined)) yield chunk('IDAT', data as Uint8Array);
  yield chunk('IEND', []);
}

const bytesOf = (word: number): number[] => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];

function chunk(type: string, data: ArrayLike<number>): Uint8Array {
  const name = Uint8Array.from(type, (letter) => letter.charCodeAt(0));
  const bytes = new Uint8Array(12 + data.length);
  bytes.set(bytesOf(data.length));
  bytes.set(name, 4);
  bytes.set(data, 8);
  bytes.set(bytesOf(crc32(bytes.subarray(4, 8 + data.length))), 8 + data.length);
  return bytes;
}

/** The values of `columns` pictures at a time; the last row may have fewer. */
async function* rowsOf(
  pictures: AsyncIterable<Images> | Iterable<Images>,
  { shape, count, columns }: SheetOptions,
): AsyncGenerator<Float32Array, void> {
  const { size } = layoutOf('streamPng', shape);
  let row = new Float32Array(columns * size);
  let filled = 0;
  let seen = 0;
  for await (const images of pictures) {
    seen += countImages('streamPng', { shape, values: images.values });
    for (let at = 0; at < images.values.length;) {
      const part = images.values.subarray(at, at + row.length - filled);
      row.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < row.length) break;
      yield row;
      row = new Float32Array(columns * size);
      filled = 0;
    }
  }
  check(seen === count, () => `streamPng: ${seen} pictures came, and count is ${count}`);
  if (filled > 0) yield row.subarray(0, filled);
}

/** The lines of pixels. The first byte of each says that no filter is used. */
async function* scanlines(
  rows: AsyncIterable<Float32Array>,
  { shape, gap = 0, scale = 1 }: SheetOptions,
  width: number,
): AsyncGenerator<Uint8Array, void> {
  const layout = layoutOf('streamPng', shape);
  const empty = new Uint8Array(1 + width * bytesPerPixel(layout));
  for await (const row of rows) {
    for (let y = 0; y < layout.height; y++) {
      const line = empty.slice();
      draw(line, row, y, layout, { gap, scale });
      for (let copy = 0; copy < scale; copy++) yield line;
    }
    for (let line = 0; line < gap; line++) yield empty;
  }
}

const bytesPerPixel = ({ channels }: Layout): number => (channels === 1 ? 1 : 4);

/** Draws line `y` of pictures side by side. */
function draw(line: Uint8Array, row: Float32Array, y: number, layout: Layout, { gap, scale }: { gap: number; scale: number }): void {
  const { width, channels, size } = layout;
  const bytes = bytesPerPixel(layout);
  for (let picture = 0; picture < row.length / size; picture++) {
    let at = 1 + picture * (width * scale + gap) * bytes;
    for (let x = 0; x < width; x++) {
      const pixel = (y * width + x) * channels;
      const from = picture * size + pixel;
      if (channels === 1) {
        // A grid may have more pixels than there are features.
        line.fill(indexOf(pixel < size ? row[from]! : 0), at, (at += scale));
      } else {
        const colour = colourOf([row[from]!, row[from + 1]!, row[from + 2]!]);
        for (let copy = 0; copy < scale; copy++, at += bytes) line.set(colour, at);
      }
    }
  }
}
