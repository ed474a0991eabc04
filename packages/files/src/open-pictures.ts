import { readFile, readdir, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, relative, resolve, sep } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';
import { orExplain } from './file-access.js';
import { pictureHeader } from './picture-header.js';
import { datasetOf, greyOf, isPictureName, scalingOf } from './pictures.js';
import type { PictureDataset, PictureOptions, Scaling } from './pictures.js';

const CALL = 'openPictures';
/** The most bytes of a file that is read as a picture. */
const MOST_BYTES = 2 ** 29;

/** Options of `openPictures`. */
export interface OpenPicturesOptions extends Omit<PictureOptions, 'size'> {
  /** The height and width that each picture gets: one number for a square, or `[height, width]`. Default: their own, if all have the same. */
  readonly size?: PictureOptions['size'] | undefined;
}

/**
 * Opens a folder of PNG, JPEG and WebP pictures. Folders in it are classes, as in torchvision's `ImageFolder`. A picture is read when it is
 * asked for: turned as its EXIF orientation says, put on white where it is transparent, and scaled bilinearly, with antialiasing. The
 * npm package sharp decodes, in threads of its own; install it beside this package. Other files are passed over. Throws when the folder has
 * no pictures, and without `size` when two of them differ in size; `rows` throws for a picture that is damaged, incomplete or too large.
 */
export async function openPictures(folder: string, options: OpenPicturesOptions = {}): Promise<PictureDataset> {
  check(typeof folder === 'string', () => `${CALL}: folder must be a path, not ${show(folder)}`);
  if (options.size !== undefined) scalingOf(CALL, { ...options, size: options.size });
  const sharp = await loadSharp();
  const entries = await orExplain(CALL, folder, () => readdir(folder, { recursive: true, withFileTypes: true }));
  const files = entries
    .filter((entry) => entry.isFile() && isPictureName(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  const scaling = scalingOf(CALL, { ...options, size: options.size ?? (await commonSize(sharp, files)) });
  const pictures = files.map((path) => ({
    file: printable(path),
    folders: relative(folder, path).split(sep).slice(0, -1),
    decode: () => decode(sharp, path, scaling),
  }));
  return datasetOf(CALL, pictures, { name: options.name ?? basename(resolve(folder)), scaling, atOnce: availableParallelism() });
}

/** The size that all pictures have. Only their headers are read. Throws when two of them differ. */
async function commonSize(sharp: Sharp, files: readonly string[]): Promise<readonly [height: number, width: number]> {
  let first: readonly [height: number, width: number] | undefined;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < files.length) {
      const path = files[next++]!;
      const size = await sizeIn(sharp, path);
      first ??= size;
      check(
        size[0] === first[0] && size[1] === first[1],
        () =>
          `${CALL}: the pictures differ in size: ${printable(path)} has ${size[1]} × ${size[0]} pixels, and others have ${first![1]} × ${first![0]}; give a size for all`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  // Without pictures, any size will do: `datasetOf` refuses the folder.
  return first ?? [1, 1];
}

async function sizeIn(sharp: Sharp, path: string): Promise<readonly [height: number, width: number]> {
  try {
    const { height, width } = (await sharp(path, { limitInputPixels: false }).metadata()).autoOrient;
    return [height, width];
  } catch (cause) {
    throw new InputError(`${CALL}: ${printable(path)} is damaged: ${printable((cause as Error).message)}`, { cause });
  }
}

type Sharp = (typeof import('sharp'))['default'];

async function loadSharp(): Promise<Sharp> {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new InputError(`${CALL}: the npm package sharp, which decodes pictures, is not installed; run \`npm install sharp\``, { cause });
  }
}

async function decode(sharp: Sharp, path: string, scaling: Scaling): Promise<Uint8Array | Uint8ClampedArray> {
  const file = printable(path);
  const bytes = await orExplain(CALL, path, async () => {
    const { size } = await stat(path);
    check(size <= MOST_BYTES, () => `${CALL}: ${file} has ${size} bytes; at most ${MOST_BYTES} are read`);
    return readFile(path);
  });
  const { maxPixels, width, height, fit, channels } = scaling;
  pictureHeader(CALL, bytes, { file, maxPixels });
  try {
    const pixels = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
      .rotate()
      .flatten({ background: 'white' })
      .resize({ width, height, fit: fit === 'crop' ? 'cover' : 'fill', kernel: 'linear' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer();
    return channels === 1 ? greyOf(pixels, 3) : pixels;
  } catch (cause) {
    throw new InputError(`${CALL}: ${file} is damaged: ${printable((cause as Error).message)}`, { cause });
  }
}
