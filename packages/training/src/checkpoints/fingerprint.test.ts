import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import type { ArrayDataset, Dataset } from '@autoencoders/core';
import { dense } from '@autoencoders/layers';
import { softmaxCrossEntropy, squaredError } from '@autoencoders/losses';
import { autoencoder, classifier, stacked } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { plainModel, weightsOf } from '../../test/helpers.js';
import { fit } from '../fit.js';
import { ofArray } from '../examples.js';
import { pretrain } from '../pretrain.js';
import { memorySource } from '../source.js';
import { fingerprintOf, murmur3 } from './fingerprint.js';

beforeAll(() => setBackend('cpu'));

const COUNT = 40;
const images = (): Float32Array => {
  const x = digitsLike(COUNT);
  const values = x.dataSync<'float32'>().slice();
  x.dispose();
  return values;
};
/** The numbers with another one at `at`. */
const changed = (values: Float32Array, at: number): Float32Array => {
  const other = values.slice();
  other[at]! += 2 ** -20;
  return other;
};
const inMemory = (values: Float32Array): ArrayDataset => ({ shape: [64], values });
const byRows = (values: Float32Array): Dataset => ({
  shape: [64],
  count: COUNT,
  rows: async (places) => ({
    shape: [64],
    values: Float32Array.from([...places].flatMap((row) => [...values.subarray(row * 64, row * 64 + 64)])),
  }),
});
const stream = (values: Float32Array): Dataset => ({
  shape: [64],
  async *chunks() {
    yield { shape: [64], values };
  },
});

const options = { loss: { squaredError }, batch: 10, epochs: 3, seed: 1 };
/** The checkpoint of a training that was left after its first epoch. */
async function begun(data: Dataset, more: object = {}): Promise<Uint8Array> {
  using model = plainModel();
  let kept: Uint8Array | undefined;
  const store = { write: (bytes: Uint8Array) => void (kept = bytes), read: () => undefined };
  for await (const _ of fit(model, data, { ...options, ...more, checkpoint: { store } })) break;
  return kept!;
}
const others = (name: string): string =>
  `fit: resume: the examples of ${name} have other values than those that the checkpoint was made with; give the same examples, or go on with these by checkData: false`;

test('murmur3 gives what the reference implementation gives', () => {
  const bytes = (text: string): Float32Array<ArrayBuffer> => new Float32Array(Uint8Array.from(text, (c) => c.charCodeAt(0)).buffer);
  expect([murmur3(bytes('test')), murmur3(bytes('test'), 0x9747b28c), murmur3(bytes(''), 1)]).toEqual([0xba6bd213, 0x704b81dc, 0x514e28b7]);
});

describe.each([
  ['in memory', inMemory],
  ['read by rows', byRows],
])('other data %s', (_, make) => {
  test.each([0, 5 * 64 + 7])('are refused, also if they differ only in number %i', async (at) => {
    const bytes = await begun(make(images()));
    using model = plainModel(5);
    const [before, tensors] = [weightsOf(model), memory().numTensors];
    await expect(fit(model, make(changed(images(), at)), { ...options, resume: bytes })).rejects.toThrow(new InputError(others('data')));
    expect([weightsOf(model), memory().numTensors]).toEqual([before, tensors]);
  });

  test('are taken with checkData: false', async () => {
    const bytes = await begun(make(images()));
    using model = plainModel(5);
    const { history } = await fit(model, make(changed(images(), 3)), { ...options, resume: bytes, checkData: false });
    expect(history).toHaveLength(3);
  });
});

test('the same data are the same, as a tensor, in an array of another type, or after a share was set aside', async () => {
  const whole = images().map((value) => Math.round(value));
  const bytes = await begun(inMemory(whole), { validation: 0.2 });
  const data = tensor2d(whole, [COUNT, 64]);
  for (const same of [data, { shape: [64], values: Uint8Array.from(whole) }]) {
    using model = plainModel(5);
    await fit(model, same, { ...options, validation: 0.2, resume: bytes });
  }
  data.dispose();
});

test('other validation data and other labels are refused', async () => {
  const data = inMemory(images());
  const bytes = await begun(data, { validation: data });
  using model = plainModel(5);
  await expect(fit(model, data, { ...options, validation: inMemory(changed(images(), 1)), resume: bytes })).rejects.toThrow(
    others('validation'),
  );

  using from = autoencoder({ input: [64], encoder: dense(4), decoder: dense(64) });
  using labelling = classifier({ from, classes: 2 });
  let kept: Uint8Array | undefined;
  const store = { write: (written: Uint8Array) => void (kept = written), read: () => undefined };
  const labels = Int32Array.from({ length: COUNT }, (_, i) => i % 2);
  const how = { loss: { crossEntropy: softmaxCrossEntropy }, epochs: 2, batch: 10 };
  await fit(labelling, data, { ...how, target: labels, epochs: 1, checkpoint: { store } });
  await expect(fit(labelling, data, { ...how, target: labels.map((label) => 1 - label), resume: kept! })).rejects.toThrow(others('data'));
});

test('pretrain refuses other data, and compares no codes', async () => {
  using stack = stacked({
    input: [64],
    levels: [
      { encoder: dense(8), decoder: dense(64) },
      { encoder: dense(4), decoder: dense(8) },
    ],
  });
  let kept: Uint8Array | undefined;
  const store = { write: (written: Uint8Array) => void (kept = written), read: () => undefined };
  for await (const { level } of pretrain(stack, inMemory(images()), { ...options, checkpoint: { store } })) if (level === 2) break;
  await expect(pretrain(stack, inMemory(changed(images(), 0)), { ...options, resume: kept! })).rejects.toThrow(
    'pretrain: resume: the examples of data have other values',
  );
  expect(await pretrain(stack, inMemory(images()), { ...options, resume: kept! })).toHaveLength(2);
});

test('streams are not compared, and read no more than before', async () => {
  let passes = 0;
  const counted: Dataset = {
    shape: [64],
    chunks() {
      passes += 1;
      return (stream(images()) as { chunks: () => AsyncIterable<ArrayDataset> }).chunks();
    },
  };
  const bytes = await begun(counted);
  expect(passes).toBe(1);
  using model = plainModel(5);
  expect((await fit(model, stream(changed(images(), 0)), { ...options, resume: bytes })).history).toHaveLength(3);
});

test('checkData must be true or false', () => {
  using model = plainModel();
  expect(() => fit(model, inMemory(images()), { ...options, checkData: 'no' as any })).toThrow(
    new InputError('fit: checkData must be true or false, not "no"'),
  );
});

test('of many numbers, it looks at few, spread over all', async () => {
  const count = 5000;
  const seeds = seeded(3);
  const values = Float32Array.from({ length: count * 4 }, () => (seeds() % 256) / 256);
  const of = (numbers: Float32Array) => fingerprintOf(memorySource({ data: ofArray(numbers, [4]), target: undefined }));
  const first = await of(values);
  let found = 0;
  for (let row = 0; row < count; row += 50) if ((await of(changed(values, row * 4))) !== first) found += 1;
  // 1,024 of 5,000 examples.
  expect(found).toBeGreaterThan(5);
  expect(found).toBeLessThan(60);
  const shuffled = values.slice().reverse();
  expect(await of(shuffled)).not.toBe(first);
});
