import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wave } from '../test/wave.js';
import { mean } from './mean.js';
import { silhouette } from './silhouette.js';

beforeAll(() => setBackend('cpu'));

describe('silhouette', () => {
  test('is (b − a) / max(a, b)', async () => {
    // on a line: 0 and 1 in one class, 4 and 6 in the other
    const values = await silhouette(tensor2d([0, 1, 4, 6], [4, 1]), [0, 0, 1, 1]);
    [(5 - 1) / 5, (4 - 1) / 4, (3.5 - 2) / 3.5, (5.5 - 2) / 5.5].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
  });

  test('is below 0 for a code among those of another class, 0 for the only one of a class', async () => {
    const values = await silhouette(tensor2d([0, 1, 10, 11, 50], [5, 1]), [0, 0, 1, 0, 5]);
    expect(values[3]).toBeCloseTo((1 - 10.5) / 10.5, 6);
    expect(values[4]).toBe(0);
  });

  test('is 0 where all codes are one', async () => {
    expect(await silhouette(tensor2d([2, 2, 2, 2], [4, 1]), [0, 0, 1, 1])).toEqual(new Float32Array(4));
  });

  test('approaches 1 for classes far apart', async () => {
    expect(mean(await silhouette(tensor2d([0, 1, 1000, 1001], [4, 1]), [0, 0, 1, 1]))).toBeCloseTo(1, 2);
  });

  // D = np.sqrt(((z[:,None] - z[None])**2).sum(-1)); own = l == l[i]; a = D[i,own].sum()/(own.sum()-1); b = min(D[i,l==c].mean() for c in set(l) if c != l[i])
  test.each([
    [2, [-0.135849, -0.292708, -0.857381, -0.629265, -0.267928, -0.073867, -0.288294, -0.310124, -0.207903, -0.427546, -0.782061, 0]],
    [9, [-0.106383, -0.119962, -0.115014, -0.282684, -0.229051, -0.234035, -0.178887, -0.214893, -0.151832, -0.139059, -0.130098, 0]],
  ])('of %d latents is what numpy gives', async (latents, expected) => {
    const values = await silhouette(wave(12, latents), [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 7]);
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
  });
});
