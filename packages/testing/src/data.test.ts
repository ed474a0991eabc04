import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { digitsLike } from './data.js';
import { expectNoLeaks } from './leaks.js';

beforeAll(() => setBackend('cpu'));

test('images lie in [0, 1], differ from one another and follow from the seed', async () => {
  const images = await expectNoLeaks(() => digitsLike(20), { kept: 1 });
  expect(images.shape).toEqual([20, 64]);
  const values = [...images.dataSync<'float32'>()];
  expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  const rows = images.arraySync();
  expect(new Set(rows.map(String)).size).toBe(20);
  for (const row of rows) expect(row.slice(8, 16)).toEqual(row.slice(0, 8)); // a bar: all rows of pixels are alike
  const [same, other] = [digitsLike(20, 1), digitsLike(20, 2)];
  expect([...same.dataSync()]).toEqual(values);
  expect([...other.dataSync()]).not.toEqual(values);
  [images, same, other].forEach((each) => each.dispose());
});
