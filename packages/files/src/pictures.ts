import { check, checkBoolean, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { printable, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, IndexedDataset, Shape } from '@autoencoders/core';

/** Options of `openPictures` and `fromPictureFiles`. */
export interface PictureOptions {
  /** The height and width that each picture gets: one number for a square, or `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
  /** Grey pictures, of one channel. Default false: red, green and blue. */
  readonly grey?: boolean | undefined;
  /**
   * How a picture of another form is made to fit. `crop` (the default): it is scaled until it covers `size`, and the middle is kept.
   * `stretch`: its sides are scaled differently.
   */
  readonly fit?: 'crop' | 'stretch' | undefined;
  /** The most pixels that a picture may have before it is scaled. Default 100,000,000. */
  readonly maxPixels?: number | undefined;
  /** What messages call the dataset. Default: the name of the folder, or "pictures". */
  readonly name?: string | undefined;
}

/** Pictures that are decoded when they are asked for. An example is `[height, width, channels]`, each value from 0 to 1. */
export interface PictureDataset extends IndexedDataset {
  /** The class of each picture: the place of its folder among `classes`. */
  readonly labels?: Int32Array | undefined;
  /** The path or the name of each picture. */
  readonly files: readonly string[];
}

/** How pictures are scaled, checked. */
export interface Scaling {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly fit: 'crop' | 'stretch';
  readonly maxPixels: number;
}

const MOST_PIXELS = 1e8;

/** The scaling that options ask for. Throws when one is wrong. */
export function scalingOf(call: string, options: PictureOptions): Scaling {
  checkOptions(call, options, { size: true, grey: true, fit: true, maxPixels: true, name: true });
  const { size, grey = false, fit = 'crop', maxPixels = MOST_PIXELS } = options;
  const [height, width] = typeof size === 'number' ? [size, size] : (size ?? []);
  for (const side of [height, width])
    check(
      Number.isInteger(side) && side! >= 1 && side! <= 2 ** 14,
      () => `${call}: size must be a whole number from 1 to 16384, or [height, width] of two, not ${show(size)}`,
    );
  checkBoolean(call, 'grey', grey);
  check(fit === 'crop' || fit === 'stretch', () => `${call}: fit must be "crop" or "stretch", not ${show(fit)}`);
  checkInteger(call, 'maxPixels', maxPixels, 1);
  return { height: height!, width: width!, channels: grey ? 1 : 3, fit, maxPixels };
}

/** One picture that can be decoded. */
export interface Picture {
  /** What messages call it. */
  readonly file: string;
  /** The folders it is in, from the one that was opened on. Its class is the first. */
  readonly folders: readonly string[];
  /** Its pixels, `[height, width, channels]`, one byte each. */
  readonly decode: () => Promise<Uint8Array | Uint8ClampedArray>;
}

interface DatasetOfOptions {
  readonly name: string;
  readonly scaling: Scaling;
  /** How many pictures are decoded at a time. */
  readonly atOnce: number;
}

/** Pictures as a dataset. Throws when there are none, and when some are in folders and others are not. */
export function datasetOf(call: string, pictures: readonly Picture[], { name, scaling, atOnce }: DatasetOfOptions): PictureDataset {
  check(pictures.length > 0, () => `${call}: ${printable(name)} has no pictures (.png, .jpg, .jpeg, .webp)`);
  const shape = [scaling.height, scaling.width, scaling.channels];
  const { classes, labels } = classesOf(call, pictures, name);
  return {
    name,
    shape,
    count: pictures.length,
    classes,
    labels,
    files: pictures.map(({ file }) => file),
    async rows(places) {
      const wanted = Array.from(places, (place) => {
        checkInteger('rows', 'place', place, 0, pictures.length - 1);
        return pictures[place]!;
      });
      return { name, shape, classes, ...(await decoded(wanted, shape, atOnce)), labels: labels && places.map((place) => labels[place]!) };
    },
  };
}

/** The class of each picture, as torchvision's `ImageFolder` has it: the folders in alphabetical order. None when no picture is in a folder. */
function classesOf(call: string, pictures: readonly Picture[], name: string): { classes?: readonly string[]; labels?: Int32Array } {
  const inFolders = pictures.filter(({ folders }) => folders.length > 0).length;
  if (inFolders === 0) return {};
  const loose = pictures.find(({ folders }) => folders.length === 0);
  check(
    loose === undefined,
    () => `${call}: ${printable(name)} has pictures in folders, which are their classes, and others in none, such as ${loose!.file}`,
  );
  const classes = [...new Set(pictures.map(({ folders }) => folders[0]!))].sort();
  const places = new Map(classes.map((label, place) => [label, place]));
  return { classes, labels: Int32Array.from(pictures, ({ folders }) => places.get(folders[0]!)!) };
}

/** The values of pictures. `atOnce` are decoded at a time, so that memory does not hold the files of a whole batch. */
async function decoded(pictures: readonly Picture[], shape: Shape, atOnce: number): Promise<Pick<ArrayDataset, 'values'>> {
  const size = sizeOf(shape);
  let values: Float32Array | undefined;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < pictures.length) {
      const place = next++;
      const pixels = await pictures[place]!.decode();
      // Not before one is decoded: a small damaged file can promise a large picture.
      values ??= new Float32Array(pictures.length * size);
      for (let i = 0; i < size; i++) values[place * size + i] = pixels[i]! / 255;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, pictures.length) }, work));
  return { values: values ?? new Float32Array(0) };
}

/** Whether a file is taken for a picture, by its name. Hidden files are not. */
export const isPictureName = (name: string): boolean => /^[^.].*\.(png|jpe?g|webp)$/i.test(name);

/** Pixels of 3 or 4 bytes as grey: 0.299 red + 0.587 green + 0.114 blue. Source: ITU-R BT.601, as Pillow has it. */
export function greyOf(pixels: Uint8Array | Uint8ClampedArray, bytes: 3 | 4): Uint8ClampedArray {
  const grey = new Uint8ClampedArray(pixels.length / bytes);
  for (let i = 0, at = 0; i < grey.length; i++, at += bytes)
    grey[i] = 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
  return grey;
}
