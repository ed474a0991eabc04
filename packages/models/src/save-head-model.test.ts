import '@tensorflow/tfjs-backend-cpu';
import { InputError } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { gaussianModel, numbers, plainModel, scramble } from '../test/helpers.js';
import { classifier } from './classifier.js';
import { regressor } from './regressor.js';
import { load, readKind, readMetadata, save } from './save.js';
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
    using loaded = load(bytes, { kind: 'classifier' });
    expect(numbers(loaded.probabilities(x))).toEqual(numbers(model.probabilities(x)));
    expect([loaded.classes, loaded.summary()]).toEqual([3, model.summary()]);
    expect(readMetadata(bytes)).toEqual({ note: 'x' });
    expect(await save(loaded, { metadata: { note: 'x' } })).toEqual(bytes);
  });
});

test('a regressor comes back from its file, with its output', async () => {
  using model = regressor<Tensor2D>({ input: [64], encoder: dense(4), targets: 2, output: sigmoid });
  scramble(model as any);
  using loaded = load(await save(model), { kind: 'regressor' });
  expect(numbers(loaded.predict(x))).toEqual(numbers(model.predict(x)));
  expect([loaded.output, loaded.range]).toEqual([[2], [0, 1]]);
});

describe('load says what it opened', () => {
  const make = () => {
    const autoencoder = plainModel();
    return {
      autoencoder,
      stacked: stacked({
        input: [64],
        levels: [
          { encoder: chain(dense(9), sigmoid), decoder: dense(64), output: sigmoid },
          { encoder: dense(5), decoder: dense(9) },
        ],
      }),
      classifier: classifier({ from: autoencoder, classes: 2 }),
      regressor: regressor({ from: autoencoder, targets: 1 }),
    };
  };

  test('by its kind, which the file tells without opening it', async () => {
    const models = make();
    for (const [kind, model] of Object.entries(models)) {
      const bytes = await save(model);
      using loaded = load(bytes);
      expect([loaded.kind, readKind(bytes)]).toEqual([kind, kind]);
      expect(loaded.summary()).toBe(model.summary());
      expect(numbers(loaded.encode(x))).toEqual(numbers(model.encode(x)));
    }
    for (const model of Object.values(models)) model.dispose();
  });

  test('a stack comes back with its levels, which share its weights', async () => {
    const models = make();
    scramble(models.stacked);
    using loaded = load(await save(models.stacked), { kind: 'stacked' });
    expect(numbers(loaded.reconstruct(x))).toEqual(numbers(models.stacked.reconstruct(x)));
    expect(numbers(loaded.levels[0].encode(x))).toEqual(numbers(models.stacked.levels[0].encode(x)));
    expect(loaded.levels[1]!.weights.encoder).toBe(loaded.weights.encoder[1]);
    for (const model of Object.values(models)) model.dispose();
  });

  test('and refuses another kind than the one asked for, with nothing left allocated', async () => {
    const models = make();
    for (const [found, model] of Object.entries(models)) {
      const bytes = await save(model);
      for (const kind of ['autoencoder', 'stacked', 'classifier', 'regressor'] as const)
        if (kind !== found)
          await expectNoLeaks(() =>
            expect(() => load(bytes, { kind })).toThrow(new InputError(`load: the file holds a model of kind "${found}", not "${kind}"`)),
          );
    }
    for (const model of Object.values(models)) model.dispose();
    expect(() => load(new Uint8Array(), { kind: 'vae' as never })).toThrow(
      new InputError('load: kind must be one of autoencoder, stacked, classifier, regressor, not "vae"'),
    );
  });
});
