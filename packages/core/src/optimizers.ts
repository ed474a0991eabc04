import { add, mul, reciprocal, sqrt, square, sub, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import { precision } from './backend.js';
import { configOf } from './config.js';
import { check, checkNumber, checkOptions, showShape } from './errors.js';
import { hasKernel } from './operations/differentiable.js';
import { updateAll, updateEach } from './optimizer-updates.js';
import { toSchedule } from './schedules.js';
import type { Clock, Schedule } from './schedules.js';
import { isSameShape } from './shape.js';
import { mapRecord } from './tree.js';
import type { Leaves } from './tree.js';
import type { Config, Weights } from './types.js';

/** The result of an optimizer's step: new weights, and the state for the next step. */
export type OptimizerUpdate = {
  readonly weights: Leaves;
  readonly state: Weights;
  /** Sums of the new weights, if the backend gives them. One is not finite if a weight is not. It may overflow where all weights are finite. */
  readonly weightSums?: Tensor1D | undefined;
};

/**
 * A pair of functions on weights by path. `init` returns the state before the first step; `update` returns the next weights and the
 * next state. Neither disposes of its arguments. Weights and gradients keep their values. Do not use a state again after
 * `update`: a backend may write the next state over it (but not over a clone). A weight without a gradient stays as it is.
 * Call `update` within a `tidy`, which disposes of intermediate tensors.
 */
export interface Optimizer {
  readonly init: (weights: Leaves) => Weights;
  readonly update: (gradients: Leaves, state: Weights, weights: Leaves, clock: Clock) => OptimizerUpdate;
  readonly config?: Config;
}

type Rate = number | Schedule;

const checkRate = (call: string, rate: Rate): void => void (typeof rate === 'function' || checkNumber(call, 'learningRate', rate, 0));

function checkShare(call: string, argument: string, value: number): void {
  check(value >= 0 && value < 1, () => `${call}: ${argument} must lie from 0 to below 1, not ${value}`);
}

/** Throws if a gradient has another shape than its weight. A kernel would read past the end of a smaller gradient. */
function checkShapes(call: string, gradients: Leaves, weights: Leaves): void {
  for (const [path, gradient] of Object.entries(gradients)) {
    const weight = weights[path];
    check(
      !weight || isSameShape(gradient.shape, weight.shape),
      () => `${call}: the gradient of ${path} has shape ${showShape(gradient.shape)}, the weight ${showShape(weight!.shape)}`,
    );
  }
}

/**
 * Stochastic gradient descent with momentum: v ← μv + g, w ← w − ηv; with `nesterov`, w ← w − η(g + μv).
 * Sutskever et al. 2013, in PyTorch's form (the velocity does not include the learning rate).
 */
export function sgd(options: { learningRate?: Rate; momentum?: number; nesterov?: boolean } = {}): Optimizer {
  checkOptions('sgd', options, { learningRate: true, momentum: true, nesterov: true });
  const { learningRate = 0.01, momentum = 0, nesterov = false } = options;
  checkRate('sgd', learningRate);
  checkShare('sgd', 'momentum', momentum);
  const rate = toSchedule(learningRate);
  return {
    config: configOf('sgd', options),
    init: (weights) => mapRecord(weights, (w): Leaves => (momentum === 0 ? {} : { velocity: zerosLike(w) })),
    update(gradients, state, weights, clock) {
      checkShapes('sgd', gradients, weights);
      const eta = rate(clock);
      if (hasKernel('SgdStep')) return updateAll('SgdStep', gradients, state, weights, { learningRate: eta, momentum, nesterov });
      return updateEach(gradients, state, weights, (g, slots, w) => {
        if (!slots.velocity) return { weight: sub(w, mul(g, eta)), slots };
        const velocity = add(mul(slots.velocity, momentum), g);
        const direction = nesterov ? add(g, mul(velocity, momentum)) : velocity;
        return { weight: sub(w, mul(direction, eta)), slots: { velocity } };
      });
    },
  };
}

/** Options of `adam`. */
export interface AdamOptions {
  /** η. Default 0.001. */
  readonly learningRate?: Rate;
  /** β₁, the decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** β₂, the decay of the mean of squared gradients. Default 0.999. */
  readonly beta2?: number;
  /** ε, added to √v̂. Default 1e-8, as in the paper and in PyTorch. On GPUs with 16-bit numbers it is at least 1e-4. */
  readonly epsilon?: number;
}

const ADAM_OPTIONS: Readonly<Record<keyof AdamOptions, true>> = { learningRate: true, beta1: true, beta2: true, epsilon: true };

/**
 * Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η·m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
 * Kingma & Ba 2015, algorithm 1.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions('adam', options, ADAM_OPTIONS);
  return { ...adamWith('adam', 0, options), config: configOf('adam', options) };
}

/**
 * Adam with decoupled weight decay: before Adam's step, w ← w − ηλw. Loshchilov & Hutter 2019, algorithm 2, with λ
 * (`weightDecay`, default 0.01) multiplied by the learning rate, as in PyTorch.
 */
export function adamW(options: AdamOptions & { readonly weightDecay?: number } = {}): Optimizer {
  checkOptions('adamW', options, { ...ADAM_OPTIONS, weightDecay: true });
  const { weightDecay = 0.01, ...rest } = options;
  checkNumber('adamW', 'weightDecay', weightDecay, 0);
  return { ...adamWith('adamW', weightDecay, rest), config: configOf('adamW', options) };
}

/** The smallest ε that is safe in half precision. */
const LEAST_HALF = 1e-4;

function adamWith(
  call: string,
  decay: number,
  { learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions,
): Optimizer {
  checkRate(call, learningRate);
  checkShare(call, 'beta1', beta1);
  checkShare(call, 'beta2', beta2);
  checkNumber(call, 'epsilon', epsilon, 0);
  const rate = toSchedule(learningRate);
  return {
    init: (weights) => mapRecord(weights, (w) => ({ m: zerosLike(w), v: zerosLike(w) })),
    update(gradients, state, weights, clock) {
      checkShapes(call, gradients, weights);
      const t = clock.step + 1;
      const eta = rate(clock);
      // η·m̂ / (√v̂ + ε) = (η / c₁)·m / (√v / √c₂ + ε) with cᵢ = 1 − βᵢᵗ: one scalar on each side.
      const scale = eta / (1 - beta1 ** t);
      const root = 1 / Math.sqrt(1 - beta2 ** t);
      const keep = 1 - eta * decay;
      // In half precision, √v̂ may be rounded to 0, and a small ε would be, too.
      const least = precision() === 16 ? Math.max(epsilon, LEAST_HALF) : epsilon;
      if (hasKernel('AdamStep'))
        return updateAll('AdamStep', gradients, state, weights, { beta1, beta2, scale, root, epsilon: least, keep });
      return updateEach(gradients, state, weights, (g, slots, w) => {
        const m = add(mul(slots.m!, beta1), mul(g, 1 - beta1));
        const v = add(mul(slots.v!, beta2), mul(square(g), 1 - beta2));
        // Not div: on WebGL it gives 1 for ∞ / ∞.
        const step = mul(mul(m, scale), reciprocal(add(mul(sqrt(v), root), least)));
        return { weight: sub(decay === 0 ? w : mul(w, keep), step), slots: { m, v } };
      });
    },
  };
}
