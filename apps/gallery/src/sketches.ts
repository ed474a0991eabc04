/* A small picture for each app, 240 × 120, in the colours of the page. */

type Point = readonly [x: number, y: number];

const svg = (...parts: readonly string[]): string => `<svg viewBox="0 0 240 120" focusable="false">${parts.join('')}</svg>`;
const line = ([x1, y1]: Point, [x2, y2]: Point): string => `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" class="thread"/>`;
const unit = ([x, y]: Point, lit: boolean = true): string => `<circle cx="${x}" cy="${y}" r="5" class="${lit ? 'lit' : 'unlit'}"/>`;
const tile = (x: number, y: number, side: number, shade: number): string =>
  `<rect x="${x}" y="${y}" width="${side}" height="${side}" rx="2" class="lit" opacity="${shade.toFixed(2)}"/>`;
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
/** Numbers from 0 to 1 that look random, but are always the same. */
const share = (i: number): number => Math.abs((Math.sin(i * 12.9898 + 4.1) * 43758.5453) % 1);

/** `count` points on a column, spread around its middle. */
const column = (x: number, count: number, gap: number): readonly Point[] => range(count).map((i) => [x, 60 + (i - (count - 1) / 2) * gap]);
const between = (left: readonly Point[], right: readonly Point[]): string => left.flatMap((a) => right.map((b) => line(a, b))).join('');

/** Layers of many units, few units, and many units again. */
export function hourglass(): string {
  const columns = [7, 4, 2, 4, 7].map((count, i) => column(40 + 40 * i, count, 15));
  return svg(
    ...columns.slice(1).map((right, i) => between(columns[i]!, right)),
    ...columns.flatMap((points, i) => points.map((point) => unit(point, i === 2))),
  );
}

/** Many units, a few of them lit. */
export function dictionary(): string {
  const lit = new Set([5, 19, 33, 46]);
  return svg(...range(60).map((i) => unit([35 + 19 * (i % 10), 12 + 19 * Math.floor(i / 10)], lit.has(i))));
}

/** Levels on top of each other, each smaller than the one below. */
export function layers(): string {
  return svg(
    ...[150, 118, 86, 54].map((width, i) => {
      const y = 90 - 25 * i;
      return `<rect x="${120 - width / 2}" y="${y}" width="${width}" height="17" rx="4" class="lit" opacity="${(0.3 + 0.23 * i).toFixed(2)}"/>`;
    }),
  );
}

/** A filter on a picture, and the maps that it makes. */
export function convolution(): string {
  const stroke = (i: number): number => {
    const [x, y] = [i % 6, Math.floor(i / 6)];
    return (x === 3 && y > 0) || (y === 1 && x > 0 && x < 4) || (y === 4 && x > 1 && x < 5) ? 0.95 : 0.12;
  };
  const picture = range(36).map((i) => tile(18 + 16 * (i % 6), 12 + 16 * Math.floor(i / 6), 14, stroke(i)));
  const map = (x: number, y: number, seed: number): string[] =>
    range(9).map((i) => tile(x + 11 * (i % 3), y + 11 * Math.floor(i / 3), 9, 0.12 + 0.83 * share(seed + i)));
  const filter = `<rect x="49" y="27" width="48" height="48" rx="3" class="frame"/>`;
  const maps = [0, 1, 2, 3].flatMap((i) => map(146 + 42 * (i % 2), 22 + 42 * Math.floor(i / 2), 31 * i));
  return svg(...picture, filter, line([97, 51], [142, 60]), ...maps);
}

/** A ring with noise on the left, and restored on the right. */
export function restored(): string {
  const ring = (x: number, y: number): number => (Math.abs(Math.hypot(x - 3, y - 3) - 2.4) < 0.6 ? 0.95 : 0.1);
  const grid = (left: number, shade: (i: number) => number): string[] =>
    range(49).map((i) => tile(left + 13 * (i % 7), 15 + 13 * Math.floor(i / 7), 11.5, shade(i)));
  const clean = (i: number): number => ring(i % 7, Math.floor(i / 7));
  const noisy = (i: number): number => (share(i) < 0.45 ? share(i + 99) : clean(i));
  return svg(...grid(14, noisy), `<path d="M112 60h16m-6-6l6 6l-6 6" class="frame"/>`, ...grid(136, clean));
}

/** Codes on a plane, and a chosen place among them. */
export function plane(): string {
  const group = (x: number, y: number, seed: number, opacity: number): string[] =>
    range(14).map((i) => {
      const [angle, far] = [6.28 * share(seed + i), 22 * Math.sqrt(share(seed + i + 50))];
      return `<circle cx="${(x + far * Math.cos(angle)).toFixed(1)}" cy="${(y + far * Math.sin(angle)).toFixed(1)}" r="3.4" class="lit" opacity="${opacity}"/>`;
    });
  return svg(
    ...group(70, 40, 1, 0.9),
    ...group(122, 82, 200, 0.55),
    ...group(174, 40, 400, 0.3),
    `<circle cx="122" cy="50" r="9" class="frame"/>`,
    line([122, 30], [122, 41]),
    line([122, 59], [122, 70]),
    line([102, 50], [113, 50]),
    line([131, 50], [142, 50]),
  );
}

/** Scores as bars, and a few above the threshold. */
export function alarms(): string {
  const bars = range(20).map((i) => {
    const high = i === 7 || i === 15;
    const height = high ? 82 : 12 + 30 * share(i + 7);
    return `<rect x="${22 + 10 * i}" y="${(104 - height).toFixed(1)}" width="7" height="${height.toFixed(1)}" rx="2" class="lit" opacity="${high ? 0.95 : 0.35}"/>`;
  });
  return svg(...bars, `<path d="M14 50h212" class="frame"/>`);
}
