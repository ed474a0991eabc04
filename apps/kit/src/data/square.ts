import { InputError } from '@autoencoders/core';

/** The square in the middle of a picture, on white, as red, green, blue and alpha of `side × side` pixels. Rejects where the browser reads no picture; `name` names it then. */
export async function squarePixels(file: Blob, side: number, name: string): Promise<Uint8ClampedArray> {
  const bitmap = await createImageBitmap(file).catch((cause: unknown) => {
    throw new InputError(`${name} is not a picture that this browser can read; use PNG, JPEG or WebP`, { cause });
  });
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true })!;
  const short = Math.min(bitmap.width, bitmap.height);
  context.imageSmoothingQuality = 'high';
  // Ink on a transparent ground is seen on white.
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.drawImage(bitmap, (bitmap.width - short) / 2, (bitmap.height - short) / 2, short, short, 0, 0, side, side);
  bitmap.close();
  return context.getImageData(0, 0, side, side).data;
}

/** The pixels in grey, 0 to 1: the luma of Rec. 601. */
export const greyOf = (rgba: Uint8ClampedArray): Float32Array =>
  Float32Array.from(
    { length: rgba.length / 4 },
    (_, i) => (0.299 * rgba[4 * i]! + 0.587 * rgba[4 * i + 1]! + 0.114 * rgba[4 * i + 2]!) / 255,
  );
