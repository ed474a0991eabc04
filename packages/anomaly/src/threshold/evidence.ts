import { checkNumber } from '@autoencoders/core/operations';
import { ascending, countBelow, countUpTo } from '../statistics/order.js';
import { checkShare, checkValues } from '../statistics/check-values.js';
import { alarmRateInterval } from './alarm-rate-interval.js';
import type { ThresholdOptions } from './threshold.js';

/** How sure an interval is by default. */
const CONFIDENCE = 0.95;

/** Held-out scores in ascending order. Throws unless they are finite, and there is at least one. */
export function sortedScores(call: string, calibration: ArrayLike<number>): Float64Array {
  checkValues(call, 'calibration', calibration);
  return ascending(calibration);
}

/** What held-out scores say about the false-alarm rate of a value. */
export interface Evidence {
  readonly value: number;
  readonly alarmRate: number;
  readonly interval: readonly [number, number];
  readonly confidence: number;
  readonly heldOut: number;
  readonly alarms: number;
  readonly ties: number;
  readonly effectiveSize?: number | undefined;
}

/**
 * What the held-out scores say about `value`. The expected rate is (a + 1) / (n + 1) if the value is one of the scores (the mean of
 * Beta(a + 1, n − a)), else a / n.
 */
export function evidenceOf(
  call: string,
  sorted: Float64Array,
  value: number,
  { confidence = CONFIDENCE, effectiveSize }: ThresholdOptions,
): Evidence {
  checkShare(call, 'confidence', confidence);
  const heldOut = sorted.length;
  if (effectiveSize !== undefined) checkNumber(call, 'effectiveSize', effectiveSize, 1, heldOut);
  const alarms = heldOut - countUpTo(sorted, value);
  const ties = heldOut - alarms - countBelow(sorted, value);
  const alarmRate = ties > 0 ? (alarms + 1) / (heldOut + 1) : alarms / heldOut;
  const interval = alarmRateInterval({ heldOut, alarms, ties, confidence, effectiveSize });
  return { value, alarmRate, interval, confidence, heldOut, alarms, ties, ...(effectiveSize !== undefined && { effectiveSize }) };
}
