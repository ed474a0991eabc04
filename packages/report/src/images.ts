import { check, checkInteger, showShape } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';

/**
 * Pictures in one array, one after the other. `shape` is the shape of one picture: `[height, width, channels]` with 1 or 3 channels,
 * `[height, width]`, or `[features]`, which is drawn as a grid that is as square as possible. Values lie from 0 (black) to 1 (white),
 * except where a section takes any. Values that are not finite have a colour of their own.
 */
export interface Images {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** The size of one picture in `values` and in pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** How many numbers one picture has. */
  readonly size: number;
}

/** The layout of one picture. Throws where no picture has this shape. */
export function layoutOf(call: string, shape: Shape): Layout {
  for (const side of shape) checkInteger(call, `every size of the shape ${showShape(shape)}`, side, 1);
  const [first = 0, second = 0, channels = 1] = shape;
  if (shape.length === 1) {
    const width = Math.ceil(Math.sqrt(first));
    return { width, height: Math.ceil(first / width), channels: 1, size: first };
  }
  check(
    (shape.length === 2 || shape.length === 3) && (channels === 1 || channels === 3),
    () => `${call}: a picture's shape must be [height, width, 1 or 3], [height, width] or [features], not ${showShape(shape)}`,
  );
  return { width: second, height: first, channels, size: first * second * channels };
}

/** How many pictures there are; throws unless there is at least one and none is cut off. */
export function countImages(call: string, { shape, values }: Images): number {
  const { size } = layoutOf(call, shape);
  check(values.length > 0, `${call}: there are no pictures`);
  check(
    values.length % size === 0,
    () => `${call}: ${values.length} values are no whole number of pictures of shape ${showShape(shape)}, which have ${size} each`,
  );
  return values.length / size;
}

/** How many pictures each row has. Throws unless all rows have the same number, of the same shape. */
export function countAlike(call: string, rows: readonly Images[]): number {
  check(rows.length > 0, `${call}: there are no rows`);
  const [first, ...rest] = rows as [Images, ...Images[]];
  const count = countImages(call, first);
  for (const row of rest) {
    check(
      showShape(row.shape) === showShape(first.shape),
      () => `${call}: the rows have pictures of shape ${showShape(first.shape)} and ${showShape(row.shape)}`,
    );
    const other = countImages(call, row);
    check(other === count, () => `${call}: the rows have ${count} and ${other} pictures`);
  }
  return count;
}

/** The pictures from `start` to before `end`. */
export function sliceImages(images: Images, start: number, end: number): Images {
  const { size } = layoutOf('sliceImages', images.shape);
  return { shape: images.shape, values: images.values.subarray(start * size, end * size) };
}

/** Pictures of the same shape, one list after the other. */
export function joinImages(rows: readonly Images[]): Images {
  const values = new Float32Array(rows.reduce((sum, row) => sum + row.values.length, 0));
  let offset = 0;
  for (const row of rows) {
    values.set(row.values, offset);
    offset += row.values.length;
  }
  return { shape: rows[0]!.shape, values };
}
