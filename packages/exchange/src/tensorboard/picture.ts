import { encode } from 'fast-png';
import { check, showShape } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';

/** A PNG, with its size in pixels. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly png: Uint8Array;
}

/** Pictures `[n, height, width, channels]` with values from 0 to 1. */
export interface PictureValues {
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

/** Throws unless one example of this shape is a picture. Errors begin with `call`. */
export function checkPicture(call: string, shape: Shape): void {
  check(
    shape.length === 3 && [1, 3, 4].includes(shape[2]!) && shape.every((size) => size >= 1),
    () => `${call}: a picture is [height, width, channels] with 1, 3 or 4 channels, not ${showShape(shape)}`,
  );
}

/** Pictures side by side as one, in rows of `columns`, on black. Values below 0 and above 1 are clipped, and NaN is 0. */
export function sheetOf({ shape, values }: PictureValues, columns: number): Picture {
  const [count, rows, wide, channels] = shape as readonly [number, number, number, number];
  const across = Math.min(columns, count);
  const [height, width] = [rows * Math.ceil(count / across), wide * across];
  const data = new Uint8Array(height * width * channels);
  const line = wide * channels;
  for (let picture = 0; picture < count; picture++) {
    const corner = Math.floor(picture / across) * rows * width * channels + (picture % across) * line;
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < line; x++)
        data[corner + y * width * channels + x] = Math.round(255 * Math.min(1, Math.max(0, values[(picture * rows + y) * line + x]! || 0)));
  }
  return { height, width, channels, png: encode({ width, height, data, channels, depth: 8 }) };
}
