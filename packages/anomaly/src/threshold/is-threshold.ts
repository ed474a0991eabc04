import type { Threshold } from './threshold.js';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isShare = (value: unknown): boolean => isNumber(value) && value >= 0 && value <= 1;
const isCount = (value: unknown, most: number): boolean => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;

/** What a threshold of each kind has besides what all have. */
const own: Readonly<Record<Threshold['kind'], (threshold: any) => boolean>> = {
  quantile: () => true,
  fixed: () => true,
  mad: ({ k }) => isNumber(k),
  bestF1: ({ f1, precision, recall }) => [f1, precision, recall].every(isShare),
  peaksOverThreshold: ({ tail }) => ['start', 'share', 'excesses', 'scale', 'shape'].every((part) => isNumber(Object(tail)[part])),
};

/** Whether a value, such as one from a file, is a threshold. */
export function isThreshold(value: unknown): value is Threshold {
  const { kind, value: at, alarmRate, interval, confidence, heldOut, alarms, ties, effectiveSize, note } = Object(value) as Threshold;
  return (
    typeof kind === 'string' &&
    Object.hasOwn(own, kind) &&
    isNumber(at) &&
    isShare(alarmRate) &&
    Array.isArray(interval) &&
    interval.length === 2 &&
    interval.every(isShare) &&
    isShare(confidence) &&
    confidence > 0 &&
    confidence < 1 &&
    isCount(heldOut, Infinity) &&
    heldOut > 0 &&
    isCount(alarms, heldOut) &&
    isCount(ties, heldOut - alarms) &&
    (effectiveSize === undefined || (isNumber(effectiveSize) && effectiveSize >= 1 && effectiveSize <= heldOut)) &&
    (note === undefined || typeof note === 'string') &&
    own[kind](value)
  );
}
