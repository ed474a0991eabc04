import { greyOf, squarePixels } from '../data/square.js';
import type { Framing } from './pixels.js';

/** Pixels of a photo's side, before it becomes a small picture. */
const SIDE = 140;
/** What is fainter than this share of the strongest ink is paper. */
const FAINT = 0.3;

/** A photo of a digit as a picture of a dataset: `side × side` numbers from 0 to 1, light ink on black. Rejects where the file is no picture. */
export const photoPixels = async (file: File, side: number, framing: Framing): Promise<Float32Array> =>
  framed(inkOf(greyOf(await squarePixels(file, SIDE, file.name))), SIDE, side, framing);

/** The ink of a photo, 0 to 1: how far each pixel is from the paper, which is the median; faint differences are paper, too. */
export function inkOf(grey: Float32Array): Float32Array {
  const paper = grey.toSorted()[Math.floor(grey.length / 2)]!;
  const apart = grey.map((value) => Math.abs(value - paper));
  const most = apart.reduce((a, b) => Math.max(a, b), 1e-6);
  return apart.map((value) => Math.max(0, value / most - FAINT) / (1 - FAINT));
}

/** The ink of a square of `n × n` pixels in the place and size of a dataset's pictures, `side × side`: each pixel is the mean of its area. */
export function framed(ink: Float32Array, n: number, side: number, { fill = 1, centre }: Framing): Float32Array {
  const { size, x, y } = boxOf(ink, n, centre);
  const small = new Float32Array(side * side);
  if (size === 0) return small;
  // Pixels of the photo for one pixel of the picture.
  const scale = Math.max(size / (fill * side), n / side / 4);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const from = [x + (column - side / 2) * scale, y + (row - side / 2) * scale] as const;
      small[row * side + column] = meanOf(ink, n, ...from, scale);
    }
  return small;
}

/** The longer side of the box around the ink, 0 without ink, and what becomes the middle of the picture. */
function boxOf(ink: Float32Array, n: number, centre: Framing['centre']): { readonly size: number; readonly x: number; readonly y: number } {
  let [left, right, top, bottom] = [n, -1, n, -1];
  let [mass, massX, massY] = [0, 0, 0];
  for (const [i, value] of ink.entries()) {
    if (value === 0) continue;
    const [column, row] = [i % n, Math.floor(i / n)];
    [left, right, top, bottom] = [Math.min(left, column), Math.max(right, column), Math.min(top, row), Math.max(bottom, row)];
    mass += value;
    massX += value * (column + 0.5);
    massY += value * (row + 0.5);
  }
  if (mass === 0) return { size: 0, x: 0, y: 0 };
  const size = Math.max(right - left, bottom - top) + 1;
  const [x, y] = centre === 'mass' ? [massX / mass, massY / mass] : [(left + right + 1) / 2, (top + bottom + 1) / 2];
  return { size, x, y };
}

/** The mean of the ink over a square that begins at (x, y); outside of the photo there is none. */
function meanOf(ink: Float32Array, n: number, x: number, y: number, length: number): number {
  const range = (from: number): readonly [number, number] => [Math.floor(from), Math.max(Math.floor(from) + 1, Math.floor(from + length))];
  const [[left, right], [top, bottom]] = [range(x), range(y)];
  let sum = 0;
  for (let row = Math.max(0, top); row < Math.min(n, bottom); row++)
    for (let column = Math.max(0, left); column < Math.min(n, right); column++) sum += ink[row * n + column]!;
  return sum / ((right - left) * (bottom - top));
}
