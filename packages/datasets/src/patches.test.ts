import { describe, expect, test } from 'vitest';
import { cache } from './buffer.js';
import { patches } from './patches.js';

/** Two pictures of 4 × 6 pixels with two channels; a number is picture, row, column, channel in decimal. */
const pictures = {
  shape: [4, 6, 2],
  values: Float32Array.from(
    { length: 96 },
    (_, i) => Math.floor(i / 48) * 1000 + (Math.floor(i / 12) % 4) * 100 + (Math.floor(i / 2) % 6) * 10 + (i % 2),
  ),
};

describe('patches', () => {
  test('of a grid', async () => {
    const data = patches(pictures, { size: [2, 3] });
    expect([data.shape, data.count]).toEqual([[2, 3, 2], 8]);
    const { values } = await cache(data);
    expect(Array.from(values.slice(0, 12))).toEqual([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121]);
    expect(Array.from(values.slice(-12))).toEqual([1230, 1231, 1240, 1241, 1250, 1251, 1330, 1331, 1340, 1341, 1350, 1351]);
    expect(new Set(values)).toEqual(new Set(pictures.values));
    expect(patches(pictures, { size: 2, stride: 1 }).count).toBe(2 * 3 * 5);
    expect(patches(pictures, { size: 4 }).count).toBe(2);
  });

  test('at random places, the same for the same seed, and everywhere', async () => {
    const corners = async (seed: number): Promise<number[]> => {
      const { values } = await cache(patches(pictures, { size: [3, 2], count: 600, seed }));
      return Array.from({ length: 600 }, (_, i) => values[i * 12]!);
    };
    const found = await corners(1);
    expect(await corners(1)).toEqual(found);
    expect(await corners(2)).not.toEqual(found);
    // 2 pictures, 2 rows, 5 columns: 20 places, each drawn 30 times on average.
    const counts = [...new Set(found)].map((corner) => found.filter((each) => each === corner).length);
    expect(counts).toHaveLength(20);
    expect(Math.min(...counts)).toBeGreaterThan(10);
    expect(Math.max(...counts)).toBeLessThan(55);
  });

  test.each<[string, () => unknown]>([
    ['patches: size must be a whole number from 1 to 4, not 5', () => patches(pictures, { size: 5 })],
    [
      'patches: an example of the dataset must be [height, width, channels], not [4]',
      () => patches({ shape: [4], values: [1, 2, 3, 4] }, { size: 2 }),
    ],
    ['patches: count must be a whole number of 1 or more, not 0', () => patches(pictures, { size: 2, count: 0 })],
  ])('%s', (message, run) => {
    expect(run).toThrow(message);
  });
});
