import { h } from './dom.js';
import { sizeOf } from './examples.js';

/** Pictures one after the other, values from 0 (black) to 1 (white): as reports have them. */
export interface Pictures {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** From values to colours: grey levels, or red and blue around 0. */
export type Palette = 'grey' | 'diverging';

/** A canvas of pictures in rows, of a size that does not change with what is drawn. */
export interface PictureGrid {
  readonly element: HTMLCanvasElement;
  /** Draws pictures; those that are missing, and what is not a number, stay empty. `label` says what is seen, for who does not see it. */
  readonly draw: (pictures: Pictures, label?: string) => void;
  /** The place of a picture under a point of the canvas, in CSS pixels, or −1. */
  readonly at: (x: number, y: number) => number;
}

export interface GridOptions {
  readonly columns: number;
  readonly rows: number;
  /** CSS pixels of a picture's side, about. */
  readonly size: number;
  readonly label: string;
  readonly palette?: Palette;
  /** Whether each picture has a scale of its own, from its least to its greatest value; false unless told. */
  readonly stretch?: boolean;
  /** CSS pixels between pictures; 2 unless told. */
  readonly gap?: number;
}

/** Height and width of one picture; flat ones are drawn as squares where they can be. */
function sidesOf(shape: readonly number[]): [height: number, width: number, channels: number] {
  if (shape.length >= 2) return [shape[0]!, shape[1]!, shape[2] ?? 1];
  const side = Math.ceil(Math.sqrt(shape[0]!));
  return [side, side, 1];
}

export function pictureGrid({ columns, rows, size, label, palette = 'grey', stretch = false, gap = 2 }: GridOptions): PictureGrid {
  const element = h('canvas', { class: 'pictures', role: 'img', 'aria-label': label });
  const cell = size + gap;
  element.width = columns * cell - gap;
  element.height = rows * cell - gap;
  element.style.aspectRatio = `${element.width} / ${element.height}`;
  element.style.width = `${element.width}px`;
  const context = element.getContext('2d')!;
  const stamp = document.createElement('canvas');
  return {
    element,
    draw(pictures, text) {
      const [height, width] = sidesOf(pictures.shape);
      const numbers = sizeOf(pictures.shape);
      const count = Math.min(columns * rows, Math.floor(pictures.values.length / numbers));
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
      return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : -1;
    },
  };
}

/** One picture's pixels. */
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
    else image.data.set(diverging[(255 * share(0) + 0.5) | 0]!, at);
    image.data[at + 3] = p * channels < numbers && !Number.isNaN(values[from + p * channels]) ? 255 : 0;
  }
}

/** Blue (0) over white (½) to red (1), as ColorBrewer's RdBu. */
const stops = [
  [33, 102, 172],
  [146, 197, 222],
  [247, 247, 247],
  [244, 165, 130],
  [178, 24, 43],
] as const;

function aroundZero(share: number): [number, number, number] {
  const at = share * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  return [0, 1, 2].map((c) => stops[i]![c]! + (at - i) * (stops[i + 1]![c]! - stops[i]![c]!)) as [number, number, number];
}

/** Its colours, computed once: pictures have many pixels. */
const diverging = Array.from({ length: 256 }, (_, i) => aroundZero(i / 255));
