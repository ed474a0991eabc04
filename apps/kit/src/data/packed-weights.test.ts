import { setWasmBackend } from '@autoencoders/backend-wasm';
import { parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import { chain, dense, relu } from '@autoencoders/layers';
import { autoencoder, load, readMetadata, save } from '@autoencoders/models';
import { beforeAll, expect, test } from 'vitest';
import { packWeights, unpackWeights } from './packed-weights.js';

beforeAll(() => setWasmBackend());

const file = async (): Promise<Uint8Array> => {
  using model = autoencoder({ input: [64], encoder: chain(dense(32), relu, dense(8)), decoder: dense(64), seed: 1 });
  return save(model, { metadata: { app: 'undercomplete' } });
};

test('weights are as near as their steps are fine, and biases are the same', async () => {
  const original = await file();
  for (const fineness of [4, 16]) {
    const unpacked = parseSafetensors(unpackWeights(packWeights(original, fineness))).tensors;
    for (const [name, { shape, ...stored }] of Object.entries(parseSafetensors(original).tensors)) {
      const values = stored.values as Float32Array;
      expect(unpacked[name]!.shape).toEqual(shape);
      const found = unpacked[name]!.values as Float32Array;
      const largest = Math.max(...values.map((value, i) => Math.abs(value - found[i]!)));
      const size = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
      // Half a step; the root mean square of an output differs from that of all.
      expect(largest).toBeLessThanOrEqual(shape.length < 2 ? 0 : (0.8 * size) / fineness);
    }
  }
});

test('the file has about a quarter of the bytes, and opens as a model with its metadata', async () => {
  const original = await file();
  const packed = packWeights(original, 6);
  expect(packed.length).toBeLessThan(0.4 * original.length);
  const unpacked = unpackWeights(packed);
  expect(readMetadata(unpacked)).toEqual({ app: 'undercomplete' });
  using model = load(unpacked, { kind: 'autoencoder' });
  expect(model.codeSize).toBe(8);
});

test('an output whose weights are all 0 stays so, and one large weight among small ones stays', () => {
  const values = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 0 : i === 1 ? 50 : 0.01));
  const bytes = toSafetensors({ tensors: { 'encoder.0.kernel': { shape: [100, 2], values } }, metadata: {} });
  const found = parseSafetensors(unpackWeights(packWeights(bytes, 6))).tensors['encoder.0.kernel']!.values;
  expect([...found].filter((_, i) => i % 2 === 0).every((value) => value === 0)).toBe(true);
  expect(found[1]).toBeCloseTo(50, 1);
});
