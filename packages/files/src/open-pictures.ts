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

/**
 * Opens a folder of PNG, JPEG and WebP pictures. Folders in it are classes, as in torchvision's `ImageFolder`. A picture is read when it is
 * asked for: turned as its EXIF orientation says, put on white where it is transparent, and scaled bilinearly, with antialiasing. The
 * npm package sharp decodes, in threads of its own; install it beside this package. Other files are passed over. Throws when the folder has
 * no pictures; `rows` throws for a picture that is damaged, incomplete or too large.
 */
export async function openPictures(folder: string, options: PictureOptions): Promise<PictureDataset> {
  check(typeof folder === 'string', () => `${CALL}: folder must be a path, not ${show(folder)}`);
  const scaling = scalingOf(CALL, options);
  const sharp = await loadSharp();
  const entries = await orExplain(CALL, folder, () => readdir(folder, { recursive: true, withFileTypes: true }));
  const files = entries
    .filter((entry) => entry.isFile() && isPictureName(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const pictures = files.sort().map((path) => ({
    file: printable(path),
    folders: relative(folder, path).split(sep).slice(0, -1),
    decode: () => decode(sharp, path, scaling),
  }));
  return datasetOf(CALL, pictures, { name: options.name ?? basename(resolve(folder)), scaling, atOnce: availableParallelism() });
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
