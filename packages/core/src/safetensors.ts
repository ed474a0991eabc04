import { checkBytes } from './checks.js';
import { check, showShape } from './errors.js';
import { showUntrusted } from './show-untrusted.js';
import { sizeOf } from './shape.js';
import { ALL, METADATA, OURS, checkedEntry, parseHeader } from './safetensors-header.js';
import type { Sizes, TensorEntry } from './safetensors-header.js';
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

const kinds = { F32: Float32Array, I32: Int32Array, U8: Uint8Array } as const;
type Kind = keyof typeof kinds;

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
  const { entries, metadata, data } = parseStart(bytes, OURS);
  const tensors = entries.map(([name, { dtype, shape, data_offsets }]) => {
    const values = toValues(data.subarray(...data_offsets), kinds[dtype as Kind]);
    return [name, { shape, values }] as const;
  });
  return { tensors: dictionary(tensors), metadata };
}

/** The metadata of a file. The tensors are not read, but their places are checked. */
export const parseMetadata = (bytes: Uint8Array): Safetensors['metadata'] => parseStart(bytes, OURS).metadata;

/** A tensor of any type, as bytes of the file. */
export interface TensorBytes {
  readonly dtype: string;
  readonly shape: Shape;
  readonly data: Uint8Array;
}

/** The tensors of a safetensors file that another tool wrote, whose numbers may be of other types. Throws as `parseSafetensors` does. */
export function tensorBytes(bytes: Uint8Array): Readonly<Record<string, TensorBytes>> {
  const { entries, data } = parseStart(bytes, ALL);
  return dictionary(
    entries.map(([name, { dtype, shape, data_offsets }]) => [name, { dtype, shape, data: data.subarray(...data_offsets) }]),
  );
}

/** A record without a prototype, since the names come from a file: `constructor` is missing from it like any other name. */
const dictionary = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null), Object.fromEntries(entries)) as Record<string, T>;

interface Start extends Pick<Safetensors, 'metadata'> {
  readonly entries: readonly (readonly [name: string, entry: TensorEntry])[];
  /** The bytes after the header. */
  readonly data: Uint8Array;
}

/** The header of a file, in which everything fits. */
function parseStart(bytes: Uint8Array, sizes: Sizes): Start {
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
  const entries = Object.entries(rest).map(([name, entry]) => [name, checkedEntry(name, entry, sizes)] as const);
  checkPlaces(entries, data.length);
  return { entries, metadata: dictionary(Object.entries(metadata as Safetensors['metadata'])), data };
}
