import { testError } from '@autoencoders/app-kit/effects';
import { shipped } from '@autoencoders/app-kit/shipped';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import type { AnyModel } from '@autoencoders/app-kit';
import type { Shape } from '@autoencoders/core';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, toFlat, toImages } from '@autoencoders/datasets';
import { mean, squaredErrorPerExample } from '@autoencoders/metrics';
import { pca } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { dispose, memory, pad, randomUniform, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { layerOutputs } from './layer-outputs.js';
import { convolutional, fullyConnected, loss, optimizer } from './model.js';

beforeAll(() => setWasmBackend());

test('with fewer weights than a dense model it gives digits back as well, learns them less by heart, and leaves PCA behind', async () => {
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
  expect(sliding.error).toBeLessThan(1.06 * dense.error);
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
  const before = memory().numTensors;
  const [outputs, others] = [layerOutputs(model, still), layerOutputs(model, moved)];
  expect(memory().numTensors).toBe(before);
  expect(outputs.map(({ shape }) => shape.join())).toEqual(['28,28,1', '14,14,16', '7,7,32', '8', '7,7,32', '14,14,16', '28,28,1']);
  for (const [i, step] of [4, 2, 1].entries()) {
    const [{ shape, values }, { values: after }] = [outputs[i]!, others[i]!];
    const [height = 0, width = 0, maps = 0] = shape;
    let furthest = 0;
    for (let map = 0; map < maps; map++)
      for (let y = step; y < height; y++)
        for (let x = step; x < width; x++) {
          const place = (map * height + y) * width + x;
          furthest = Math.max(furthest, Math.abs(after[place]! - values[place - step * width - step]!));
        }
    expect(Math.max(...values)).toBeGreaterThan(0.1);
    expect(furthest).toBeLessThan(1e-5);
  }
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
