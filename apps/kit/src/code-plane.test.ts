import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';
import { codePlane as planeOf } from '@autoencoders/models';
import { beforeAll, expect, test } from 'vitest';
import { codePlane } from './code-plane.js';
import { readValues } from './examples.js';

beforeAll(() => setBackend('cpu'));

/** The codes of 40 examples, and a scene whose model has these codes. */
function sceneOf(codeSize: number) {
  const codes = readValues(() => normal([40, codeSize], 1, 3, 2));
  const model = { codeSize, input: [codeSize], encode: (x: Tensor2D) => x.clone() };
  const scene = { model, data: { test: { name: 'codes', shape: [codeSize], values: codes } } };
  return { codes, scene: scene as unknown as Parameters<typeof codePlane>[0] };
}

test.each([
  [1, /^One latent/],
  [2, /^The two numbers/],
])('of %d latents: every dot leads back to its code', async (size, words) => {
  const { codes, scene } = sceneOf(size);
  const { points, codeAt, note } = await codePlane(scene);
  const back = Array.from({ length: 40 }, (_, i) => [...readValues(() => codeAt(points[2 * i]!, points[2 * i + 1]!))]);
  expect(back.flat()).toEqual([...codes]);
  expect(note).toMatch(words);
});

test('of more latents: dots and codes are those of the first two principal components, and no tensor stays', async () => {
  const { codes, scene } = sceneOf(5);
  const before = memory().numTensors;
  const { points, codeAt, pointOf, note } = await codePlane(scene);
  expect(memory().numTensors).toBe(before);
  const x = tensor2d(codes, [40, 5]);
  using plane = await planeOf(x);
  expect([...points]).toEqual([...readValues(() => plane.encode(x))]);
  for (let i = 0; i < 40; i++) {
    const [px, py] = pointOf(codes.subarray(5 * i, 5 * i + 5));
    expect([px, py]).toEqual([expect.closeTo(points[2 * i]!, 4), expect.closeTo(points[2 * i + 1]!, 4)]);
  }
  const place = [1.5, -0.7] as const;
  const expected = readValues(() => plane.decode(tensor2d([...place], [1, 2])));
  readValues(() => codeAt(...place)).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  expect(note).toMatch(/^5 latents, seen along their first two principal components: \d+ % of their variance\.$/);
});
