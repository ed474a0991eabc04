import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { codePlane } from './code-plane.js';

beforeAll(() => setBackend('cpu'));

test('up to two latents are the plane itself, whose other coordinates are 0', async () => {
  using one = await codePlane(tensor2d([[3], [4]]));
  expect(one.encode(tensor2d([[5]])).arraySync()).toEqual([[5, 0]]);
  expect(one.decode(tensor2d([[5, 7]])).arraySync()).toEqual([[5]]);
  using two = await codePlane(tensor2d([[3, 1]]));
  expect(two.encode(tensor2d([[5, 6]])).arraySync()).toEqual([[5, 6]]);
  expect([two.scale, two.explainedVarianceRatio]).toEqual([[1, 1], undefined]);
  using single = await codePlane(tensor2d([[1, 2, 3]]));
  expect(single.decode(tensor2d([[5, 7]])).arraySync()).toEqual([[5, 7, 0]]);
});

test('more latents are seen along their two main directions', async () => {
  // Variances 8 along the third latent, 0.5 along the first, none along the second; the mean is (1, 2, 3).
  const codes = tensor2d([
    [1, 2, 7],
    [1, 2, -1],
    [2, 2, 3],
    [0, 2, 3],
  ]);
  const before = memory().numTensors;
  const plane = await codePlane(codes);
  expect(plane.scale[0]).toBeCloseTo(Math.sqrt(8), 5);
  expect(plane.scale[1]).toBeCloseTo(Math.sqrt(0.5), 5);
  expect(plane.explainedVarianceRatio![0]).toBeCloseTo(16 / 17, 5);
  const points = plane.encode(codes);
  const back = plane.decode(points);
  for (const [i, value] of [...back.dataSync()].entries()) expect(value).toBeCloseTo(codes.dataSync()[i]!, 5);
  expect(points.arraySync()[0]!.map(Math.abs)).toEqual([expect.closeTo(4, 5), expect.closeTo(0, 5)]);
  for (const each of [points, back]) each.dispose();
  plane.dispose();
  expect(memory().numTensors).toBe(before);
});

test('what are no codes is refused', async () => {
  await expect(codePlane(tensor1d([1, 2]) as never)).rejects.toThrow('codePlane: the codes must be [rows, latents], not [2]');
});
