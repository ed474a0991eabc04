import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Data } from './index.js';
import { LEAST, splitOwn } from './split-own.js';

const SIDE = 28;

/** Picture files as examples: the square in the middle of each, in grey, 28×28. */
export async function picturesData(files: readonly File[]): Promise<Data> {
  const pictures: Float32Array[] = [];
  for (const file of files) pictures.push(await picture(file));
  check(pictures.length >= LEAST, () => `${pictures.length} pictures are too few to learn from; at least ${LEAST} are needed`);
  const values = new Float32Array(pictures.length * SIDE * SIDE);
  pictures.forEach((pixels, i) => values.set(pixels, i * SIDE * SIDE));
  return splitOwn({ name: 'your pictures', shape: [SIDE, SIDE, 1], values });
}

async function picture(file: File): Promise<Float32Array> {
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
  // The luma of Rec. 601.
  return Float32Array.from(
    { length: SIDE * SIDE },
    (_, i) => (0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!) / 255,
  );
}
