import { tensorFor, testError } from '@autoencoders/app-kit/effects';
import { shipped } from '@autoencoders/app-kit/shipped';
import { controls, defaultsFor } from './settings.js';
import { model } from './variant.js';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { seeded } from '@autoencoders/core';
import { digits, split, toFlat } from '@autoencoders/datasets';
import { mean, squaredErrorPerExample } from '@autoencoders/metrics';
import { evaluate, fit } from '@autoencoders/training';
import { dispose, memory, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { framingOf, handDrawn, pixels } from '@autoencoders/app-kit/drawing';
import { denoising, loss, noises, optimizer } from './model.js';

beforeAll(() => setWasmBackend());

test('trained on noisy digits, it restores others far better than a model that never saw noise', async () => {
  const [training, held] = split(await digits(), 1500, { seed: 1 });
  const [x, clean] = [toFlat(training), toFlat(held)];
  const corrupt = noises.gaussian(0.4);
  const options = { loss, optimizer, epochs: 15, batch: 32, seed: 1 };
  using model = denoising(64, 32);
  for await (const progress of fit(model, x, { ...options, corrupt })) void progress;
  using plain = denoising(64, 32);
  for await (const progress of fit(plain, x, options)) void progress;

  const noisy = corrupt(clean, seeded(2));
  const restored = model.reconstruct(noisy);
  const leftIn = mean(await squaredErrorPerExample(clean, noisy)); // 5.4
  const after = mean(await squaredErrorPerExample(clean, restored)); // 1.7
  const without = (await evaluate(plain, clean, { loss, corrupt, seed: 2 })).loss; // 3.1
  expect(after).toBeLessThan(0.4 * leftIn);
  expect(after).toBeLessThan(0.7 * without);

  // Drawings are put where the digits are, so that they are restored, too.
  const before = memory().numTensors;
  const drawings = tensor2d(handDrawn.map((marks) => pixels({ marks }, 8, framingOf('digits'))) as never);
  const spoilt = corrupt(drawings, seeded(3));
  const mended: Tensor2D = model.reconstruct(spoilt);
  const meanError = async (y: Tensor2D): Promise<number> => mean(await squaredErrorPerExample(drawings, y));
  expect(await meanError(mended)).toBeLessThan(0.55 * (await meanError(spoilt)));
  dispose([drawings, spoilt, mended]);
  expect(memory().numTensors).toBe(before);
  dispose([x, clean, noisy, restored]);
});

test('the model that comes with the page brings noisy pictures nearer to the clean ones', async () => {
  const { model: own, data, settings } = await shipped({ id: 'denoising', controls, defaultsFor, model });
  const clean = tensorFor(own, data.test);
  const noisy = noises[settings.noise](settings.strength)(clean, seeded(2));
  expect(await testError(own, data, noisy)).toBeLessThan(0.3 * mean(await squaredErrorPerExample(clean, noisy)));
  dispose([clean, noisy]);
  own.dispose();
});
