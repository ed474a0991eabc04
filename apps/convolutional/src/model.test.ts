import { testError } from '@autoencoders/app-kit/effects';
import { shipped } from '@autoencoders/app-kit/shipped';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import type { AnyModel } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, toFlat, toImages } from '@autoencoders/datasets';
import { mean, squaredErrorPerExample } from '@autoencoders/metrics';
import { layerOutputs, pca } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { abs, dispose, max, pad, randomUniform, slice, sub, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { convolutional, fullyConnected, loss, optimizer } from './model.js';

beforeAll(() => setWasmBackend());

test('with fewer weights than a dense model it gives digits back almost as well, learns them less by heart, and leaves PCA behind', async () => {
  const [training, held] = split(await digits(), 1500, { seed: 1 });
  const [images, rows, heldImages, heldRows] = [toImages(training), toFlat(training), toImages(held), toFlat(held)];
  const trained = async <X extends Tensor>(model: Autoencoder<X>, x: X, validation: X) => {
    for await (const progress of fit(model, x, { loss, optimizer, epochs: 20, batch: 32, seed: 1 })) void progress;
    const [known, error] = [(await evaluate(model, x, { loss })).loss, (await evaluate(model, validation, { loss })).loss];
    return { error, overfit: error / known - 1 };
  };
  using own = convolutional([8, 8, 1], 8);
  using other = fullyConnected(64, 8);
  using linear = await pca(rows, 8);
  const rebuilt = linear.reconstruct(heldRows);
  const plain = mean(await squaredErrorPerExample(heldRows, rebuilt));
  const [sliding, dense] = [await trained(own, images, heldImages), await trained(other, rows, heldRows)];
  expect(own.parameterCount).toBeLessThan(0.65 * other.parameterCount);
  // 1.06 to 1.13 times in four seeds.
  expect(sliding.error).toBeLessThan(1.2 * dense.error);
  expect(sliding.overfit).toBeLessThan(0.8 * dense.overfit);
  expect(sliding.error).toBeLessThan(0.75 * plain);
  dispose([images, rows, heldImages, heldRows, rebuilt]);
});

test('a picture that moves by four pixels moves the maps of the first layer by two, and those of the second by one', () => {
  using model = convolutional([28, 28, 1], 8);
  const stroke = randomUniform([1, 12, 12, 1], 0, 1, 'float32', 3);
  const at = (place: number): Tensor =>
    tidy(() =>
      pad(stroke, [
        [0, 0],
        [place, 16 - place],
        [place, 16 - place],
        [0, 0],
      ]),
    );
  const [still, moved] = [at(4), at(8)];
  tidy(() => {
    const [outputs, others] = [layerOutputs(model, still as Tensor4D), layerOutputs(model, moved as Tensor4D)];
    const at = (list: typeof outputs, layer: string): Tensor4D => list.find(({ name }) => name === layer)!.output as Tensor4D;
    for (const [name, step, shape] of [
      ['encoder.1', 2, [1, 14, 14, 16]],
      ['encoder.3', 1, [1, 7, 7, 32]],
    ] as const) {
      const [maps, after] = [at(outputs, name), at(others, name)];
      expect(maps.shape).toEqual(shape);
      const [, height, width] = shape;
      const inside = (y: Tensor4D, from: number) => slice(y, [0, from, from, 0], [1, height - step, width - step, -1]);
      const furthest = max(abs(sub(inside(maps, 0), inside(after, step)))).dataSync()[0]!;
      expect(max(maps).dataSync()[0]!).toBeGreaterThan(0.1);
      expect(furthest).toBeLessThan(1e-5);
    }
  });
  dispose([stroke, still, moved]);
});

test('data without neighbours, and sides that cannot be halved twice, are refused in a sentence', () => {
  expect(() => convolutional([64], 8)).toThrow('these examples are rows of 64 numbers');
  expect(() => convolutional([10, 8, 1], 8)).toThrow('these have 10 × 8 pixels');
});

test('the model that comes with the page has half the error of PCA that was fitted to these very pictures', async () => {
  const model = (shape: Shape, { codeSize }: Settings) => convolutional(shape, codeSize) as AnyModel;
  const { model: own, data, settings } = await shipped({ id: 'convolutional', controls, defaultsFor, model });
  const x = toFlat(data.test);
  using linear = await pca(x, settings.codeSize);
  const rebuilt = linear.reconstruct(x);
  expect(await testError(own, data)).toBeLessThan(0.55 * mean(await squaredErrorPerExample(x, rebuilt)));
  dispose([x, rebuilt]);
  own.dispose();
});
