import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { sheetSize, streamPng } from '@autoencoders/report';
import type { Images, SheetOptions } from '@autoencoders/report';
import { whole } from './format.js';
import { outputAt, told, writeOutput } from './output/file.js';
import { featuresOf } from './variants/index.js';

/** How wide and high a picture may be, and how many pixels it may have in all; beyond, few programs open it. */
const SIDE = 2 ** 16 - 1;
const PIXELS = 2 ** 30;

/** The limits in words, for help. */
export const limitText: string = `A PNG has at most ${whole(SIDE)} pixels a side and ${whole(PIXELS)} in all; more pictures than fit are refused.`;

/** About how high small pictures are drawn. */
const HEIGHT = 56;
const GAP = 1;

/** A picture's shape as reports and sheets draw it: as it is, or, with other than 1 or 3 channels, number after number. */
export const drawn = (shape: Shape): Shape => (shape.length === 3 && shape[2] !== 1 && shape[2] !== 3 ? [featuresOf(shape)] : shape);

/** The shape that a model's examples are drawn in: as they were before it flattened them, where that is known. */
export const drawnFor = (input: Shape, known: Shape | undefined): Shape =>
  drawn(known && featuresOf(known) === featuresOf(input) ? known : input);

/**
 * How `count` pictures stand side by side, enlarged so that small ones can be seen, and less so where they would not fit.
 * Throws when they do not fit at all.
 */
export function sheetOf(command: string, shape: Shape, count: number, columns: number): SheetOptions {
  const sheet = { shape, count, columns, gap: GAP };
  const fits = ({ width, height }: ReturnType<typeof sheetSize>): boolean => Math.max(width, height) <= SIDE && width * height <= PIXELS;
  const { width, height } = sheetSize(sheet);
  check(
    fits({ width, height }),
    () =>
      `${command}: ${whole(count)} pictures take ${whole(width)} × ${whole(height)} pixels, and a PNG has at most ${whole(SIDE)} a side and ${whole(PIXELS)} in all; ask for fewer`,
  );
  const one = sheetSize({ shape, count: 1, columns: 1 }).height;
  let scale = Math.max(1, Math.round(HEIGHT / one));
  while (!fits(sheetSize({ ...sheet, scale }))) scale -= 1;
  return { ...sheet, scale };
}

/** Throws where a picture cannot be written to `path`; a file must be called .png. */
export async function checkPicture(command: string, path: string | undefined, like: string): Promise<string> {
  check(path !== undefined, () => `${command}: name the picture to write with --out, such as --out ${like}`);
  return checkSuffix(path, '.png');
}

/** Throws where a file of this kind cannot be written to `path`. What only streams may be called anything. */
export async function checkSuffix(path: string, suffix: string): Promise<string> {
  const { kind } = await outputAt(path);
  check(kind !== 'file' || path.toLowerCase().endsWith(suffix), () => `${told(path)} must end in ${suffix}`);
  return path;
}

/** Writes pictures as one PNG, as they come. */
export const writePicture = (path: string, sheet: SheetOptions, pictures: Iterable<Images> | AsyncIterable<Images>): Promise<void> =>
  writeOutput(path, streamPng(pictures, sheet));
