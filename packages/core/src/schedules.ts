import { configOf, withConfig } from './config.js';
import { check, checkNumber, checkOptions } from './errors.js';
import type { Config } from './types.js';

/** A point in training: the number of steps made so far, and the same in epochs, as a fraction. */
export interface Clock {
  readonly step: number;
  readonly epoch: number;
}

/** The clock at the end of training: every schedule has its final value. */
export const atTheEnd: Clock = { step: Infinity, epoch: Infinity };

/** A number that changes during training: a loss weight or a learning rate. */
export interface Schedule {
  (clock: Clock): number;
  readonly config?: Config;
}

/** A length of time in training, in epochs or in steps. */
export type Duration = { readonly epochs: number } | { readonly steps: number };

/** How much of `duration` has passed: 0 at the start, 1 at its end, more after that. */
function passed(call: string, duration: Duration): (clock: Clock) => number {
  const inSteps = 'steps' in duration;
  const length = inSteps ? duration.steps : duration.epochs;
  const unit = inSteps ? 'steps' : 'epochs';
  check(Number.isFinite(length) && length > 0, () => `${call}: ${unit} must be a number above 0, not ${length}`);
  return (clock) => (inSteps ? clock.step : clock.epoch) / length;
}

/** A schedule that is always `value`. */
export function constant(value: number): Schedule {
  checkNumber('constant', 'value', value);
  return withConfig(() => value, configOf('constant', value));
}

/**
 * Makes a schedule of a number; returns a schedule itself.
 *
 * @param value A number, or a schedule.
 */
export function toSchedule(value: number | Schedule): Schedule {
  return typeof value === 'function' ? value : constant(value);
}

/**
 * Rises linearly from 0 to `value` during `duration`, then stays: value · min(1, t), with t the share of `duration` that has passed.
 * Bowman et al. 2016 warm up the KL term of a VAE like this.
 */
export function linearWarmUp(value: number, duration: Duration): Schedule {
  checkNumber('linearWarmUp', 'value', value);
  const t = passed('linearWarmUp', duration);
  return withConfig((clock: Clock) => value * Math.min(1, t(clock)), configOf('linearWarmUp', value, duration));
}

/**
 * Repeats cycles of length `duration`. Each cycle rises linearly from 0 to `value` during its first part, then stays at `value`:
 * value · min(1, (t mod 1) / ramp). `ramp` (default 0.5) is the share of the cycle that rises. Fu et al., "Cyclical annealing
 * schedule", NAACL 2019.
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
 * Falls from `value` to `last` (default 0) along half a cosine during `duration`, then stays:
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

/** value · rateᵗ: falls by the factor `rate` (above 0, at most 1) during each `duration`. */
export function exponentialDecay(value: number, duration: Duration, rate: number): Schedule {
  checkNumber('exponentialDecay', 'value', value);
  check(rate > 0 && rate <= 1, () => `exponentialDecay: rate must lie above 0 and at most at 1, not ${rate}`);
  const t = passed('exponentialDecay', duration);
  const at = (clock: Clock): number => (rate === 1 ? value : value * rate ** t(clock));
  return withConfig(at, configOf('exponentialDecay', value, duration, rate));
}

/**
 * `value` until `duration` has passed, then `next`, which does not restart: both read the same clock. Both may be schedules, so that
 * you can join several. PyTorch's `SequentialLR` and optax's `join_schedules` restart the next one; give `next` a longer duration here.
 */
export function piecewise(value: number | Schedule, duration: Duration, next: number | Schedule): Schedule {
  const t = passed('piecewise', duration);
  const before = toSchedule(value);
  const after = toSchedule(next);
  return withConfig((clock: Clock) => (t(clock) < 1 ? before : after)(clock), configOf('piecewise', value, duration, next));
}
