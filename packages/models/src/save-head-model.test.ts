import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { gaussianModel, numbers, plainModel, scramble } from '../test/helpers.js';
import { classifier } from './classifier.js';
import { readMetadata } from './file.js';
import { regressor } from './regressor.js';
import { load, loadClassifier, loadRegressor, save } from './save.js';
import { stacked } from './stacked.js';

const x = digitsLike(5);
afterAll(() => x.dispose());

describe('a classifier comes back from its file', () => {
  test.each([
    ['a plain encoder', plainModel],
    ['a Gaussian one', gaussianModel],
    [
      'a stack',
      () =>
        stacked({
          input: [64],
          levels: [
            { encoder: chain(dense(9), sigmoid), decoder: dense(64) },
            { encoder: dense(5), decoder: dense(9) },
          ],
        }),
    ],
  ])('with %s', async (_, make) => {
    using from = make();
    using model = classifier<Tensor2D>({ from, classes: 3, head: chain(dense(4), relu, dense(3)) });
    scramble(model as any);
    const bytes = await expectNoLeaks(() => save(model, { metadata: { note: 'x' } }));
    using loaded = loadClassifier<Tensor2D>(bytes);
    expect(numbers(loaded.probabilities(x))).toEqual(numbers(model.probabilities(x)));
    expect([loaded.classes, loaded.summary()]).toEqual([3, model.summary()]);
    expect(readMetadata(bytes)).toEqual({ note: 'x' });
    expect(await save(loaded, { metadata: { note: 'x' } })).toEqual(bytes);
  });
});

test('a regressor comes back from its file, with its output', async () => {
  using model = regressor<Tensor2D>({ input: [64], encoder: dense(4), targets: 2, output: sigmoid });
  scramble(model as any);
  using loaded = loadRegressor<Tensor2D>(await save(model));
  expect(numbers(loaded.predict(x))).toEqual(numbers(model.predict(x)));
  expect([loaded.output, loaded.range]).toEqual([[2], [0, 1]]);
});

describe('what does not fit is refused', () => {
  test('another kind of model, with what opens it', async () => {
    using autoencoder = plainModel();
    using model = classifier({ from: autoencoder, classes: 2 });
    using numeric = regressor({ from: autoencoder, targets: 1 });
    const files = await Promise.all([autoencoder, model, numeric].map((each) => save(each)));
    const refused = (open: (bytes: Uint8Array) => unknown, bytes: Uint8Array, message: string) =>
      expectNoLeaks(() => expect(() => open(bytes)).toThrow(new InputError(message)));
    await refused(load, files[1]!, 'load: the file holds a classifier, not an autoencoder; open it by loadClassifier');
    await refused(load, files[2]!, 'load: the file holds a regressor, not an autoencoder; open it by loadRegressor');
    await refused(loadClassifier, files[0]!, 'load: the file holds an autoencoder, not a classifier; open it by load');
    await refused(loadRegressor, files[1]!, 'load: the file holds a classifier, not a regressor; open it by loadClassifier');
  });

  test('metadata of the names that configs have', async () => {
    using model = plainModel();
    await expect(save(model, { metadata: { classifier: 'x' } })).rejects.toThrow(
      'save: metadata.classifier is where the config goes; choose another name',
    );
  });
});
