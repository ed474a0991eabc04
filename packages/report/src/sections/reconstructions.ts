import { check } from '@autoencoders/core/operations';
import { formatNumber, plural } from '../format.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { countAlike, layoutOf, sliceImages } from '../images.js';
import type { Images } from '../images.js';
import { gapFor, picture } from '../picture.js';
import { sprite } from '../sprite.js';
import type { Section, SectionText } from '../types.js';

/** Pictures in a row, and the name of the row. */
export interface ImageRow {
  readonly label: string;
  readonly images: Images;
}

/** Options of `reconstructions`. */
export interface ReconstructionsOptions extends SectionText {
  /** Two rows or more with a picture for each example: the targets in the first row, the model's output in the last. */
  readonly rows: readonly ImageRow[];
  /** The output of another method for the same examples, in a row below. Default: none. */
  readonly baseline?: ImageRow | undefined;
}

const perLine = 10;

/**
 * Originals above reconstructions, or clean above noisy above restored pictures. The number under each column is the squared error
 * ∑(last − first)² over the pixels. Throws unless there are two rows or more with the same number of pictures of the same shape.
 */
export function reconstructions({ rows, baseline, title = 'Reconstructions', caption }: ReconstructionsOptions): Section {
  check(rows.length >= 2, () => `reconstructions: rows must hold two rows or more, not ${rows.length}`);
  const count = countAlike(
    'reconstructions',
    [...rows, ...(baseline ? [baseline] : [])].map(({ images }) => images),
  );
  const target = rows[0]!;
  const judged = (row: ImageRow): JudgedRow => ({ ...row, errors: squaredErrors(target.images, row.images) });
  const [output, other] = [judged(rows.at(-1)!), baseline && judged(baseline)];
  const shown: readonly ShownRow[] = [...rows.slice(0, -1), output, ...(other ? [other] : [])];
  const lines = Array.from({ length: Math.ceil(count / perLine) }, (_, i) => i * perLine);
  return {
    title,
    caption:
      caption ??
      explain(
        rows.map(({ label }) => label),
        output,
        other,
      ),
    body: html`<div class="strips">${lines.map((start) => line(shown, start, Math.min(start + perLine, count)))}</div>`,
  };
}

/** ∑(b − a)² over the pixels of each picture. */
export function squaredErrors(a: Images, b: Images): readonly number[] {
  const { size } = layoutOf('squaredErrors', a.shape);
  const errors = Array.from({ length: a.values.length / size }, () => 0);
  for (const [i, value] of a.values.entries()) errors[Math.floor(i / size)]! += (b.values[i]! - value) ** 2;
  return errors;
}

type JudgedRow = ImageRow & { readonly errors: readonly number[] };
type ShownRow = ImageRow & { readonly errors?: readonly number[] };

function explain(labels: readonly string[], { errors }: JudgedRow, other: JudgedRow | undefined): string {
  const mean = (of: readonly number[]): string => formatNumber(of.reduce((sum, error) => sum + error, 0) / of.length, 3);
  return (
    `Each column is one example, from top to bottom: ${labels.join(', ')}. The numbers are squared errors between ` +
    `“${labels[0]}” and “${labels.at(-1)}”, summed over the pixels. Lower is better, and 0 is perfect. ` +
    `The mean of these examples is ${mean(errors)}.` +
    (other ? ` The last row is ${other.label}, for comparison; its mean is ${mean(other.errors)}.` : '')
  );
}

/** An error in at most five characters, since there is little room: `0.83`, `12.3`, `1,234`. */
function short(error: number): string {
  if (!Number.isFinite(error)) return '–';
  if (error === 0 || error >= 999.5) return formatNumber(Math.round(error));
  return error < 0.001 ? '< 10⁻³' : error.toPrecision(error < 1 ? 2 : 3);
}

function line(rows: readonly ShownRow[], start: number, end: number): Html {
  const gap = gapFor(rows[0]!.images);
  const strips = rows.map(({ label, images, errors }) => {
    const strip = sprite(sliceImages(images, start, end), { gap });
    const numbers = errors?.slice(start, end).map((error) => html`<li>${short(error)}</li>`);
    return html`<span class="row-label">${label}</span>${picture(strip, `${label}: ${plural(end - start, 'picture')}, examples ${start + 1} to ${end}`)}${
      numbers && html`<span class="row-label">squared error</span><ol class="errors" style="--columns:${end - start}">${numbers}</ol>`
    }`;
  });
  return html`<div class="strip">${strips}</div>`;
}
