import { seeded } from '@autoencoders/core';
import { check, checkInteger, checkOptions, showShape } from '@autoencoders/core/operations';
import { bits } from '@autoencoders/core/internal';
import type { ArrayDataset, IndexedDataset } from '@autoencoders/core';
import { countSome, nameOf } from './dataset.js';

/** Options of `patches`. */
export interface PatchesOptions {
  /** The height and width of a patch, in pixels; one number for a square. */
  readonly size: number | readonly [height: number, width: number];
  /** How many pixels the next patch begins after the one before. Default: the size, so that patches do not overlap. */
  readonly stride?: number;
  /** How many patches to draw at random places instead. Default: all patches of the grid. */
  readonly count?: number;
  /** Decides the random places. Default 0. */
  readonly seed?: number;
}

/**
 * Patches of pictures, as examples of shape `[height, width, channels]`, such as for a dictionary of natural images: those of a grid, or
 * `count` at random places. They are read from the pictures when they are needed. Throws when a patch is larger than a picture.
 * Olshausen & Field 1996.
 *
 * @param dataset The pictures.
 */
export function patches(dataset: ArrayDataset, options: PatchesOptions): IndexedDataset {
  checkOptions('patches', options, { size: true, stride: true, count: true, seed: true });
  const pictures = countSome('patches', dataset);
  const { size, count, seed = 0 } = options;
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  check(
    dataset.shape.length === 3,
    () => `patches: an example of ${nameOf(dataset)} must be [height, width, channels], not ${showShape(dataset.shape)}`,
  );
  const [h, w, channels] = dataset.shape as readonly [number, number, number];
  checkInteger('patches', 'size', height, 1, h);
  checkInteger('patches', 'size', width, 1, w);
  const { stride } = options;
  if (stride !== undefined) checkInteger('patches', 'stride', stride, 1);
  if (count !== undefined) checkInteger('patches', 'count', count, 1);
  checkInteger('patches', 'seed', seed, 0);
  const [rows, columns] = [Math.floor((h - height) / (stride ?? height)) + 1, Math.floor((w - width) / (stride ?? width)) + 1];
  const corner = count === undefined ? gridCorner : randomCorner;
  const cornerOf = corner({
    pictures,
    rows,
    columns,
    stepDown: stride ?? height,
    stepRight: stride ?? width,
    down: h - height + 1,
    right: w - width + 1,
    count: count ?? 0,
    seed,
  });
  const { values } = dataset;
  return {
    name: dataset.name,
    shape: [height, width, channels],
    count: count ?? pictures * rows * columns,
    rows(places) {
      const read = new Float32Array(places.length * height * width * channels);
      let at = 0;
      for (const place of places) {
        const [picture, top, left] = cornerOf(place);
        for (let y = 0; y < height; y++) {
          const from = ((picture * h + top + y) * w + left) * channels;
          for (let i = 0; i < width * channels; i++) read[at++] = values[from + i]!;
        }
      }
      return { shape: [height, width, channels], values: read };
    },
  };
}

/** What decides where patches are. */
interface Places {
  readonly pictures: number;
  /** How many patches a picture has in the grid, down and to the right, and their distances. */
  readonly rows: number;
  readonly columns: number;
  readonly stepDown: number;
  readonly stepRight: number;
  /** How many places there are for a patch, down and to the right. */
  readonly down: number;
  readonly right: number;
  readonly count: number;
  readonly seed: number;
}

/** The picture of a patch, and its upper left corner. */
type Corner = readonly [picture: number, top: number, left: number];

const gridCorner =
  ({ rows, columns, stepDown, stepRight }: Places) =>
  (place: number): Corner => {
    const inPicture = place % (rows * columns);
    return [Math.floor(place / (rows * columns)), Math.floor(inPicture / columns) * stepDown, (inPicture % columns) * stepRight];
  };

function randomCorner({ pictures, down, right, count, seed }: Places): (place: number) => Corner {
  const words = bits(3 * count, seeded(seed)());
  const drawn = (word: number, below: number): number => Math.floor((word / 2 ** 32) * below);
  return (place) => [drawn(words[3 * place]!, pictures), drawn(words[3 * place + 1]!, down), drawn(words[3 * place + 2]!, right)];
}
