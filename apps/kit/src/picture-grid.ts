import { diverging } from '@autoencoders/report/palettes';
import { h } from './dom.js';
import { sizeOf } from './measures.js';
import type { RowText } from './data/row-text.js';
import { featureOf, rowsOf } from './row-table.js';

/** Pictures one after the other, with values from 0 (black) to 1 (white). */
export interface Pictures {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** What writes them as rows, which then stand in place of the canvas. */
  readonly rows?: RowText | undefined;
}

/** How values are drawn: as grey levels, or in blue below 0 and red above. */
export type Palette = 'grey' | 'diverging';

/** A canvas of pictures in rows. Its size does not depend on the pictures. */
export interface PictureGrid {
  readonly element: HTMLCanvasElement;
  /** Draws pictures. Missing ones, and pixels that are NaN, stay empty. `label` describes them to screen readers. */
  readonly draw: (pictures: Pictures, label?: string) => void;
  /** The index of the picture at a point of the canvas, given in CSS pixels; −1 if there is none. */
  readonly at: (x: number, y: number) => number;
}

export interface GridOptions {
  readonly columns: number;
  readonly rows: number;
  /** CSS pixels of the longer side of a picture. */
  readonly size: number;
  /** What it shows, for screen readers. */
  readonly label: string;
  readonly palette?: Palette;
  /** Whether each picture has its own scale, from its least to its greatest value (default false). */
  readonly stretch?: boolean;
  /** CSS pixels between pictures (default 2). */
  readonly gap?: number;
}

/** Height, width and channels of one picture. An example that is no picture is drawn as a square. */
function sidesOf(shape: readonly number[]): [height: number, width: number, channels: number] {
  if (shape.length >= 2) return [shape[0]!, shape[1]!, shape[2] ?? 1];
  const side = Math.ceil(Math.sqrt(shape[0]!));
  return [side, side, 1];
}

/** Pictures on a canvas: `columns` × `rows` of them. */
export function pictureGrid({
  columns,
  rows: rowCount,
  size,
  label,
  palette = 'grey',
  stretch = false,
  gap = 2,
}: GridOptions): PictureGrid {
  const element = h('canvas', { class: 'pictures', role: 'img', 'aria-label': label });
  const cell = size + gap;
  element.width = columns * cell - gap;
  element.height = rowCount * cell - gap;
  element.style.aspectRatio = `${element.width} / ${element.height}`;
  element.style.width = `${element.width}px`;
  const context = element.getContext('2d')!;
  const stamp = document.createElement('canvas');
  const written = h('div', { class: 'written' });
  return {
    element,
    draw(pictures, text) {
      const { rows, values } = pictures;
      element.hidden = rows !== undefined;
      written.replaceChildren(
        ...(rows && values.length > 0
          ? [palette === 'grey' ? rowsOf(rows, values, columns * rowCount === 1) : featureOf(rows, values)]
          : []),
      );
      if (rows) return element.after(written);
      const [height, width] = sidesOf(pictures.shape);
      const numbers = sizeOf(pictures.shape);
      const count = Math.min(columns * rowCount, Math.floor(pictures.values.length / numbers));
      Object.assign(stamp, { width, height });
      const image = new ImageData(width, height);
      const ink = stamp.getContext('2d')!;
      context.clearRect(0, 0, element.width, element.height);
      context.imageSmoothingEnabled = false;
      for (let i = 0; i < count; i++) {
        paint(image, pictures, i * numbers, numbers, palette, stretch);
        ink.putImageData(image, 0, 0);
        const scale = Math.min(size / width, size / height);
        const [w, hgt] = [width * scale, height * scale];
        const x = (i % columns) * cell + (size - w) / 2;
        const y = Math.floor(i / columns) * cell + (size - hgt) / 2;
        context.drawImage(stamp, x, y, w, hgt);
      }
      if (text) element.setAttribute('aria-label', text);
    },
    at(x, y) {
      const scale = element.width / element.getBoundingClientRect().width;
      const [column, row] = [Math.floor((x * scale) / cell), Math.floor((y * scale) / cell)];
      return column >= 0 && column < columns && row >= 0 && row < rowCount ? row * columns + column : -1;
    },
  };
}

/** Writes the pixels of one picture. */
function paint(image: ImageData, { shape, values }: Pictures, from: number, numbers: number, palette: Palette, stretch: boolean): void {
  const channels = shape.length >= 3 ? shape[2]! : 1;
  let [least, greatest] = palette === 'grey' ? [0, 1] : [-1, 1];
  if (stretch) {
    let most = 1e-9;
    [least, greatest] = [Infinity, -Infinity];
    for (let i = from; i < from + numbers; i++) {
      least = Math.min(least, values[i]!);
      greatest = Math.max(greatest, values[i]!);
      most = Math.max(most, Math.abs(values[i]!));
    }
    if (palette === 'diverging') [least, greatest] = [-most, most];
  }
  const span = greatest - least || 1;
  for (let p = 0; p < image.width * image.height; p++) {
    const at = 4 * p;
    const share = (c: number): number =>
      p * channels + c < numbers ? Math.min(1, Math.max(0, (values[from + p * channels + c]! - least) / span)) : 0;
    if (channels === 3) for (let c = 0; c < 3; c++) image.data[at + c] = 255 * share(c);
    else if (palette === 'grey') image.data.fill(255 * share(0), at, at + 3);
    else image.data.set(divergingColours[(255 * share(0) + 0.5) | 0]!, at);
    image.data[at + 3] = p * channels < numbers && !Number.isNaN(values[from + p * channels]) ? 255 : 0;
  }
}

/** The colours of `diverging`, computed once: pictures have many pixels. */
const divergingColours = Array.from({ length: 256 }, (_, i) => diverging(i / 255));
