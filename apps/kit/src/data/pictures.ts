import { check } from '@autoencoders/core/operations';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Data, OwnFile } from './index.js';
import { foldersOf } from './folders.js';
import { LEAST, splitOwn } from './split-own.js';
import { greyOf, squarePixels } from './square.js';

const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** Picture files as examples: the square in the middle of each, 28×28, in grey or in `colour`. Two or more folders are classes. */
export async function picturesData(files: readonly OwnFile[], colour: boolean): Promise<Data> {
  const { pictures, folder, ...labels } = foldersOf(files);
  const channels = colour ? 3 : 1;
  const values = new Float32Array(pictures.length * PIXELS * channels);
  // First, since a file that is no picture is told by its name.
  for (const [i, { file }] of pictures.entries()) values.set(await picture(file, colour), i * PIXELS * channels);
  check(pictures.length >= LEAST, () => `at least ${LEAST} pictures are needed to learn from, not ${pictures.length}`);
  const dataset: NamedDataset = { name: 'your pictures', shape: [SIDE, SIDE, channels], values, ...labels };
  const hasOtherKinds = pictures.some(({ path }) => !/\.(png|jpe?g|webp)$/i.test(path));
  return { ...splitOwn(dataset), pictures: { folder, hasOtherKinds } };
}

async function picture(file: File, colour: boolean): Promise<Float32Array> {
  const rgba = await squarePixels(file, SIDE, file.name);
  return colour ? Float32Array.from({ length: 3 * PIXELS }, (_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)]! / 255) : greyOf(rgba);
}
