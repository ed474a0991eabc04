import type { NamedDataset } from '@autoencoders/datasets';
import type { OwnFile } from './index.js';

/** Pictures in the order of their paths, with the folders that they are in as classes. */
export interface Folders extends Pick<NamedDataset, 'labels' | 'classes'> {
  readonly pictures: readonly OwnFile[];
  /** The folder that has all of them, or their classes: `data/pets`. Undefined where there is none, and where some are in folders that are no classes. */
  readonly folder: string | undefined;
}

/**
 * The pictures among files. Other files in folders are passed over. The folders in the common one are classes, as in torchvision's
 * `ImageFolder`, if there are two or more and every picture is in one.
 */
export function foldersOf(files: readonly OwnFile[]): Folders {
  const pictures = files
    .filter(({ file, path }) => !path.includes('/') || /^image\/(?!svg)/.test(file.type))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const paths = pictures.map(({ path }) => path.split('/').slice(0, -1));
  let common = 0;
  while (paths.length > 0 && paths.every((path) => path[common] !== undefined && path[common] === paths[0]![common])) common++;
  const names = paths.map((path) => path[common]);
  const classes = [...new Set(names)].sort();
  const folder = common > 0 ? paths[0]!.slice(0, common).join('/') : undefined;
  if (classes.length < 2) return { pictures, folder };
  if (classes.includes(undefined)) return { pictures, folder: undefined };
  const places = new Map(classes.map((name, place) => [name, place]));
  return { pictures, folder, classes: classes as string[], labels: Int32Array.from(names, (name) => places.get(name)!) };
}
