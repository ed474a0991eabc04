import { describe, expect, test } from 'vitest';
import { minimize } from './l-bfgs.js';
import type { Slope } from './l-bfgs.js';

const ending = { iterations: 200, tolerance: 1e-9 };

/** ½ Σ curvatureᵢ·(xᵢ − i)², and how often it is asked. */
function bowl(curvatures: readonly number[]): { f: (x: Float64Array) => Promise<Slope>; asked: () => number } {
  let asked = 0;
  const f = async (x: Float64Array): Promise<Slope> => {
    asked++;
    return {
      value: x.reduce((sum, value, i) => sum + (curvatures[i]! * (value - i) ** 2) / 2, 0),
      gradient: x.map((value, i) => curvatures[i]! * (value - i)),
    };
  };
  return { f, asked: () => asked };
}

describe('minimize', () => {
  test.each([[[1, 1, 1]], [[1, 10, 100]], [[1e-3, 1, 1e3, 50, 7]]])('finds the middle of a bowl with curvatures %j', async (curvatures) => {
    const { f, asked } = bowl(curvatures);
    const x = await minimize(f, new Float64Array(curvatures.length).fill(9), ending);
    x.forEach((value, i) => expect(value).toBeCloseTo(i, 5));
    expect(asked()).toBeLessThan(100);
  });

  test('finds the minimum of a function that is no bowl', async () => {
    // Σ ln cosh(xᵢ − 1) has its minimum at 1, and slopes of ±1 far from it
    const f = async (x: Float64Array): Promise<Slope> => ({
      value: x.reduce((sum, value) => sum + Math.log(Math.cosh(value - 1)), 0),
      gradient: x.map((value) => Math.tanh(value - 1)),
    });
    const x = await minimize(f, Float64Array.of(30, -8, 1, 2), ending);
    x.forEach((value) => expect(value).toBeCloseTo(1, 6));
  });

  test('stops where it starts when that is the minimum, after so many steps, and when nothing descends', async () => {
    const { f, asked } = bowl([1, 1]);
    expect([...(await minimize(f, Float64Array.of(0, 1), ending))]).toEqual([0, 1]);
    expect(asked()).toBe(1);
    const steep = bowl([1, 1e4]);
    await minimize(steep.f, Float64Array.of(5, 5), { iterations: 2, tolerance: 0 });
    expect(steep.asked()).toBeLessThan(40);
    const wrong = async (x: Float64Array): Promise<Slope> => ({ value: 1 - x[0]!, gradient: Float64Array.of(1) });
    expect([...(await minimize(wrong, Float64Array.of(3), ending))]).toEqual([3]);
  });
});
