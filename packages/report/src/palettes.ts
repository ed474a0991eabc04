/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A colour for each value from 0 to 1. */
export type Palette = (value: number) => Colour;

/** The colour of values that are not finite: a muted violet that is in neither palette. */
export const missing: Colour = [134, 120, 178];

/**
 * Black to white.
 *
 * @param value A number from 0 (black) to 1 (white).
 */
export const grey: Palette = (value) => [value * 255, value * 255, value * 255];

/**
 * Blue (0) through white (½) to red (1). ColorBrewer's RdBu, which colour-blind people can read.
 *
 * @param value A number from 0 to 1.
 */
export const diverging: Palette = (value) => mixed(redBlue, value);

/**
 * Black (0) through purple and orange to pale yellow (1), ever brighter, so that it is read without colours, too.
 *
 * @param value A number from 0 to 1.
 */
export const heat: Palette = (value) => mixed(heats, value);

/** The colour at `value`, between the nearest two of some colours. */
function mixed(colours: readonly Colour[], value: number): Colour {
  const at = value * (colours.length - 1);
  const i = Math.min(Math.floor(at), colours.length - 2);
  const [from, to] = [colours[i]!, colours[i + 1]!];
  const mix = (channel: 0 | 1 | 2): number => from[channel] + (at - i) * (to[channel] - from[channel]);
  return [mix(0), mix(1), mix(2)];
}

const heats: readonly Colour[] = [
  [8, 5, 20],
  [82, 18, 110],
  [186, 54, 85],
  [248, 140, 12],
  [252, 250, 170],
];

const redBlue: readonly Colour[] = [
  [5, 48, 97],
  [33, 102, 172],
  [67, 147, 195],
  [146, 197, 222],
  [209, 229, 240],
  [247, 247, 247],
  [253, 219, 199],
  [244, 165, 130],
  [214, 96, 77],
  [178, 24, 43],
  [103, 0, 31],
];

/** Observable's ten colours. They differ well on light and on dark, for colour-blind people too. */
const categorical = ['#4269d0', '#efb118', '#ff725c', '#6cc5b0', '#3ca951', '#ff8ab7', '#a463f2', '#97bbf5', '#9c6b4e', '#9498a0'] as const;

/** A CSS colour for each of `count` classes: up to ten that differ well, or evenly spaced hues where there are more classes. */
export function classColours(count: number): readonly string[] {
  if (count <= categorical.length) return categorical.slice(0, count);
  return Array.from({ length: count }, (_, i) => `hsl(${Math.round((i * 360) / count)} 65% ${i % 2 === 0 ? 48 : 64}%)`);
}
