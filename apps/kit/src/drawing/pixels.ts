/** A line: x and y of its points, one after the other, as shares of the canvas's side. */
export interface Mark {
  /** A pen draws white, a scratch draws black. */
  readonly kind: 'pen' | 'scratch';
  readonly points: readonly number[];
}

/** What is on the canvas: marks in the order they were made, on a picture or on black. */
export interface Drawing {
  /** The pixels of a picture, in rows. */
  readonly picture?: ArrayLike<number> | undefined;
  readonly marks: readonly Mark[];
}

/** How the pictures of a dataset were made, in shares of their side. */
export interface Framing {
  /** The share that the longer side of a drawing fills. Without it, drawings stay as they are. */
  readonly fill?: number;
  /** What is in the middle of the picture: the middle of the box around the drawing, or its centre of mass. */
  readonly centre: 'box' | 'mass';
  /** The width of lines. */
  readonly pen: number;
}

const framings: Readonly<Record<string, Framing>> = {
  // Optdigits: the box around the digit fills the picture. Alpaydin & Kaynak 1998.
  digits: { fill: 1, centre: 'box', pen: 1.5 / 8 },
  // MNIST: the box has a side of 20, its centre of mass is the middle of 28. LeCun et al. 1998.
  mnist: { fill: 20 / 28, centre: 'mass', pen: 2.8 / 28 },
};

/** The framing of a dataset, by its name. */
export const framingOf = (name: string): Framing => framings[name.replace('-small', '')] ?? { centre: 'box', pen: 0.08 };

/** Points along each side of a pixel: each pixel of Optdigits is a count over 4×4 points, too. */
const FINE = 4;

/**
 * A drawing as pixels from 0 to 1, `[side × side]`: each is the share of its area that is white. The drawing has the place,
 * the size and the line width of the dataset's own pictures. Scratches do not change its place; with `scratched` false,
 * it is the drawing without them.
 */
export function pixels({ picture, marks }: Drawing, side: number, framing: Framing, scratched: boolean = true): Float32Array {
  const n = side * FINE;
  const fine = new Float32Array(n * n);
  if (picture) for (let i = 0; i < n * n; i++) fine[i] = picture[side * Math.floor(i / n / FINE) + Math.floor((i % n) / FINE)]!;
  const { scale, x, y } = picture ? asDrawn : placeOf(marks, framing);
  for (const { kind, points } of marks) {
    if (kind === 'scratch' && !scratched) continue;
    const placed = points.map((at, i) => n * (scale * at + (i % 2 === 0 ? x : y)));
    stroke(fine, n, placed, (n * framing.pen) / 2, kind === 'pen' ? 1 : 0);
  }
  const coarse = new Float32Array(side * side);
  fine.forEach((value, i) => (coarse[side * Math.floor(i / n / FINE) + Math.floor((i % n) / FINE)]! += value / FINE ** 2));
  return coarse;
}

/** From a point (u, v) of the canvas to the picture: scale·u + x, scale·v + y. */
interface Place {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const asDrawn: Place = { scale: 1, x: 0, y: 0 };

/** The largest scale: a dot must stay a dot. */
const MOST = 3;

function placeOf(marks: readonly Mark[], { fill, centre, pen }: Framing): Place {
  const drawn = marks.filter(({ kind }) => kind === 'pen').map(({ points }) => points);
  if (fill === undefined || drawn.length === 0) return asDrawn;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  let [mass, massX, massY] = [0, 0, 0];
  for (const points of drawn)
    for (let i = 0; i < points.length; i += 2) {
      const [u, v] = [points[i]!, points[i + 1]!];
      [left, right, top, bottom] = [Math.min(left, u), Math.max(right, u), Math.min(top, v), Math.max(bottom, v)];
      const [before, above] = [points[i - 2] ?? u, points[i - 1] ?? v];
      const length = Math.hypot(u - before, v - above) + 1e-6;
      mass += length;
      massX += (length * (u + before)) / 2;
      massY += (length * (v + above)) / 2;
    }
  const scale = Math.min(MOST, (fill - pen) / Math.max(right - left, bottom - top));
  const [u, v] = centre === 'mass' ? [massX / mass, massY / mass] : [(left + right) / 2, (top + bottom) / 2];
  return { scale, x: 0.5 - scale * u, y: 0.5 - scale * v };
}

/** Sets all points of an n × n grid within `radius` of a line to a value. */
function stroke(grid: Float32Array, n: number, points: readonly number[], radius: number, value: number): void {
  for (let i = 0; i < points.length; i += 2) {
    const [x1, y1] = [points[i]!, points[i + 1]!];
    const [x0, y0] = [points[i - 2] ?? x1, points[i - 1] ?? y1];
    const within = (at: number): number => Math.min(n, Math.max(0, Math.round(at)));
    for (let row = within(Math.min(y0, y1) - radius); row < within(Math.max(y0, y1) + radius); row++)
      for (let column = within(Math.min(x0, x1) - radius); column < within(Math.max(x0, x1) + radius); column++)
        if (distance(column + 0.5, row + 0.5, x0, y0, x1, y1) <= radius) grid[row * n + column] = value;
  }
}

/** The distance from a point to the line between two others. */
function distance(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}
