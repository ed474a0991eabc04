import { trainingRows } from './sections/reconstructions.js';
import { raw } from './text.js';
import type { Text } from './text.js';
import type { TrainedModel } from './trained-model.js';

/** A picture in grey levels from 0 to 1, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

const level = (value: number): number => Math.round(255 * Math.min(1, Math.max(0, value || 0)));
const colour = (ground: 38 | 48, value: number): string => `\x1b[${ground};2;${level(value)};${level(value)};${level(value)}m`;

/** A picture as lines of upper half blocks, in 24-bit grey. Each character holds two pixels, one above the other. */
export function halfBlocks({ width, height, values }: Picture): string[] {
  const at = (x: number, y: number): number => (y < height ? values[y * width + x]! : 0);
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) => {
    const cells = Array.from({ length: width }, (_, x) => `${colour(38, at(x, 2 * row))}${colour(48, at(x, 2 * row + 1))}▀`);
    return `${cells.join('')}\x1b[0m`;
  });
}

/** Pictures side by side, as many as fit into `columns` characters. */
export function strip(pictures: readonly Picture[], columns: number): string[] {
  const fit = Math.max(1, Math.floor((columns + 1) / ((pictures[0]?.width ?? 1) + 1)));
  const blocks = pictures.slice(0, fit).map(halfBlocks);
  return (blocks[0] ?? []).map((_, row) => blocks.map((lines) => lines[row]).join(' '));
}

/** A few test examples and their reconstructions. Empty where the examples are not grey images. */
export function previewOf(trained: TrainedModel, columns: number): Text {
  const [height = 0, width = 0, channels = 1] = trained.dataset.shape;
  if (trained.dataset.shape.length !== 3 || channels !== 1) return raw('');
  const rows = trainingRows(trained, Math.max(1, Math.floor(columns / (width + 1))));
  const size = width * height;
  const strips = rows.map(({ images: { values } }) =>
    strip(
      Array.from({ length: values.length / size }, (_, i) => ({ width, height, values: values.subarray(i * size, (i + 1) * size) })),
      columns,
    ).join('\n'),
  );
  return raw(strips.join('\n\n'));
}
