import '@tensorflow/tfjs-backend-cpu';
import { useWasm } from '@autoencoders/backend-wasm';
import { adam, cosineDecay, leaves } from '@autoencoders/core';
import { digits, toFlat } from '@autoencoders/datasets';
import { chain, dense, tied } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder, pca } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { linalg, matMul, mean, square, squaredDifference, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';

beforeAll(async () => void (await useWasm()));

const COMPONENTS = 8;

test('a linear autoencoder with tied weights reaches the error of PCA and spans its subspace', async () => {
  const x = toFlat(await digits());
  using exact = await pca(x, COMPONENTS);
  const least = tidy(() => mean(sum(squaredDifference(x, exact.reconstruct(x)), 1)).dataSync()[0]!);

  // x̂ = (x·W + b)·Wᵀ + c. The data are not centred: the biases have to find their mean. Baldi & Hornik 1989.
  const hidden = dense(COMPONENTS);
  using model = autoencoder({ input: [64], encoder: hidden, decoder: chain(tied(hidden)), seed: 1 });
  const optimizer = adam({ learningRate: cosineDecay(0.02, { epochs: 60 }) });
  for await (const _ of fit(model, x, { loss: { squaredError }, optimizer, epochs: 60, batch: 64, seed: 1 }));
  const { loss } = await evaluate(model, x, { loss: { squaredError } });

  expect(loss).toBeGreaterThan(least * (1 - 1e-4));
  expect(loss).toBeLessThan(least * 1.002);
  // The squared cosines of the angles between two subspaces add up to their dimension where they are the same.
  const kernel = leaves(model.weights)['encoder.kernel'] as Tensor2D;
  const q = tidy(() => linalg.qr(kernel)[0] as Tensor2D);
  const cosines = tidy(() => sum(square(matMul(exact.components, q))).dataSync()[0]!);
  expect(cosines).toBeGreaterThan(COMPONENTS - 0.02);
  expect(cosines).toBeLessThan(COMPONENTS + 1e-3);
  for (const owned of [x, q]) owned.dispose();
});
