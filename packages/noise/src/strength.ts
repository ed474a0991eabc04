import type { Tensor } from '@tensorflow/tfjs-core';
import { atTheEnd, check, checkNumber, toSchedule } from '@autoencoders/core/operations';
import { bits, show } from '@autoencoders/core/internal';
import { withConfig } from '@autoencoders/core';
import type { Clock, Config, Corruption, Range, Schedule, Seeds } from '@autoencoders/core';
import type { Strengths } from '@autoencoders/core/operations';

/**
 * How strong a noise is: a number; a range `[least, greatest]`, from which each example of a batch draws its own number with equal
 * probability; or a schedule, which follows the clock of training. Zhang et al. 2017 (DnCNN) train with a range, so that one model
 * removes noise of any strength.
 */
export type Strength = number | Range | Schedule;

/** A strength that is the same for all examples of a batch. */
export type BatchStrength = number | Schedule;

/** Throws, in the name of a call and its argument, unless a value is a strength. */
export type CheckValue = (call: string, argument: string, value: unknown) => void;

/** A number of 0 or more. */
export const atLeastZero: CheckValue = (call, argument, value) => checkNumber(call, argument, value, 0);

/** A number above 0. */
export const aboveZero: CheckValue = (call, argument, value) =>
  check(Number.isFinite(value) && (value as number) > 0, () => `${call}: ${argument} must be a finite number above 0, not ${show(value)}`);

/** A probability. */
export const fromZeroToOne: CheckValue = (call, argument, value) =>
  check((value as number) >= 0 && (value as number) <= 1, () => `${call}: ${argument} must lie from 0 to 1, not ${show(value)}`);

/** `count` numbers that are uniform in [0, 1), on the host. */
export const sharesOf = (count: number, seed: number): number[] => Array.from(bits(count, seed), (word) => (word >>> 8) * 2 ** -24);

/** A checked strength, as a function of the clock. */
export function batchStrength(call: string, argument: string, given: BatchStrength, checkValue: CheckValue): (clock?: Clock) => number {
  if (typeof given !== 'function') checkValue(call, argument, given);
  const schedule = toSchedule(given);
  return (clock = atTheEnd) => {
    const value = schedule(clock);
    checkValue(call, `${argument}, by its schedule,`, value);
    return value;
  };
}

/** The strength of the noise on a batch: one number, or one for each example. */
export type StrengthOf = (x: Tensor, seeds: Seeds, clock?: Clock) => Strengths;

/** A checked strength, as a function that gives one number for a batch or one for each example. A range draws one seed. */
export function strengthOf(call: string, argument: string, given: Strength, checkValue: CheckValue): StrengthOf {
  if (!Array.isArray(given)) {
    const strength = batchStrength(call, argument, given as BatchStrength, checkValue);
    return (_, __, clock) => strength(clock);
  }
  const [least, greatest] = given as Range;
  check(
    given.length === 2 && least <= greatest,
    () => `${call}: ${argument} must be a range [least, greatest] of two numbers that rise, not ${show(given)}`,
  );
  for (const end of given) checkValue(call, `each end of ${argument}`, end);
  return (x, seeds) => {
    check(x.rank > 0, () => `${call}: a range of ${argument} needs a batch of examples, not a single number`);
    return sharesOf(x.shape[0]!, seeds()).map((share) => least + (greatest - least) * share);
  };
}

/** The corruption of x under one seed, with the strength of the batch or of each example. */
export type Apply = <X extends Tensor>(x: X, seed: number, strengths: Strengths) => X;

/** A corruption that first decides its strength, then draws one seed. */
export const byStrength = (strength: StrengthOf, apply: Apply, config: Config): Corruption & { readonly config: Config } =>
  withConfig<Corruption>((x, seeds, clock) => {
    const strengths = strength(x, seeds, clock);
    return apply(x, seeds(), strengths);
  }, config);

/** The probability to keep a number that is masked with probability `rate`. */
export const keepOf = (rate: Strengths): Strengths => (typeof rate === 'number' ? 1 - rate : rate.map((each) => 1 - each));
