import { add, matMul, mul, ones, sub, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { bernoulli, configOf, withConfig } from '@autoencoders/core';
import { check, checkNumber, maskAtRandom, showShape, toFloat32 } from '@autoencoders/core/operations';
import { bits, show } from '@autoencoders/core/internal';
import type { Corruption, Range, Seeds } from '@autoencoders/core';
import type { ColumnValues } from './table.js';
import type { TableEncoder } from './encoder.js';
import { isNumeric } from './columns/column.js';

/** Which features the columns of a table are, and what stands for a missing cell. Plain JSON. */
export interface CellLayout {
  /** The features of a row whose cells are all missing. */
  readonly fill: readonly number[];
  /** The first feature of each column, and how many it has. */
  readonly spans: readonly (readonly [start: number, width: number])[];
}

/**
 * Hides whole cells of a table: each with probability `rate`, all its features become those of a missing cell. With a range
 * `[least, greatest]`, each row draws its own probability from it. A model that learns to restore hidden cells learns to impute. Takes an encoder, or the layout that its config holds. Gondara & Wang, "MIDA: multiple imputation using
 * denoising autoencoders", PAKDD 2018. Throws unless `rate` lies from 0 to 1.
 *
 * ```ts
 * fit(model, data, { loss: { mixed: mixedLoss(encoder) }, corrupt: hideCells(encoder, 0.2) });
 * ```
 */
export function hideCells(encoder: TableEncoder | CellLayout, rate: number | Range): Corruption {
  check(
    typeof encoder === 'object' && encoder !== null && ('fill' in encoder || typeof encoder.encode === 'function'),
    () => `hideCells: encoder must be one, such as fitEncoder gives, not ${show(encoder)}`,
  );
  const [least, greatest] = typeof rate === 'number' ? [rate, rate] : rate;
  checkNumber('hideCells', 'rate', least, 0, 1);
  checkNumber('hideCells', 'the end of the range rate', greatest, least, 1);
  const layout = 'fill' in encoder ? encoder : cellLayout(encoder);
  const { fill, spans } = layout;
  const members = new Float32Array(spans.length * fill.length);
  for (const [column, [start, width]] of spans.entries())
    members.fill(1, column * fill.length + start, column * fill.length + start + width);
  const hide = (x: Tensor2D, seeds: Seeds): Tensor =>
    tidy(() => {
      check(
        x.rank === 2 && x.shape[1] === fill.length,
        () => `hideCells: rows of shape ${showShape(x.shape)} must be [batch, ${fill.length}]`,
      );
      const hidden = hiddenCells([x.shape[0], spans.length], seeds, [least, greatest]);
      const features = matMul(hidden, tensor2d(members, [spans.length, fill.length]));
      return add(x, mul(features, sub(tensor1d([...fill]), x)));
    });
  return withConfig<Corruption>(
    (x, seeds) => hide(toFloat32(x) as unknown as Tensor2D, seeds) as typeof x,
    configOf('hideCells', layout, rate),
  );
}

/** 1 for each cell that is hidden, 0 for others: `[rows, cells]`. */
function hiddenCells(shape: [rows: number, cells: number], seeds: Seeds, [least, greatest]: Range): Tensor2D {
  if (least === greatest) return bernoulli(shape, seeds(), least);
  const kept = Array.from(bits(shape[0], seeds()), (word) => 1 - least - (greatest - least) * (word * 2 ** -32));
  return sub(1, maskAtRandom(ones(shape), seeds(), kept));
}

/** Which features the cells of a table are, and what stands for a missing one. */
export function cellLayout({ columns, encode }: TableEncoder): CellLayout {
  const missing = (column: TableEncoder['columns'][number]): ColumnValues => (isNumeric(column) ? Float64Array.of(NaN) : [null]);
  const { values } = encode({ rows: 1, columns: Object.fromEntries(columns.map((column) => [column.name, missing(column)])) });
  return { fill: [...values], spans: columns.map(({ start, width }) => [start, width]) };
}
