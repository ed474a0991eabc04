import '@tensorflow/tfjs-backend-cpu';
import { mul } from '@tensorflow/tfjs-core';
import { DivergenceError } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { squaredError } from '@autoencoders/losses';
import { digitsLike } from '@autoencoders/testing';
import { expect, test, vi } from 'vitest';
import { plainModel } from '../test/helpers.js';
import { fit } from './fit.js';

test('where the explanation cannot be loaded, the error says at which step training stopped', async () => {
  vi.doMock('./divergence.js', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const data = digitsLike(20);
  using model = plainModel();
  let steps = 0;
  const corrupt: Corruption = (x) => mul(x, ++steps === 2 ? NaN : 1);
  const error = await fit(model, data, { loss: { squaredError }, corrupt, batch: 5 }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DivergenceError);
  expect(error).toMatchObject({ step: 2, origin: 'loss', message: 'fit: training stopped at step 2' });
  data.dispose();
  vi.doUnmock('./divergence.js');
});
