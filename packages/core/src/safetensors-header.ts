import { InputError, check, showShape } from './errors.js';
import { jsonNotes } from './json-notes.js';
import { showUntrusted } from './show-untrusted.js';
import type { Shape } from './types.js';

/** What the header of a safetensors file says of a tensor. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: Shape;
  readonly data_offsets: readonly [number, number];
}

/** How many bytes a number of each type has. */
export type Sizes = Readonly<Record<string, number>>;
export const OURS: Sizes = { F32: 4, I32: 4, U8: 1 };
/** The types that files of other tools may have besides. */
export const ALL: Sizes = { ...OURS, F64: 8, F16: 2, BF16: 2, I64: 8, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, BOOL: 1 };

/** The key of the header under which the metadata stand. */
export const METADATA = '__metadata__';
/** The header as JSON. Throws for what the reference implementation refuses, and for a name that stands twice. */
export function parseHeader(json: Uint8Array): Record<string, any> {
  let header: unknown;
  let text = '';
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
    header = JSON.parse(text);
  } catch (cause) {
    throw new InputError('safetensors: the header is not JSON; the file is damaged or of another format', { cause });
  }
  check(
    text.startsWith('{') && isRecord(header) && (header[METADATA] === undefined || isRecord(header[METADATA])),
    'safetensors: the header is JSON, but names no tensors; the file is damaged or of another format',
  );
  const { repeatedKey, hasOtherNumbers } = jsonNotes(text);
  check(repeatedKey === undefined, () => `safetensors: the header names ${showUntrusted(repeatedKey)} twice; the file is damaged`);
  check(!hasOtherNumbers, 'safetensors: the header has numbers that are not whole numbers in plain digits; the file is damaged');
  return header;
}

const isRecord = (value: unknown): value is Record<string, any> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is TensorEntry =>
  isRecord(value) &&
  [value.shape, value.data_offsets].every((list) => Array.isArray(list) && list.every((n) => Number.isSafeInteger(n))) &&
  value.data_offsets.length === 2;

/** Throws unless an entry has a type that is read, and a place of the size of its shape. */
export function checkedEntry(name: string, entry: unknown, sizes: Sizes): TensorEntry {
  check(isEntry(entry), () => `safetensors: the header gives ${showUntrusted(name)} no shape or no place; the file is damaged`);
  const {
    dtype,
    shape,
    data_offsets: [begin, end],
  } = entry;
  check(
    typeof dtype === 'string' && Object.hasOwn(sizes, dtype),
    () => `safetensors: ${showUntrusted(name)} is of type ${showUntrusted(dtype)}; this reads ${Object.keys(sizes).join(', ')}`,
  );
  let size = sizes[dtype]!;
  // Step by step, since a 0 at the end hides that the sizes before it are too large.
  for (const length of shape) {
    size *= length;
    check(
      Number.isSafeInteger(size),
      () => `safetensors: ${showUntrusted(name)} has shape ${showShape(shape)}, which is too large for a file`,
    );
  }
  check(
    end - begin === size,
    () =>
      `safetensors: ${showUntrusted(name)} of shape ${showUntrusted(showShape(shape))} takes ${size} bytes, the header gives it ${end - begin}`,
  );
  return entry;
}
