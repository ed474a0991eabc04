import { dispose, tidy } from '@tensorflow/tfjs-core';
import { sizeOf } from '@autoencoders/core/internal';
import type { Source } from '../source.js';

/** At most so many examples are looked at: of data in memory, and of data that are read by rows. */
const [IN_MEMORY, READ] = [1024, 32];
/** At most so many numbers, if that is an example or more. */
const NUMBERS = 2 ** 20;

/**
 * A hash of examples that are spread evenly over the data, with their targets and masks. Other data have another fingerprint, unless they differ
 * in examples between these only. Undefined for streams, which would have to be read, and for codes, which training changes.
 */
export async function fingerprintOf({ count, shape, inMemory, some }: Source): Promise<string | undefined> {
  if (!some || count === undefined) return undefined;
  const most = Math.max(1, Math.min(inMemory ? IN_MEMORY : READ, Math.floor(NUMBERS / sizeOf(shape))));
  const size = Math.min(count, most);
  const places = Int32Array.from({ length: size }, (_, i) => Math.floor((i * count) / size));
  let hash = 0;
  for await (const { load } of some(places).batches({ size })) {
    const { x, target, mask } = tidy(load);
    const tensors = [x, ...(target === x ? [] : [target]), ...(mask ? [mask] : [])];
    try {
      for (const tensor of tensors) hash = murmur3(new Float32Array(await tensor.data()), hash);
    } finally {
      dispose(tensors);
    }
  }
  return hash.toString(16).padStart(8, '0');
}

const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** MurmurHash3 of 32 bits (Appleby 2011), from 0 to 2³² − 1, of the bytes of float32 numbers. */
export function murmur3(values: Float32Array & { readonly buffer: ArrayBuffer }, seed: number = 0): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let hash = seed;
  // An iterator over a million words takes ten times as long.
  for (let i = 0; i < words.length; i++) {
    const mixed = Math.imul(rotated(Math.imul(words[i]!, 0xcc9e2d51), 15), 0x1b873593);
    hash = (Math.imul(rotated(hash ^ mixed, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= 4 * values.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
