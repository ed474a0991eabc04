import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';
import { pictureHeader } from './picture-header.js';
import { datasetOf, greyOf, isPictureName, scalingOf } from './pictures.js';
import type { PictureDataset, PictureOptions, Scaling } from './pictures.js';

const CALL = 'fromPictureFiles';

/**
 * PNG, JPEG and WebP files of a page as a dataset: dropped files, or those of `<input type="file" multiple>`. With
 * `<input type="file" webkitdirectory>`, the folders in the chosen folder are classes. The browser decodes, in threads of its own, when
 * pictures are asked for: it turns them as their EXIF orientation says and scales them; transparent parts become white. Its scaling differs
 * from that of `openPictures` by a few steps of 255. Throws when there are no pictures; `rows` throws for a picture that is damaged,
 * incomplete or too large.
 */
export function fromPictureFiles(files: Iterable<File>, options: PictureOptions): PictureDataset {
  check(
    typeof (files as Iterable<File> | null)?.[Symbol.iterator] === 'function',
    () => `${CALL}: files must be a list of files, not ${show(files)}`,
  );
  const scaling = scalingOf(CALL, options);
  const pictures = [...files]
    .filter(({ name }) => isPictureName(name))
    .map((file) => {
      // "chosen/class/…/name", or "" for files that were dropped.
      const path = file.webkitRelativePath || file.name;
      return { file: printable(path), folders: path.split('/').slice(1, -1), decode: () => decode(file, printable(path), scaling) };
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  // A decoded photo takes 4 bytes a pixel: a few at a time.
  return datasetOf(CALL, pictures, { name: options.name ?? 'pictures', scaling, atOnce: 4 });
}

async function decode(file: File, name: string, { width, height, channels, fit, maxPixels }: Scaling): Promise<Uint8ClampedArray> {
  pictureHeader(CALL, new Uint8Array(await file.arrayBuffer()), { file: name, maxPixels });
  const picture = await bitmapOf(file, name);
  try {
    const scale = Math.max(width / picture.width, height / picture.height);
    const [w, h] = fit === 'crop' ? [width / scale, height / scale] : [picture.width, picture.height];
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, (picture.width - w) / 2, (picture.height - h) / 2, w, h, 0, 0, width, height);
    const pixels = context.getImageData(0, 0, width, height).data;
    return channels === 1 ? greyOf(pixels, 4) : pixels.filter((_, i) => i % 4 < 3);
  } finally {
    picture.close();
  }
}

async function bitmapOf(file: File, name: string): Promise<ImageBitmap> {
  check(typeof createImageBitmap === 'function', () => `${CALL}: only browsers decode files; in Node, use openPictures`);
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new InputError(`${CALL}: ${name} is damaged: ${printable((cause as Error).message)}`, { cause });
  }
}
