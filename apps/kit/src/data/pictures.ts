import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { NamedDataset } from '@autoencoders/datasets';
import type { Data, OwnFile } from './index.js';
import { foldersOf } from './folders.js';
import { LEAST, splitOwn } from './split-own.js';

const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** Picture files as examples: the square in the middle of each, 28×28, in grey or in `colour`. Two or more folders are classes. */
export async function picturesData(files: readonly OwnFile[], colour: boolean): Promise<Data> {
  const { pictures, ...labels } = foldersOf(files);
  const channels = colour ? 3 : 1;
  const values = new Float32Array(pictures.length * PIXELS * channels);
  // First, since a file that is no picture is told by its name.
  for (const [i, { file }] of pictures.entries()) values.set(await picture(file, colour), i * PIXELS * channels);
  check(pictures.length >= LEAST, () => `at least ${LEAST} pictures are needed to learn from, not ${pictures.length}`);
  const dataset: NamedDataset = { name: 'your pictures', shape: [SIDE, SIDE, channels], values, ...labels };
  return splitOwn(dataset);
}

async function picture(file: File, colour: boolean): Promise<Float32Array> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new InputError(`${file.name} is not a picture that this browser can read; use PNG, JPEG or WebP`, { cause });
  });
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!;
  const side = Math.min(bitmap.width, bitmap.height);
  context.imageSmoothingQuality = 'high';
  // Ink on a transparent ground is seen on white.
  context.fillStyle = 'white';
  context.fillRect(0, 0, SIDE, SIDE);
  context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  bitmap.close();
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  if (colour) return Float32Array.from({ length: 3 * PIXELS }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)]! / 255);
  // The luma of Rec. 601.
  return Float32Array.from(
    { length: PIXELS },
    (_, i) => (0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!) / 255,
  );
}
