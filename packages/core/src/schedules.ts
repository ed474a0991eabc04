import { configOf, withConfig } from './config.js';
import { check, checkNumber, checkOptions } from './errors.js';
import type { Config } from './types.js';

/** A point in training: the number of steps made so far, and the same in epochs, as a fraction. */
export interface Clock {
  readonly step: number;
  readonly epoch: number;
}

/** The clock of schedules outside training: their end. */
export const atTheEnd: Clock = { step: Infinity, epoch: Infinity };

/** A number that changes in the course of training: a loss weight or a learning rate. */
export interface Schedule {
  (clock: Clock): number;
  readonly config?: Config;
}

/** A length of time in training, in epochs or in steps. */
export type Duration = { readonly epochs: number } | { readonly steps: number };

/** How much of `duration` has passed, from 0 on: 1 is all of it. */
function passed(call: string, duration: Duration): (clock: Clock) => number {
  const inSteps = 'steps' in duration;
  const length = inSteps ? duration.steps : duration.epochs;
  const unit = inSteps ? 'steps' : 'epochs';
  check(Number.isFinite(length) && length > 0, () => `${call}: ${unit} must be a number above 0, not ${length}`);
  return (clock) => (inSteps ? clock.step : clock.epoch) / length;
}

/** The same value all the time. */
export function constant(value: number): Schedule {
  checkNumber('constant', 'value', value);
  return withConfig(() => value, configOf('constant', value));
}

/** A number or a schedule as a schedule. */
export function toSchedule(value: number | Schedule): Schedule {
  return typeof value === 'function' ? value : constant(value);
}

/**
 * From 0 straight up to `value` within `duration`, then `value`: value · min(1, t).
 * Bowman et al. 2016 warm up the KL term of a VAE like this.
 */
export function linearWarmUp(value: number, duration: Duration): Schedule {
  checkNumber('linearWarmUp', 'value', value);
  const t = passed('linearWarmUp', duration);
  return withConfig((clock: Clock) => value * Math.min(1, t(clock)), configOf('linearWarmUp', value, duration));
}

/**
 * Cycles of length `duration`: within each, from 0 straight up to `value` in the share `ramp` of the cycle (default ½),
 * then `value` until it ends. Fu et al., "Cyclical annealing schedule", NAACL 2019.
 */
export function cyclical(value: number, duration: Duration, options: { ramp?: number } = {}): Schedule {
  checkOptions('cyclical', options, { ramp: true });
  const { ramp = 0.5 } = options;
  checkNumber('cyclical', 'value', value);
  check(ramp > 0 && ramp <= 1, () => `cyclical: ramp must lie above 0 and at most at 1, not ${ramp}`);
  const t = passed('cyclical', duration);
  const at = (clock: Clock): number => {
    const cycles = t(clock);
    return cycles === Infinity ? value : value * Math.min(1, (cycles % 1) / ramp);
  };
  return withConfig(at, configOf('cyclical', value, duration, options));
}

/**
 * From `value` down to `last` (0 by default) along half a cosine within `duration`, then `last`:
 * last + (value − last)·(1 + cos πt) / 2. Loshchilov & Hutter 2017.
 */
export function cosineDecay(value: number, duration: Duration, options: { last?: number } = {}): Schedule {
  checkOptions('cosineDecay', options, { last: true });
  const { last = 0 } = options;
  checkNumber('cosineDecay', 'value', value);
  checkNumber('cosineDecay', 'last', last);
  const t = passed('cosineDecay', duration);
  const at = (clock: Clock): number => last + ((value - last) * (1 + Math.cos(Math.PI * Math.min(1, t(clock))))) / 2;
  return withConfig(at, configOf('cosineDecay', value, duration, options));
}

/** value · rateᵗ: multiplied by `rate`, above 0 and at most 1, over each `duration`. */
export function exponentialDecay(value: number, duration: Duration, rate: number): Schedule {
  checkNumber('exponentialDecay', 'value', value);
  check(rate > 0 && rate <= 1, () => `exponentialDecay: rate must lie above 0 and at most at 1, not ${rate}`);
  const t = passed('exponentialDecay', duration);
  const at = (clock: Clock): number => (rate === 1 ? value : value * rate ** t(clock));
  return withConfig(at, configOf('exponentialDecay', value, duration, rate));
}

/**
 * `value` until `duration` has passed, then `next`. Both may be schedules, so that several follow one another. All of them read
 * the same clock: `next` does not begin anew. PyTorch's `SequentialLR`, optax's `join_schedules`.
 */
export function piecewise(value: number | Schedule, duration: Duration, next: number | Schedule): Schedule {
  const t = passed('piecewise', duration);
  const before = toSchedule(value);
  const after = toSchedule(next);
  return withConfig((clock: Clock) => (t(clock) < 1 ? before : after)(clock), configOf('piecewise', value, duration, next));
}
