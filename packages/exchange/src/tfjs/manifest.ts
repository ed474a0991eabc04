import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { printable, showUntrusted } from '@autoencoders/core/internal';
import { list, object, own, text, whole } from '../keras/json.js';
import type { Json } from '../keras/json.js';
import type { Numbers, WeightSource } from '../keras/place.js';
import { byName } from '../keras/by-name.js';

/** Bytes of each type of tensors. Tensors that are no weights, such as counters, are passed over. */
const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8 };

/** The weights that a manifest names, in the bytes of all shards. Throws unless they are as long as it says. */
export function manifestWeights(call: string, modelJson: Json, shards: readonly Uint8Array[]): WeightSource {
  const bytes = joined(shards);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<string, () => Numbers>();
  let at = 0;
  for (const group of list(`${call}: weightsManifest`, own(modelJson, 'weightsManifest')))
    for (const entry of list(`${call}: weights of a group`, own(object(`${call}: a group of weights`, group), 'weights'))) {
      const weight = object(`${call}: a weight of the manifest`, entry);
      const name = text(`${call}: the name of a weight`, own(weight, 'name'));
      const what = `${call}: the weight ${printable(name, 100)}`;
      check(!found.has(name), () => `${what} is in the manifest twice`);
      check(own(weight, 'quantization') === undefined, () => `${what} is quantized; convert the model without quantization`);
      const dtype = text(`${what}: dtype`, own(weight, 'dtype'));
      const size = Object.hasOwn(BYTES, dtype) ? BYTES[dtype]! : 0;
      if (size === 0) throw new InputError(`${what} is of the type ${showUntrusted(dtype)}, which is not read`);
      const shape = list(`${what}: shape`, own(weight, 'shape')).map((n) => whole(`${what}: shape`, n, 0));
      const count = shape.reduce((a, b) => a * b, 1);
      check(
        at + count * size <= bytes.length,
        () => `${what} needs ${count * size} bytes, and ${bytes.length - at} are left of the weight files`,
      );
      const start = at;
      if (dtype === 'float32')
        found.set(name, () => ({
          shape,
          get values() {
            return Float32Array.from({ length: count }, (_, i) => view.getFloat32(start + 4 * i, true));
          },
        }));
      at += count * size;
    }
  check(
    at === bytes.length,
    () => `${call}: the weight files have ${bytes.length} bytes, and the manifest names ${at}; is a file missing or in another order?`,
  );
  return byName(call, found);
}

function joined(shards: readonly Uint8Array[]): Uint8Array {
  if (shards.length === 1) return shards[0]!;
  const bytes = new Uint8Array(shards.reduce((sum, shard) => sum + shard.length, 0));
  let at = 0;
  for (const shard of shards) bytes.set(shard, (at += shard.length) - shard.length);
  return bytes;
}
