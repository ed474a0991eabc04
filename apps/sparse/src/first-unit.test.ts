import { expect, test } from 'vitest';
import { firstUnit } from './first-unit.js';

test('the unit to begin with is the smallest stroke among those that fire often', () => {
  const features = [
    [1, -1, 1, -1], // the whole picture
    [0, 3, 0.1, 0], // a dot that hardly ever fires
    [2, -2, 0, 0], // a stroke
    [1, 1, 1, 0],
  ];
  const dictionary = Float32Array.from(features.flat());
  expect(firstUnit({ units: 4, dictionary, densities: Float32Array.of(0.2, 0.01, 0.2, 0.3) })).toBe(2);
  expect(firstUnit({ units: 4, dictionary, densities: Float32Array.of(0.2, 0.2, 0.2, 0.2) })).toBe(1);
  // Where no unit fires, any will do.
  expect(firstUnit({ units: 4, dictionary, densities: new Float32Array(4) })).toBe(1);
});
