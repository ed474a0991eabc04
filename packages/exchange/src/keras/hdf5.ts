import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, showUntrusted, sizeOf } from '@autoencoders/core/internal';
import { whole } from './json.js';
import type { Numbers } from './place.js';

/** What is read of jsfive, a reader of HDF5: `await import('jsfive')`. */
export interface Hdf5Reader {
  readonly File: new (buffer: ArrayBuffer, name: string) => unknown;
}

/** An HDF5 file. */
export interface Hdf5File {
  /** A text that is an attribute of the root. */
  readonly attribute: (name: string) => string | undefined;
  /** The floats of each dataset, by its path. */
  readonly datasets: ReadonlyMap<string, () => Numbers>;
}

/** More entries than this are refused, and groups deeper than that. */
const MOST = 20_000;
const DEEPEST = 32;
/** Chunks of so many numbers are usual, whatever the size of their dataset. */
const LARGE_CHUNK = 2 ** 16;
/** gzip makes at most so many bytes of one. */
const RATIO = 1032;

/** What `read` gives. An error of the reader becomes an `InputError`. */
const guard =
  (call: string) =>
  <T>(what: string, read: () => T): T => {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      throw new InputError(
        `${call}: ${what} of the HDF5 file cannot be read: ${showUntrusted(cause instanceof Error ? cause.message : cause)}`,
        { cause },
      );
    }
  };

/** Opens an HDF5 file. What the reader stumbles on is an `InputError`. */
export function openHdf5(call: string, { File }: Hdf5Reader, bytes: Uint8Array): Hdf5File {
  const guarded = guard(call);
  // A copy of its own: `slice` of a Node Buffer would be none.
  const file: any = guarded('the start', () => new File(new Uint8Array(bytes).buffer, 'model.h5'));
  const datasets = new Map<string, () => Numbers>();
  let entries = 0;
  const walk = (group: any, path: string, depth: number): void => {
    check(depth <= DEEPEST, () => `${call}: the groups of the HDF5 file are nested deeper than ${DEEPEST}`);
    for (const key of group.keys as readonly string[]) {
      check(++entries <= MOST, () => `${call}: the HDF5 file has more than ${MOST} entries`);
      const name = `${path}${path && '/'}${key}`;
      const child = group.get(key);
      if (Array.isArray(child?.keys)) walk(child, name, depth + 1);
      else if (child) datasets.set(name, () => guarded(printable(name, 100), () => floats(call, guarded, name, child, bytes.length)));
    }
  };
  guarded('the list of groups', () => walk(file, '', 0));
  return {
    attribute: (name) =>
      guarded(`the attribute ${name}`, () => {
        const value: unknown = Object.hasOwn(file.attrs, name) ? file.attrs[name] : undefined;
        const one = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
        return typeof one === 'string' ? one : undefined;
      }),
    datasets,
  };
}

function floats(call: string, guarded: ReturnType<typeof guard>, name: string, dataset: any, length: number): Numbers {
  const what = `${call}: ${printable(name, 100)}`;
  const { dtype } = dataset as { readonly dtype: unknown };
  const size = ({ '<f4': 4, '<f8': 8, '>f4': 4, '>f8': 8 } as Record<string, number>)[String(dtype)];
  if (size === undefined) throw new InputError(`${what} is of the type ${showUntrusted(dtype)}; floats of 32 and 64 bits are read`);
  const shape = [...(dataset.shape as readonly unknown[])].map((n) => whole(`${what}: shape`, n, 0));
  check(sizeOf(shape) * size <= length * RATIO, () => `${what} claims ${sizeOf(shape)} numbers, more than the file can hold`);
  const chunks = [...((dataset._dataobjects?.chunks ?? []) as readonly unknown[])].map((n) => whole(`${what}: chunks`, n));
  // The reader goes through all places of a chunk, within the dataset or not.
  check(
    sizeOf(chunks) <= 4 * Math.max(sizeOf(shape), LARGE_CHUNK),
    () => `${what} has chunks of ${sizeOf(chunks)} numbers, more than it has itself`,
  );
  return {
    shape,
    get values() {
      return guarded(printable(name, 100), () => {
        const value: ArrayLike<number> = dataset.value;
        check(value.length === sizeOf(shape), () => `${what} has ${value.length} numbers for the shape [${shape.join(', ')}]`);
        return Float32Array.from(value);
      });
    },
  };
}
