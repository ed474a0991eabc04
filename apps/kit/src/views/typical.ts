import { count } from '@autoencoders/datasets';
import type { Scene } from '../definition.js';
import { examples, readValues, squaredError, valuesOf } from '../examples.js';

/** The squared errors of the first test examples, at most `amount`. */
export function errorsOf({ model, data: { test } }: Pick<Scene, 'model' | 'data'>, amount: number): readonly number[] {
  const shown = Math.min(amount, count(test));
  const values = readValues(() => model.reconstruct(examples(test, model, 0, shown)));
  return Array.from({ length: shown }, (_, i) => squaredError(valuesOf(test, i), valuesOf({ values, shape: test.shape }, i)));
}

/** The places of errors, the smallest first. */
export const byError = (errors: readonly number[]): readonly number[] => [...errors.keys()].sort((a, b) => errors[a]! - errors[b]!);

/** Among the first test examples, the one whose error is the lower quartile: it comes back well, though a quarter of them come back better. */
export function typicalExample(scene: Pick<Scene, 'model' | 'data'>, amount: number): number {
  const order = byError(errorsOf(scene, amount));
  return order[order.length >> 2] ?? 0;
}
