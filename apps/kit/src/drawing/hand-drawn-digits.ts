import type { Mark } from './pixels.js';

const mark = (points: readonly number[]): Mark => ({ kind: 'pen', points });
const arc = (x: number, y: number, rx: number, ry: number, from: number, to: number): number[] =>
  Array.from({ length: 25 }, (_, i) => (Math.PI * (from + ((to - from) * i) / 24)) / 180).flatMap((t) => [
    x + rx * Math.cos(t),
    y - ry * Math.sin(t),
  ]);

/** The digits 0 to 9 as lines. Their size and place differ from those of the datasets. */
export const handDrawn: readonly (readonly Mark[])[] = [
  [mark(arc(0.5, 0.5, 0.2, 0.3, 90, 450))],
  [mark([0.4, 0.3, 0.52, 0.2, 0.52, 0.8])],
  [mark([...arc(0.5, 0.36, 0.18, 0.16, 160, -30), 0.33, 0.78, 0.7, 0.78])],
  [mark([...arc(0.48, 0.35, 0.17, 0.15, 150, -80), ...arc(0.48, 0.65, 0.19, 0.15, 80, -150)])],
  [mark([0.42, 0.2, 0.3, 0.55, 0.7, 0.55]), mark([0.6, 0.36, 0.56, 0.82])],
  [mark([0.65, 0.2, 0.38, 0.2, 0.36, 0.46, ...arc(0.48, 0.62, 0.2, 0.18, 110, -150)])],
  [mark([0.56, 0.18, 0.4, 0.4, ...arc(0.5, 0.64, 0.15, 0.16, 170, 530)])],
  [mark([0.32, 0.2, 0.68, 0.2, 0.46, 0.82])],
  [mark([...arc(0.5, 0.34, 0.13, 0.14, 270, -90), ...arc(0.5, 0.65, 0.17, 0.17, 90, 450)])],
  [mark([...arc(0.5, 0.36, 0.15, 0.16, 0, 360), 0.62, 0.6, 0.52, 0.82])],
];
