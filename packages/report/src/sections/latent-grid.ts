import { check, checkInteger, checkNumber } from '@autoencoders/core/operations';
import { withAxes } from '../axes.js';
import type { Axis } from '../axes.js';
import { formatNumber } from '../format.js';
import { countImages } from '../images.js';
import type { Images } from '../images.js';
import { picture } from '../picture.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Options of `latentGrid`. */
export interface LatentGridOptions extends SectionText {
  /** The decoded codes of `latentGridCodes`, in its order: row by row from the top left. */
  readonly images: Images;
  readonly columns: number;
  /** The least and the greatest value along both axes. */
  readonly range: readonly [least: number, greatest: number];
  readonly axes?: readonly [x: string, y: string] | undefined;
}

/**
 * A grid of codes in a square of the plane, `[columns × rows, 2]` in one array. The order is row by row from the top left; the first
 * number grows to the right, the second upwards. Decode them to pictures for `latentGrid`. `rows` (default: `columns`).
 */
export function latentGridCodes({
  columns,
  rows = columns,
  range,
}: {
  columns: number;
  rows?: number;
  range: readonly [number, number];
}): Float32Array {
  checkInteger('latentGridCodes', 'columns', columns, 1);
  checkInteger('latentGridCodes', 'rows', rows, 1);
  checkRange('latentGridCodes', range);
  const at = (i: number, count: number): number => range[0] + (count === 1 ? 0.5 : i / (count - 1)) * (range[1] - range[0]);
  const codes = Array.from({ length: columns * rows }, (_, i) => [at(i % columns, columns), at(rows - 1 - Math.floor(i / columns), rows)]);
  return Float32Array.from(codes.flat());
}

/** Pictures decoded from a grid of codes in a plane, without gaps, with axes. */
export function latentGrid({
  images,
  columns,
  range,
  axes = ['latent 1', 'latent 2'],
  title = 'The decoded plane',
  caption,
}: LatentGridOptions): Section {
  const count = countImages('latentGrid', images);
  checkInteger('latentGrid', 'columns', columns, 1);
  checkRange('latentGrid', range);
  check(count % columns === 0, () => `latentGrid: ${count} pictures do not fill rows of ${columns}`);
  const [least, greatest] = range;
  const axis = (label: string, cells: number): Axis => ({ label, cells, ticks: [least, (least + greatest) / 2, greatest] });
  const sheet = sprite(images, { columns });
  const alt = `Pictures decoded from ${count} codes from ${formatNumber(least)} to ${formatNumber(greatest)} along ${axes[0]} and ${axes[1]}`;
  return {
    title,
    caption:
      caption ??
      `Each cell is decoded from one code: ${axes[0]} grows to the right, ${axes[1]} grows upwards. Neighbouring cells should ` +
        'be similar. Cells that look unlike any example are codes far from those of the data.',
    body: withAxes(picture(sheet, alt, 600 / columns), axis(axes[0], columns), axis(axes[1], count / columns)),
  };
}

function checkRange(call: string, [least, greatest]: readonly [number, number]): void {
  checkNumber(call, 'the least value of range', least);
  checkNumber(call, 'the greatest value of range', greatest);
  check(least < greatest, () => `${call}: range must go from a lesser to a greater value, not from ${least} to ${greatest}`);
}
