import { rowCount } from '@autoencoders/core/internal';
import type { Method, Scorer } from '../src/types.js';

/** Squared distances from one example: `contributions` are `(x − center)²`, and a hidden cell adds nothing. It notes how many examples came at a time. */
export function squares(shape: readonly number[], center: ArrayLike<number> = []): Scorer & { readonly asked: number[] } {
  const size = shape.reduce((a, b) => a * b, 1);
  const asked: number[] = [];
  const dispose = (): void => undefined;
  return {
    kind: 'squares',
    shape,
    asked,
    score: async ({ values, mask }, options = {}) => {
      const contributions = new Float64Array(values.length);
      const sums = new Float64Array(rowCount({ shape, values }));
      asked.push(sums.length);
      for (let i = 0; i < values.length; i++) {
        if (mask?.[i] === 0) continue;
        contributions[i] = (values[i]! - (center[i % size] ?? 0)) ** 2;
        sums[Math.floor(i / size)]! += contributions[i]!;
      }
      return { values: sums, contributions: options.contributions ? contributions : undefined };
    },
    state: async () => ({ kind: 'squares', config: {}, arrays: {} }),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

/** The same without contributions. */
export function silent(scorer: Scorer): Scorer {
  return { ...scorer, score: async (examples) => ({ values: (await scorer.score(examples)).values }) };
}

/** Learns the mean of usual examples. It notes how many examples it got. */
export function meanMethod(): Method & { readonly got: { usual: number; heldOut: number }[] } {
  const got: { usual: number; heldOut: number }[] = [];
  return {
    kind: 'squares',
    got,
    fit: async (usual, { heldOut } = {}) => {
      const count = rowCount(usual);
      got.push({ usual: count, heldOut: heldOut ? rowCount(heldOut) : 0 });
      const size = usual.values.length / count;
      const center = new Float64Array(size);
      for (let i = 0; i < usual.values.length; i++) center[i % size]! += usual.values[i]! / count;
      return squares(usual.shape, center);
    },
  };
}
