import { statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { check } from '@autoencoders/core/operations';
import { joinRows } from '@autoencoders/core/internal';
import { permutation } from '@autoencoders/core';
import type { ArrayDataset } from '@autoencoders/core';
import { openPictures } from '@autoencoders/files/node';
import type { PictureDataset } from '@autoencoders/files';
import type { DatasetSource } from '@autoencoders/datasets/node';
import type { Reading } from './reading.js';

/** A folder of pictures, opened, and how its pictures are read. */
export interface PictureFolder {
  /** The pictures; those of several classes in a mixed order, so that the first ones are of all classes. */
  readonly data: DatasetSource;
  /** All pictures in the order of their names, where the folder has no parts. */
  readonly all?: PictureDataset;
  readonly reading: Reading;
}

/** Pictures that are decoded between two calls of `onRead`. */
const AT_ONCE = 64;

/**
 * Opens a folder of pictures. Folders in it are classes; where it has the folders `train` and `test`, these are its parts. `onRead` is
 * called with the number of pictures that were decoded. Throws where pictures differ in size and none is given, and for a class that the
 * model does not know.
 */
export async function openPictureFolder(folder: string, reading: Reading, onRead: (pictures: number) => void): Promise<PictureFolder> {
  const open = async (path: string, size = reading.size): Promise<PictureDataset> =>
    withNames(await openPictures(path, { size, grey: reading.grey, name: basename(resolve(folder)) }), path, onRead);
  const readingOf = ({ shape, classes }: PictureDataset): Reading => ({
    size: [shape[0]!, shape[1]!],
    grey: shape[2] === 1,
    classes: reading.classes ?? classes,
  });
  const isFolder = (part: string): boolean => statSync(join(folder, part), { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder('train') || !isFolder('test')) {
    const all = await open(folder);
    const known = withClasses(all, readingOf(all).classes, folder);
    return { data: mixed(known), all: known, reading: readingOf(all) };
  }
  const train = await open(join(folder, 'train'));
  const read = readingOf(train);
  const [ofTrain, ofTest] = [train, await open(join(folder, 'test'), read.size)].map((part) =>
    mixed(withClasses(part, read.classes, folder)),
  );
  return { data: { train: ofTrain!, test: ofTest! }, reading: read };
}

/** The same pictures in a mixed order. */
function mixed(pictures: PictureDataset): PictureDataset {
  const order = permutation(pictures.count, 0);
  return {
    ...pictures,
    files: Array.from(order, (place) => pictures.files[place]!),
    labels: pictures.labels && order.map((place) => pictures.labels![place]!),
    rows: (places) => pictures.rows(places.map((place) => order[place]!)),
  };
}

/** Pictures whose labels are places among `classes`. */
function withClasses(pictures: PictureDataset, classes: readonly string[] | undefined, folder: string): PictureDataset {
  const { classes: own, labels } = pictures;
  if (own === undefined || labels === undefined || String(own) === String(classes)) return pictures;
  const strange = own.find((name) => !classes?.includes(name));
  check(
    strange === undefined,
    () => `the folder ${folder} has pictures of the class ${strange}, and the classes are ${classes?.join(', ') ?? 'not known'}`,
  );
  const places = own.map((name) => classes!.indexOf(name));
  const relabelled = labels.map((label) => places[label]!);
  return {
    ...pictures,
    classes,
    labels: relabelled,
    rows: async (asked) => ({ ...(await pictures.rows(asked)), classes, labels: asked.map((place) => relabelled[place]!) }),
  };
}

/** Pictures in memory, and the path of each in its folder. */
export interface NamedPictures extends ArrayDataset {
  readonly files?: readonly string[];
}

/** The same pictures with their names, and with a call for each few that are decoded. */
function withNames(pictures: PictureDataset, folder: string, onRead: (pictures: number) => void): PictureDataset {
  return {
    ...pictures,
    async rows(places): Promise<NamedPictures> {
      const parts: ArrayDataset[] = [];
      for (let at = 0; at < places.length; at += AT_ONCE) {
        parts.push(await pictures.rows(places.slice(at, at + AT_ONCE)));
        onRead(Math.min(AT_ONCE, places.length - at));
      }
      return { ...joinRows(parts), files: Array.from(places, (place) => relative(folder, pictures.files[place]!)) };
    },
  };
}
