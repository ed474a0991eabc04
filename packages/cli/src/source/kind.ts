import { readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { InputError } from '@autoencoders/core';
import { reasonOf } from '@autoencoders/core/node';
import { datasetNames } from '@autoencoders/datasets/node';
import { TABLE_ENDINGS } from '../tables/table-file.js';
import { nearest } from './nearest.js';

/** What data can be: a set that is known by name, a folder of IDX files, CIFAR-10's files, a folder of pictures, arrays of NumPy, a table. */
export type DataKind = 'named' | 'cifar-10' | 'idx' | 'pictures' | 'array' | 'table';

/** The name of CIFAR-10, which is read from a folder of the user's. */
export const CIFAR10 = 'cifar-10';

/** The name of its archive, as `cifar10Archive` of `@autoencoders/files` has it; that package takes longer to load. */
export const CIFAR10_ARCHIVE = 'cifar-10-binary.tar.gz';

/** The names of the sets that `--data` knows. */
export const dataNames: readonly string[] = [...datasetNames, CIFAR10];

/** Whether data are known by their name; a folder of that name has to be written `./name`. */
export const isName = (source: string): boolean => dataNames.includes(source);

const ARRAY = /\.np[yz]$/i;
/** Whether a file has arrays of NumPy, by its name. The file may be gone. */
export const isArrayFile = (path: string): boolean => ARRAY.test(path);

const PICTURE = /\.(png|jpe?g|webp)$/i;
const IDX = /-images[-.]idx\d-ubyte(\.gz)?$/;

/** What `--data` names. Throws where there is nothing, and where it is nothing that is read. */
export function kindOf(source: string): DataKind {
  if (source === CIFAR10) return CIFAR10;
  if (isName(source)) return 'named';
  const stats = readable(source, () => statSync(source, { throwIfNoEntry: false }));
  if (stats === undefined) throw new InputError(missing(source));
  if (stats.isDirectory()) return readable(source, () => kindOfFolder(source));
  if (ARRAY.test(source)) return 'array';
  if (TABLE_ENDINGS.some((end) => source.toLowerCase().endsWith(end))) return 'table';
  const remedy = PICTURE.test(source)
    ? 'is one picture; name its folder'
    : `is not a file that is read; names of tables end in ${TABLE_ENDINGS.join(', ')}, those of arrays in .npy or .npz`;
  throw new InputError(`--data ${source} ${remedy}`);
}

/** The result of `read`, or an error that says why `source` cannot be read. */
function readable<T>(source: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(`--data ${source} cannot be read (${reasonOf(cause)})`, { cause });
  }
}

function kindOfFolder(source: string): DataKind {
  const names = readdirSync(source).sort();
  if (names.some((name) => IDX.test(name))) return 'idx';
  if (['test_batch.bin', 'cifar-10-batches-bin', CIFAR10_ARCHIVE].some((name) => names.includes(name))) return CIFAR10;
  if (readdirSync(source, { recursive: true, encoding: 'utf8' }).some((name) => PICTURE.test(name))) return 'pictures';
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  const holds = names.length === 0 ? 'it is empty' : `it holds ${names.slice(0, 3).join(', ')}${more}`;
  throw new InputError(`the folder ${source} has neither pictures (.png, .jpg, .jpeg, .webp) nor IDX files; ${holds}`);
}

/** A message for a name that is no set, no file and no folder, with the nearest one that is. */
function missing(source: string): string {
  const folder = dirname(source);
  const beside = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  const [near] = nearest(basename(source), [...(folder === '.' ? dataNames : []), ...beside]);
  const guess = near === undefined ? '' : `; did you mean ${source.slice(0, source.length - basename(source).length)}${near}?`;
  return `--data ${source} is neither a set (${dataNames.join(', ')}) nor a file or folder that is there${guess}`;
}
