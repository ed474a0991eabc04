import { Variable, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError, chain, readWeights, writeWeights } from '@autoencoders/core';
import { toSafetensors } from '@autoencoders/core/internal';
import { dense, relu } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { loadPytorch } from '../src/index.js';
import { numbers } from './numbers.js';

beforeAll(() => setBackend('cpu'));

/** A file with tensors of these shapes. */
const file = (shapes: Readonly<Record<string, readonly number[]>>): Uint8Array =>
  toSafetensors({
    tensors: Object.fromEntries(
      Object.entries(shapes).map(([name, shape], i) => [
        name,
        {
          shape,
          values: numbers(
            shape.reduce((a, b) => a * b, 1),
            i + 1,
          ),
        },
      ]),
    ),
    metadata: {},
  });
const linear = (name: string, from: number, to: number): Record<string, number[]> => ({
  [`${name}.weight`]: [to, from],
  [`${name}.bias`]: [to],
});
/** 6 → 4 → 3 → 4 → 6. */
const model = () => autoencoder({ input: [6], encoder: chain(dense(4), relu, dense(3)), decoder: chain(dense(4), relu, dense(6)) });
/** 4 → 4 → 4. */
const square = () => autoencoder({ input: [4], encoder: dense(4), decoder: dense(4) });

test('weights of other names are found by their shapes', async () => {
  using mine = model();
  const bytes = file({ ...linear('fc4', 4, 6), ...linear('fc1', 6, 4), ...linear('fc2', 4, 3), ...linear('fc3', 3, 4) });
  await loadPytorch(mine, bytes);
  const { values } = (await readWeights(mine))['encoder.0.kernel']!;
  // fc1.weight is the third tensor: [4, 6], ours is [6, 4].
  const theirs = numbers(24, 3);
  expect([...values]).toEqual(Array.from({ length: 24 }, (_, i) => theirs[(i % 4) * 6 + Math.floor(i / 4)]));
});

test('modules of the same shapes keep the order of their numbers', async () => {
  using mine = square();
  await loadPytorch(mine, file({ ...linear('net.10', 4, 4), ...linear('net.2', 4, 4) }));
  const weights = await readWeights(mine);
  expect([weights['encoder.bias']!.values, weights['decoder.bias']!.values]).toEqual([numbers(4, 4), numbers(4, 2)]);
});

test('names may swap tensors that have the names of others', async () => {
  using mine = square();
  const bytes = file({ ...linear('encoder.0', 4, 4), ...linear('decoder.0', 4, 4) });
  await loadPytorch(mine, bytes);
  const [{ 'encoder.kernel': first, 'decoder.kernel': second }] = [await readWeights(mine)] as [Record<string, unknown>];
  await loadPytorch(mine, bytes, { names: { 'encoder.0.weight': 'decoder.0.weight', 'encoder.0.bias': 'decoder.0.bias' } });
  expect(await readWeights(mine)).toMatchObject({ 'encoder.kernel': second, 'decoder.kernel': first });
});

test('names say which tensor is which', async () => {
  using mine = square();
  const names = { 'encoder.0.weight': 'b.weight', 'encoder.0.bias': 'b.bias' };
  await loadPytorch(mine, file({ ...linear('a', 4, 4), ...linear('b', 4, 4) }), { names });
  const weights = await readWeights(mine);
  expect([weights['encoder.bias']!.values, weights['decoder.bias']!.values]).toEqual([numbers(4, 4), numbers(4, 2)]);
});

test('numbers of 16 and 64 bits are read, and counters are not', async () => {
  using mine = autoencoder({ input: [1], encoder: dense(1, { useBias: false }), decoder: dense(1, { useBias: false }) });
  const header = {
    'a.weight': { dtype: 'F16', shape: [1, 1], data_offsets: [0, 2] },
    'b.weight': { dtype: 'BF16', shape: [1, 1], data_offsets: [2, 4] },
    'bn.num_batches_tracked': { dtype: 'I64', shape: [], data_offsets: [4, 12] },
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + 12);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set([0x00, 0xc1, 0x20, 0x40], 8 + text.length); // −2.5 and 2.5
  await loadPytorch(mine, bytes, { names: { 'encoder.0.weight': 'a.weight', 'decoder.0.weight': 'b.weight' } });
  const weights = await readWeights(mine);
  expect([weights['encoder.kernel']!.values[0], weights['decoder.kernel']!.values[0]]).toEqual([-2.5, 2.5]);
});

test('weights that are not finite are replaced, and read once', async () => {
  using mine = square();
  const names = Object.keys(await readWeights(mine));
  writeWeights(
    mine,
    Object.fromEntries(
      Object.entries(await readWeights(mine)).map(([path, { shape, values }]) => [path, { shape, values: values.map(() => NaN) }]),
    ),
  );
  const reads = vi.spyOn(Variable.prototype, 'data');
  await loadPytorch(mine, file({ ...linear('encoder.0', 4, 4), ...linear('decoder.0', 4, 4) }));
  expect(reads).toHaveBeenCalledTimes(names.length);
  reads.mockRestore();
  for (const { values } of Object.values(await readWeights(mine))) expect(values.every(Number.isFinite)).toBe(true);
});

describe('bad input leaves the model as it is', () => {
  test.each<[string, Uint8Array, object?]>([
    [
      'loadPytorch: encoder.0 and decoder.0 could be a or b, which have the same shapes; say which with names: { "encoder.0.weight": … }',
      file({ ...linear('a', 4, 4), ...linear('b', 4, 4) }),
    ],
    [
      'loadPytorch: the model needs 2 times a module with bias [4], weight [4, 4] (encoder.0, decoder.0), and the file has 1; it has a.weight [4, 4], a.bias [4]',
      file(linear('a', 4, 4)),
    ],
    [
      'loadPytorch: names has "encoder.weight", which the model does not have; it has ["encoder.0.weight", "encoder.0.bias", "decoder.0.weight", "decoder.0.bias"]',
      file(linear('a', 4, 4)),
      { names: { 'encoder.weight': 'a.weight' } },
    ],
    [
      'loadPytorch: encoder.0.weight is [3, 4] in the file, and encoder.0.weight of the model is [4, 4]',
      file({ ...linear('encoder.0', 4, 3), ...linear('decoder.0', 4, 4) }),
    ],
    ['safetensors: the file has 3 bytes, too few for a header', new Uint8Array(3)],
  ])('%s', async (message, bytes, options) => {
    using mine = square();
    const before = await readWeights(mine);
    await expect(loadPytorch(mine, bytes, options)).rejects.toThrow(new InputError(message));
    expect(await readWeights(mine)).toEqual(before);
  });
});
