import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { sheetSize, streamPng } from '@autoencoders/report';
import type { Images, SheetOptions } from '@autoencoders/report';
import { featuresOf } from '@autoencoders/variants';
import { whole } from './format.js';
import { outOption, outputAt, writeOutput } from './output/file.js';

/** The longest side of a picture, and the most pixels of it. Few programs open larger ones. */
const MAX_SIDE = 2 ** 16 - 1;
const MAX_PIXELS = 2 ** 30;

/** The limits, for help. */
export const limitText: string = `A PNG has at most ${whole(MAX_SIDE)} pixels a side and ${whole(MAX_PIXELS)} in all; more pictures than fit are refused.`;

/** The height to which small pictures are enlarged, about, and the space between pictures, in pixels. */
const HEIGHT = 56;
const GAP = 1;

/** The shape in which examples are drawn: their own, or a row of numbers where they have other than 1 or 3 channels. */
export const pictureShape = (shape: Shape): Shape => (shape.length === 3 && shape[2] !== 1 && shape[2] !== 3 ? [featuresOf(shape)] : shape);

/** The shape in which a model's examples are drawn: `known`, the one before flattening, where that fits. */
export const pictureShapeFor = (input: Shape, known: Shape | undefined): Shape =>
  pictureShape(known && featuresOf(known) === featuresOf(input) ? known : input);

/** The layout of `count` pictures on a sheet. Small ones are enlarged as far as they fit. Throws when they do not fit at all. */
export function sheetOf(command: string, shape: Shape, count: number, columns: number): SheetOptions {
  const sheet = { shape, count, columns, gap: GAP };
  const fits = ({ width, height }: ReturnType<typeof sheetSize>): boolean =>
    Math.max(width, height) <= MAX_SIDE && width * height <= MAX_PIXELS;
  const { width, height } = sheetSize(sheet);
  check(
    fits({ width, height }),
    () =>
      `${command}: ${whole(count)} pictures take ${whole(width)} × ${whole(height)} pixels, and a PNG has at most ${whole(MAX_SIDE)} a side and ${whole(MAX_PIXELS)} in all; ask for fewer`,
  );
  const one = sheetSize({ shape, count: 1, columns: 1 }).height;
  let scale = Math.max(1, Math.round(HEIGHT / one));
  while (!fits(sheetSize({ ...sheet, scale }))) scale -= 1;
  return { ...sheet, scale };
}

/** Gives `path` back. Throws where no picture can be written to it; a file must end in .png. */
export async function checkPicture(command: string, path: string | undefined, example: string): Promise<string> {
  check(path !== undefined, () => `${command}: name the picture to write with --out, such as --out ${example}`);
  return checkSuffix(path, '.png');
}

/** Gives `path` back. Throws where no file with this suffix can be written to it; a pipe may have any name. */
export async function checkSuffix(path: string, suffix: string): Promise<string> {
  const { kind } = await outputAt(path);
  check(kind !== 'file' || path.toLowerCase().endsWith(suffix), () => `${outOption(path)} must end in ${suffix}`);
  return path;
}

/** Writes pictures as one PNG while they are made. */
export const writePicture = (path: string, sheet: SheetOptions, pictures: Iterable<Images> | AsyncIterable<Images>): Promise<void> =>
  writeOutput(path, streamPng(pictures, sheet));
