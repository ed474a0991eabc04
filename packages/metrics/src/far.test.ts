import '@tensorflow/tfjs-backend-cpu';
import { setBackend, slice } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grouped, withOutlier } from '../test/far.js';
import type { Grouped } from '../test/far.js';
import { mean } from './mean.js';
import { knn } from './knn.js';
import type { LabelledCodes } from './labelled.js';
import { silhouette } from './silhouette.js';
import { trustworthiness } from './trustworthiness.js';

/*
 * Groups of codes that are far from each other beside their own size: ‖a‖² + ‖b‖² − 2·a·b loses all digits in float32. Reference
 * values by scikit-learn 1.2 on the same float32 numbers as float64, with distances np.sqrt(((x[:,None] - x[None])**2).sum(-1)):
 * silhouette_score and KNeighborsClassifier(1) with metric='precomputed', trustworthiness(d, x[:, :2], n_neighbors=5).
 */
const two = (width: number): Grouped => grouped(120, width, 2, 1e4);
const cases: readonly (readonly [
  name: string,
  make: () => Grouped,
  reference: Readonly<Record<'silhouette' | 'nearest' | 'trust', number>>,
])[] = [
  ['two groups at ±10,000 in 2 dimensions', () => two(2), { silhouette: 0.3241169, nearest: 0.7333333333, trust: 1.0 }],
  ['two groups at ±10,000 in 3 dimensions', () => two(3), { silhouette: 0.4034163, nearest: 0.9333333333, trust: 0.9222321 }],
  ['two groups at ±10,000 in 5 dimensions', () => two(5), { silhouette: 0.3744219, nearest: 0.9666666667, trust: 0.9430208 }],
  ['two groups at ±10,000 in 8 dimensions', () => two(8), { silhouette: 0.5149165, nearest: 0.9833333333, trust: 0.9538244 }],
  ['two groups at ±10,000 in 32 dimensions', () => two(32), { silhouette: 0.4764029, nearest: 1, trust: 0.8762054 }],
  ['two groups at ±10,000 in 200 dimensions', () => two(200), { silhouette: 0.5152944, nearest: 1, trust: 0.9280804 }],
  ['two groups at ±10,000 in 784 dimensions', () => two(784), { silhouette: 0.5546064, nearest: 1, trust: 0.8896577 }],
  ['two groups at ±10,000 in 2000 dimensions', () => two(2000), { silhouette: 0.5524803, nearest: 1, trust: 0.8742113 }],
  ['two groups at ±1,000', () => grouped(120, 8, 2, 1e3), { silhouette: 0.5149104, nearest: 0.9833333333, trust: 0.9537054 }],
  ['twenty groups at 100,000', () => grouped(240, 16, 20, 1e5), { silhouette: 0.4973351, nearest: 1, trust: 0.9958908 }],
  ['groups that are not apart', () => grouped(120, 32, 2, 1), { silhouette: 0.4764045, nearest: 1, trust: 0.8423363 }],
  [
    'one code far from all others',
    () => withOutlier(grouped(121, 8, 1, 1), 1e7),
    { silhouette: -0.0370036, nearest: 0.9836065574, trust: 0.8192982 },
  ],
  ['one group at 10,000', () => grouped(120, 8, 1, 1e4), { silhouette: 0.4483715, nearest: 0.9833333333, trust: 0.8168304 }],
];

describe.each(cases)('%s', (_, make, reference) => {
  let data: Grouped;
  beforeAll(async () => {
    await setBackend('cpu');
    data = make();
  });
  afterAll(() => data.codes.dispose());

  test('silhouette', async () => {
    expect(mean(await silhouette(data.codes, data.labels))).toBeCloseTo(reference.silhouette, 5);
  });

  test('nearest neighbours', async () => {
    const half = data.labels.length >> 1;
    const part = (at: number, size: number): LabelledCodes => ({
      codes: slice(data.codes, [at, 0], [size, -1]),
      labels: data.labels.slice(at, at + size),
    });
    const { accuracy } = await knn(part(0, half), part(half, data.labels.length - half), { k: 1 });
    expect(accuracy).toBeCloseTo(reference.nearest, 10);
  });

  test('trustworthiness of the first two latents', async () => {
    const map = slice(data.codes, [0, 0], [-1, 2]) as Tensor2D;
    expect(await trustworthiness(data.codes, map)).toBeCloseTo(reference.trust, 6);
    map.dispose();
  });
});
