import type { Progress } from '@autoencoders/training';
import { expect, test } from 'vitest';
import { recentLosses } from './recent-losses.js';

/** The progress that `fit` gives for losses of single steps: means over the epoch so far, every so many steps. */
function progressOf(losses: readonly number[], steps: number, every: number): readonly Progress[] {
  return losses.flatMap((_, i) => {
    const step = (i % steps) + 1;
    if (step % every !== 0 && step !== steps) return [];
    const own = losses.slice(i + 1 - step, i + 1);
    const loss = own.reduce((a, b) => a + b, 0) / own.length;
    return [{ epoch: Math.floor(i / steps) + 1, step, steps, loss, terms: { error: loss } } as unknown as Progress];
  });
}

const falling = Array.from({ length: 2000 }, (_, i) => 100 * 0.998 ** i);

test('the curve has no cliff where an epoch begins: it falls at each point as the losses of the steps do', () => {
  const history = progressOf(falling, 500, 20);
  const shown = recentLosses(history).map(({ loss }) => loss);
  const steps = shown.slice(1).map((loss, i) => loss / shown[i]!);
  expect(Math.min(...steps)).toBeGreaterThan(0.95);
  expect(Math.max(...steps)).toBeLessThan(1);
  const before = history.map(({ loss }) => loss);
  expect(Math.min(...before.slice(1).map((loss, i) => loss / before[i]!))).toBeLessThan(0.7);
});

test('a loss is the mean over the last 100 steps, and the terms likewise', () => {
  const { loss, terms } = recentLosses(progressOf(falling, 500, 20)).at(-1)!;
  const mean = falling.slice(-100).reduce((a, b) => a + b, 0) / 100;
  expect(loss).toBeCloseTo(mean, 6);
  expect(terms['error']).toBeCloseTo(mean, 6);
});

test('an epoch that is reported once keeps its mean, and a new training or level does not remember the one before', () => {
  const rare = progressOf(falling.slice(0, 600), 200, 200);
  expect(recentLosses(rare).map(({ loss }) => loss)).toEqual(rare.map(({ loss }) => loss));
  const again = [...progressOf([8, 8, 8, 8], 4, 1), ...progressOf([2, 2], 2, 1)];
  expect(recentLosses(again).map(({ loss }) => loss)).toEqual([8, 8, 8, 8, 2, 2]);
  const levels = [1, 2].flatMap((level) => progressOf([level, level], 2, 1).map((progress) => ({ ...progress, level })));
  expect(recentLosses(levels).map(({ loss }) => loss)).toEqual([1, 1, 2, 2]);
});
