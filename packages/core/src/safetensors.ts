import { InputError, check, show, showShape } from './errors.js';
import { sizeOf } from './shape.js';
import type { Shape } from './types.js';
import { foreign } from './foreign.js';

/** A tensor as it lies in a file. */
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

const kindOf = ({ values }: StoredTensor): Kind => (Object.keys(kinds) as Kind[]).find((kind) => values instanceof kinds[kind])!;

/**
 * Tensors and metadata as a safetensors file: eight bytes with the length of a JSON header, the header, the values,
 * little-endian. https://huggingface.co/docs/safetensors
 */
export function toSafetensors({ tensors, metadata }: Safetensors): Uint8Array {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, stored]): [string, TensorEntry] => {
    const begin = end;
    end += stored.values.byteLength;
    return [name, { dtype: kindOf(stored), shape: stored.shape, data_offsets: [begin, end] }];
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
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
 * Reads a safetensors file of F32, I32 and U8 tensors. Metadata that are not strings are left out. Throws when the file is truncated,
 * damaged or of another format.
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  const { entries, metadata, start } = parseStart(bytes);
  const tensors = Object.entries(entries).map(([name, entry]) => [name, read(name, entry, bytes.subarray(start))]);
  return { tensors: Object.fromEntries(tensors), metadata };
}

/** The strings in the metadata of a file. The tensors are not read. */
export const parseMetadata = (bytes: Uint8Array): Safetensors['metadata'] => parseStart(bytes).metadata;

/** What a file says of its tensors, its metadata, and where the values start. */
function parseStart(bytes: Uint8Array): Pick<Safetensors, 'metadata'> & { entries: Readonly<Record<string, unknown>>; start: number } {
  check(
    bytes instanceof Uint8Array,
    () => `safetensors: bytes must be a Uint8Array, not ${bytes instanceof ArrayBuffer ? 'an ArrayBuffer' : show(bytes)}`,
  );
  check(bytes.length >= 8, () => `safetensors: the file has ${bytes.length} bytes, too few for a header`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const start = 8 + length;
  check(
    start <= bytes.length,
    () => `safetensors: the header should be ${length} bytes long, the file has ${bytes.length}; it is truncated or of another format`,
  );
  const { __metadata__: metadata = {}, ...entries } = parseHeader(bytes.subarray(8, start));
  const strings = Object.entries(metadata).filter(([, value]) => typeof value === 'string');
  return { entries, metadata: Object.fromEntries(strings) as Record<string, string>, start };
}

function parseHeader(json: Uint8Array): Record<string, any> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (cause) {
    throw new InputError('safetensors: the header is not JSON; the file is damaged or of another format', { cause });
  }
  check(
    isRecord(header) && (header.__metadata__ === undefined || isRecord(header.__metadata__)),
    'safetensors: the header is JSON, but names no tensors; the file is damaged or of another format',
  );
  return header;
}

const isRecord = (value: unknown): value is Record<string, any> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isEntry = (value: unknown): value is TensorEntry =>
  isRecord(value) &&
  [value.shape, value.data_offsets].every((list) => Array.isArray(list) && list.every((n) => Number.isInteger(n) && n >= 0));

function read(name: string, entry: unknown, data: Uint8Array): StoredTensor {
  check(isEntry(entry), () => `safetensors: the header gives ${foreign(name)} no shape or no place; the file is damaged`);
  const {
    dtype,
    shape,
    data_offsets: [begin, end],
  } = entry;
  check(
    typeof dtype === 'string' && Object.hasOwn(kinds, dtype),
    () => `safetensors: ${foreign(name)} is of type ${foreign(dtype)}; this reads ${Object.keys(kinds).join(', ')}`,
  );
  const make = kinds[dtype as Kind];
  const size = sizeOf(shape) * make.BYTES_PER_ELEMENT;
  check(
    end - begin === size,
    () => `safetensors: ${foreign(name)} of shape ${foreign(showShape(shape))} takes ${size} bytes, the header gives it ${end - begin}`,
  );
  check(end <= data.length, () => `safetensors: ${foreign(name)} ends at byte ${end}, the data has ${data.length}; the file is truncated`);
  // A copy, so that the values are aligned and the file's bytes can go; slice of a Node Buffer would be none.
  return { shape, values: new make(new Uint8Array(data.subarray(begin, end)).buffer) };
}
