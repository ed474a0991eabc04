import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, split, toFlat } from '@autoencoders/datasets';
import { mean, squaredErrorPerExample } from '@autoencoders/metrics';
import { pca } from '@autoencoders/models';
import { evaluate, fit } from '@autoencoders/training';
import { dispose } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { loss, optimizer, undercomplete } from './model.js';

beforeAll(() => setWasmBackend());

test('trained on digits, a code of two numbers keeps more than the two best components', async () => {
  const [training, held] = split(await digits(), 1500, { seed: 1 });
  const [x, validation] = [toFlat(training), toFlat(held)];
  using model = undercomplete(64, 2);
  const before = (await evaluate(model, validation, { loss })).loss;
  for await (const progress of fit(model, x, { loss, optimizer, epochs: 20, batch: 32, seed: 1 })) void progress;
  const after = (await evaluate(model, validation, { loss })).loss;
  using linear = await pca(x, 2);
  const rebuilt = linear.reconstruct(validation);
  const plain = mean(await squaredErrorPerExample(validation, rebuilt));
  expect(after).toBeLessThan(before / 3);
  expect(after).toBeLessThan(0.85 * plain);
  dispose([x, validation, rebuilt]);
});
