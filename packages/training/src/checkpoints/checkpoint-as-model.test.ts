import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError, adam, clipByGlobalNorm } from '@autoencoders/core';
import { batchNorm, chain, dense, relu, tied } from '@autoencoders/layers';
import { gaussianKl, linearWarmUp, softmaxCrossEntropy, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, classifier, gaussian, load, readKind, readMetadata } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { weightsOf } from '../../test/helpers.js';
import { fit } from '../fit.js';

/* A checkpoint of `fit` is the file of a model, with the state of its optimizer. */

let data: ReturnType<typeof digitsLike>;
beforeAll(async () => {
  await setBackend('cpu');
  data = digitsLike(30);
});
afterAll(() => data.dispose());

/** Keeps the newest checkpoint. */
const store = (): { kept: Uint8Array; write: (bytes: Uint8Array) => void; read: () => Uint8Array } => ({
  kept: new Uint8Array(),
  write(bytes) {
    this.kept = bytes;
  },
  read() {
    return this.kept;
  },
});

const make = () => {
  const first = dense(8);
  return autoencoder({
    input: [64],
    encoder: chain(first, batchNorm(), relu),
    bottleneck: gaussian(2),
    decoder: chain(dense(8), tied(first)),
  });
};
const options = {
  loss: { squaredError, kl: weighted(linearWarmUp(1, { steps: 10 }), gaussianKl) },
  corrupt: gaussianNoise(0.1),
  optimizer: clipByGlobalNorm(1, adam()),
  batch: 10,
  seed: 1,
};

test('it opens as a model, which trains on as if it had never been saved', async () => {
  using whole = make();
  using begun = make();
  const expected = await fit(whole, data, { ...options, epochs: 6 });
  const checkpoint = { store: store(), metadata: { table: '{"columns":[]}' } };
  await fit(begun, data, { ...options, epochs: 3, checkpoint });
  const bytes = checkpoint.store.kept;
  expect([readKind(bytes), readMetadata(bytes)['table']]).toEqual(['autoencoder', '{"columns":[]}']);
  using model = load(bytes, { kind: 'autoencoder' });
  expect(weightsOf(model)).toEqual(weightsOf(begun));
  const { history } = await fit(model as typeof begun, data, { ...options, epochs: 6, resume: bytes });
  expect(weightsOf(model)).toEqual(weightsOf(whole));
  expect(history.map(({ loss }) => loss)).toEqual(expected.history.map(({ loss }) => loss));
});

test('so does that of a classifier, but not that of its head alone', async () => {
  using from = make();
  using model = classifier({ from, classes: 3 });
  const labels = Int32Array.from({ length: 30 }, (_, i) => i % 3);
  const how = { loss: { crossEntropy: softmaxCrossEntropy }, target: labels, epochs: 1 };
  const [whole, head] = [{ store: store() }, { store: store() }];
  await fit(model, data, { ...how, checkpoint: whole });
  using loaded = load(whole.store.kept, { kind: 'classifier' });
  expect(weightsOf(loaded)).toEqual(weightsOf(model));
  await fit(model.headOnly, data, { ...how, checkpoint: head });
  await expectNoLeaks(() => expect(() => load(head.store.kept)).toThrow('load: the file holds tensors but no model'));
});

test('a model that JSON cannot hold has checkpoints, too', async () => {
  const nameless = { ...relu, config: undefined };
  const own = () => autoencoder({ input: [64], encoder: chain(dense(8), nameless as unknown as typeof relu), decoder: dense(64) });
  using begun = own();
  using model = own();
  const checkpoint = { store: store() };
  await fit(begun, data, { loss: { squaredError }, epochs: 1, checkpoint });
  expect(() => load(checkpoint.store.kept)).toThrow('load: the file holds tensors but no model');
  await fit(model, data, { loss: { squaredError }, epochs: 1, checkpoint, resume: true });
  expect(weightsOf(model)).toEqual(weightsOf(begun));
});

test.each([
  [{ model: '{}' }, 'fit: checkpoint: metadata.model is a name that checkpoints use; choose another name'],
  [{ training: '{}' }, 'fit: checkpoint: metadata.training is a name that checkpoints use; choose another name'],
  [{ rows: 5 }, 'fit: checkpoint: metadata.rows must be a string, not 5'],
])('metadata %j are refused', (metadata, message) => {
  using model = make();
  expect(() => fit(model, data, { ...options, checkpoint: { store: store(), metadata: metadata as any } })).toThrow(
    new InputError(message),
  );
});
