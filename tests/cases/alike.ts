import { expect } from 'vitest';

type Figures = Readonly<Record<string, readonly number[]>>;

/** Every list of numbers within `tolerance` of another, relative to its largest number. */
export function expectAlike(found: Figures, expected: Figures, tolerance: number): void {
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [name, values] of Object.entries(expected)) {
    const scale = Math.max(...values.map(Math.abs), 1e-6);
    const off = values.reduce((most, value, i) => Math.max(most, Math.abs(value - found[name]![i]!)), 0);
    expect(off / scale, name).toBeLessThan(tolerance);
  }
}
