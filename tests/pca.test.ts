import '@tensorflow/tfjs-backend-cpu';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { adam, cosineDecay, leaves, normal } from '@autoencoders/core';
import { digits, toFlat } from '@autoencoders/datasets';
import { chain, dense, tied } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder, pca } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { add, linalg, matMul, mean, mul, square, squaredDifference, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';

beforeAll(async () => void (await setWasmBackend()));

const COMPONENTS = 8;

test.each([
  [60_000, 1e4, [2, 1.75, 1.5, 1.25, 1, 0.75, 0.5, 0.25]],
  [60_000, 1e5, [2, 1.75, 1.5, 1.25, 1, 0.75, 0.5, 0.25]],
  [2000, 1e4, [...Array.from({ length: 8 }, (_, j) => 30 - 3 * j), ...Array(392).fill(1)]],
] as const)('of %d rows around %d has the covariance of float64', async (rows, middle, deviations) => {
  const features = deviations.length;
  const x: Tensor2D = tidy(() => add(mul(normal<any>([rows, features], 1), tensor1d([...deviations])), middle));
  using found = await pca(x, 8);
  const values = await x.data<'float32'>();
  const means = new Float64Array(features);
  values.forEach((value, at) => (means[at % features]! += (value - middle) / rows));
  const directions = await found.components.data<'float32'>();
  for (let i = 0; i < 8; i++) {
    const direction = directions.subarray(i * features, (i + 1) * features);
    // C·v = λ·v, with C·v = Σ (x − mean)·⟨x − mean, v⟩ / rows
    const image = new Float64Array(features);
    for (let row = 0; row < values.length; row += features) {
      const along = direction.reduce((sum, v, j) => sum + v * (values[row + j]! - middle - means[j]!), 0);
      for (let j = 0; j < features; j++) image[j]! += (along * (values[row + j]! - middle - means[j]!)) / rows;
    }
    const length = Math.hypot(...image);
    expect(Math.abs(found.variances[i]! / length - 1)).toBeLessThan(1e-6);
    direction.forEach((v, j) => expect(Math.abs(image[j]! / length - v)).toBeLessThan(1e-5));
  }
  expect(found.variances.every((value, i) => i === 0 || value < found.variances[i - 1]!)).toBe(true);
  x.dispose();
});

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
