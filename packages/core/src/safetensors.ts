import { checkBytes } from './checks.js';
import { InputError, check, showShape } from './errors.js';
import { showUntrusted } from './show-untrusted.js';
import { jsonNotes } from './json-notes.js';
import { sizeOf } from './shape.js';
import { checkPlaces } from './safetensors-places.js';
import type { Shape } from './types.js';

/** A tensor as a file holds it. */
export interface StoredTensor {
  readonly shape: Shape;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** What a safetensors file holds: tensors by name, and strings by name. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface TensorEntry {
  readonly dtype: string;
  readonly shape: Shape;
  readonly data_offsets: readonly [number, number];
}

const kinds = { F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;
type Kind = keyof typeof kinds;

/** The key of the header under which the metadata stand. */
const METADATA = '__metadata__';
/** The longest header in bytes, as in the reference implementation. */
const LONGEST = 100_000_000;

/** The type of a tensor that can be written. Throws for one whose values do not fit its shape. */
function kindOf(name: string, { shape, values }: StoredTensor): Kind {
  const kind = (Object.keys(kinds) as Kind[]).find((kind) => values instanceof kinds[kind]);
  check(
    kind !== undefined,
    () => `safetensors: the values of ${showUntrusted(name)} must be a Float32Array, an Int32Array or a Uint8Array`,
  );
  check(
    name !== METADATA && sizeOf(shape) === values.length,
    () => `safetensors: a tensor ${showUntrusted(name)} of shape ${showShape(shape)} with ${values.length} values cannot be written`,
  );
  return kind;
}

/**
 * Tensors and metadata as a safetensors file: eight bytes with the length of a JSON header, the header, the values,
 * little-endian. Throws for values of another type, and for values that do not fit their shape.
 * https://huggingface.co/docs/safetensors
 */
export function toSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, stored]): [string, TensorEntry] => {
    const begin = end;
    end += stored.values.byteLength;
    return [name, { dtype: kindOf(name, stored), shape: stored.shape, data_offsets: [begin, end] }];
  });
  const text = JSON.stringify({ [METADATA]: metadata, ...Object.fromEntries(entries) });
  const json = new TextEncoder().encode(text);
  // Spaces after the header bring the values to a multiple of eight bytes, as the format recommends.
  const start = Math.ceil((8 + json.length) / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8 + json.length, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(json, 8);
  for (const [name, { data_offsets }] of entries) {
    const { buffer, byteOffset, byteLength } = tensors[name]!.values;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), start + data_offsets[0]);
  }
  return bytes;
}

/**
 * Reads a safetensors file of F32, I32 and U8 tensors. The values are copied. Throws for a file that is truncated, damaged or of another
 * format: for everything that the reference implementation refuses, and for a name that stands twice. Memory is a small multiple of the
 * file, whatever it claims.
 */
export const parseSafetensors = (bytes: Uint8Array): Safetensors => read(bytes, copied);

/** `parseSafetensors` whose values are views of `bytes` where they are aligned: for a caller that copies them anyway. */
export const viewSafetensors = (bytes: Uint8Array): Safetensors =>
  read(bytes, (data, kind) =>
    data.byteOffset % kind.BYTES_PER_ELEMENT === 0
      ? new kind(data.buffer as ArrayBuffer, data.byteOffset, data.length / kind.BYTES_PER_ELEMENT)
      : copied(data, kind),
  );

/** The numbers in the bytes of one tensor. */
type ToValues = (data: Uint8Array, kind: (typeof kinds)[Kind]) => StoredTensor['values'];

/** A copy is aligned, and the file's bytes can go. `slice` of a Node Buffer would be none. */
const copied: ToValues = (data, kind) => new kind(new Uint8Array(data).buffer);

function read(bytes: Uint8Array, toValues: ToValues): Safetensors {
  const { entries, metadata, data } = parseStart(bytes);
  const tensors = entries.map(([name, { dtype, shape, data_offsets }]) => {
    const values = toValues(data.subarray(...data_offsets), kinds[dtype as Kind]);
    return [name, { shape, values }] as const;
  });
  return { tensors: dictionary(tensors), metadata };
}

/** The metadata of a file. The tensors are not read, but their places are checked. */
export const parseMetadata = (bytes: Uint8Array): Safetensors['metadata'] => parseStart(bytes).metadata;

/** A record without a prototype, since the names come from a file: `constructor` is missing from it like any other name. */
const dictionary = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null), Object.fromEntries(entries)) as Record<string, T>;

interface Start extends Pick<Safetensors, 'metadata'> {
  readonly entries: readonly (readonly [name: string, entry: TensorEntry])[];
  /** The bytes after the header. */
  readonly data: Uint8Array;
}

/** The header of a file, in which everything fits. */
function parseStart(bytes: Uint8Array): Start {
  checkBytes('safetensors', bytes);
  check(bytes.length >= 8, () => `safetensors: the file has ${bytes.length} bytes, too few for a header`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = 8 + length;
  check(
    start <= bytes.length,
    () => `safetensors: the header should be ${length} bytes long, the file has ${bytes.length}; it is truncated or of another format`,
  );
  check(length <= LONGEST, () => `safetensors: the header is ${length} bytes long; at most ${LONGEST} are read`);
  const { [METADATA]: metadata = {}, ...rest } = parseHeader(bytes.subarray(8, start));
  const odd = Object.entries(metadata).find(([, value]) => typeof value !== 'string');
  check(odd === undefined, () => `safetensors: ${showUntrusted(odd![0])} in the metadata is not a string; the file is damaged`);
  const data = bytes.subarray(start);
  const entries = Object.entries(rest).map(([name, entry]) => [name, checkedEntry(name, entry)] as const);
  checkPlaces(entries, data.length);
  return { entries, metadata: dictionary(Object.entries(metadata as Safetensors['metadata'])), data };
}

function parseHeader(json: Uint8Array): Record<string, any> {
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
function checkedEntry(name: string, entry: unknown): TensorEntry {
  check(isEntry(entry), () => `safetensors: the header gives ${showUntrusted(name)} no shape or no place; the file is damaged`);
  const {
    dtype,
    shape,
    data_offsets: [begin, end],
  } = entry;
  check(
    typeof dtype === 'string' && Object.hasOwn(kinds, dtype),
    () => `safetensors: ${showUntrusted(name)} is of type ${showUntrusted(dtype)}; this reads ${Object.keys(kinds).join(', ')}`,
  );
  let size: number = kinds[dtype as Kind].BYTES_PER_ELEMENT;
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
