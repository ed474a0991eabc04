import { abs, add, div, greater, max, maximum, mean, minimum, mul, scalar, sqrt, square, tidy, where } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { precision } from './backend.js';
import { configOf } from './config.js';
import { check, show } from './errors.js';
import type { Optimizer } from './optimizers.js';
import { mapRecord } from './tree.js';
import type { Leaves } from './tree.js';

const clipped = (name: string, greatest: number, optimizer: Optimizer, clip: (gradients: Leaves) => Leaves): Optimizer => {
  check(greatest > 0 && Number.isFinite(greatest), () => `${name}: the greatest must be a finite number above 0, not ${show(greatest)}`);
  return {
    config: configOf(name, greatest, optimizer),
    init: optimizer.init,
    update: (gradients, ...rest) => optimizer.update(clip(gradients), ...rest),
  };
};

/** The smallest number that gradients are divided by. */
const floor = (): number => (precision() === 16 ? 1e-4 : 1e-30);

/**
 * `optimizer` with gradients clipped by their global norm: g ← g · min(1, greatest / ‖g‖), with ‖g‖ over all weights together.
 * If a gradient has NaN or ±∞, the gradients become NaN, so that training stops. Throws unless `greatest` is a finite number
 * above 0. Pascanu et al. 2013.
 */
export function clipByGlobalNorm(greatest: number, optimizer: Optimizer): Optimizer {
  return clipped('clipByGlobalNorm', greatest, optimizer, (gradients) => {
    const all = Object.values(gradients);
    if (all.length === 0) return gradients;
    // ‖g‖ = peak·√count·√m, with m the mean of (g / peak)². The squares of the gradients themselves may overflow float32.
    const count = all.reduce((sum, { size }) => sum + size, 0);
    const [divisor, factor] = tidy(() => {
      const peak = maximum(
        all.map((g) => max(abs(g)) as Tensor).reduce((a, b) => maximum(a, b)),
        floor(),
      );
      const shares = all.map((g) => mul(mean(square(div(g, peak))), g.size / count));
      const root = sqrt(shares.reduce((a, b) => add(a, b)));
      const most = greatest / Math.sqrt(count);
      const isLonger = greater(mul(peak, root), most);
      // For an infinite peak, 0 · peak is NaN. On WebGL, ∞ / ∞ would be 1.
      const factor = add(where(isLonger, div(scalar(most), root), 1), mul(peak, 0));
      return [where(isLonger, peak, 1), factor] as [Scalar, Scalar];
    });
    return mapRecord(gradients, (g) => mul(div(g, divisor), factor));
  });
}

/**
 * `optimizer` with every gradient clipped to [−`greatest`, `greatest`]: ±∞ become ±`greatest`, and NaN stays, so that training finds it. Throws
 * unless `greatest` is a finite number above 0.
 */
export function clipByValue(greatest: number, optimizer: Optimizer): Optimizer {
  return clipped('clipByValue', greatest, optimizer, (gradients) => mapRecord(gradients, (g) => minimum(maximum(g, -greatest), greatest)));
}
