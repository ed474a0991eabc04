import { numberText, percent } from '../statistics/format.js';
import { alarmRateInterval } from './alarm-rate-interval.js';
import type { AlarmRateIntervalOptions } from './alarm-rate-interval.js';
import type { Threshold } from './threshold.js';

/**
 * A threshold in words: its value, the false-alarm rate with its interval, and the note if there is one. With `newRows`, the interval is
 * for so many rows. "A score above 3.21 is an alarm. Of usual examples, 1 % are expected to be alarms (between 0.33 % and 2 % with 95 %
 * confidence, from 500 held-out scores)."
 */
export function thresholdSentence(threshold: Threshold, options: AlarmRateIntervalOptions = {}): string {
  const { value, alarmRate, heldOut, note, confidence, effectiveSize } = threshold;
  const [low, high] = alarmRateInterval(threshold, options);
  const rows = options.newRows === undefined ? '' : ` on ${numberText(options.newRows, 9)} new rows`;
  const sure = `between ${percent(low)} and ${percent(high)}${rows} with ${percent(options.confidence ?? confidence)} confidence`;
  const scores = `${numberText(heldOut, 9)} held-out score${heldOut === 1 ? '' : 's'}`;
  const worth = effectiveSize === undefined ? '' : `, which are worth ${numberText(effectiveSize, 2)} independent ones`;
  const rate = `Of usual examples, ${percent(alarmRate)} are expected to be alarms (${sure}, from ${scores}${worth}).`;
  return `A score above ${numberText(value, 4)} is an alarm. ${rate}${note === undefined ? '' : ` ${note}`}`;
}
