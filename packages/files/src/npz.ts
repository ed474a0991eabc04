import { zipSync } from 'fflate';
import { check } from '@autoencoders/core/operations';
import { checkBytes, printable } from '@autoencoders/core/internal';
import { parseNpy, toNpy } from './npy.js';
import type { NpyArray } from './npy.js';
import { unzip } from './zip.js';

/**
 * The arrays in an NPZ file, by name, as `numpy.load` gives them. Throws when the file is not an NPZ file, is damaged, or needs more than
 * 2 GB, and for arrays that `parseNpy` refuses.
 *
 * ```ts
 * const { X, y } = parseNpz(bytes);
 * ```
 */
export function parseNpz(bytes: Uint8Array, name: string = 'NPZ data'): Readonly<Record<string, NpyArray>> {
  checkBytes('parseNpz', bytes);
  const file = printable(name);
  const arrays = [...unzip('parseNpz', bytes, file)].map(([entry, content]) => {
    check(entry.endsWith('.npy'), () => `parseNpz: ${file} has the entry ${printable(entry)}; each entry of an NPZ file is an NPY file`);
    return [entry.slice(0, -'.npy'.length), parseNpy(content, `${entry} in ${file}`)] as const;
  });
  return Object.fromEntries(arrays);
}

/** The bytes of an NPZ file with these arrays, compressed. `parseNpz` is the inverse. */
export function toNpz(arrays: Readonly<Record<string, Pick<NpyArray, 'shape' | 'data'>>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, toNpy(array)])));
}
