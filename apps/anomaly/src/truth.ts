import { isAlarm } from '@autoencoders/anomaly';
import type { Threshold } from '@autoencoders/anomaly';
import { plural } from '@autoencoders/app-kit/parts';
import { percentText } from './alarms.js';
import { eventsOf } from './events.js';
import type { Findings } from './findings.js';
import { truths } from './samples/index.js';
import type { PageState } from './state.js';

/** Rows or steps of a table that are known to be odd: from `start` to before `end`, counted from 0. */
export interface Fault {
  readonly start: number;
  readonly end: number;
  readonly why: string;
}

/** What is really wrong in the data on the page; undefined where nobody knows. */
export const truthOf = ({ source }: Pick<PageState, 'source'>): readonly Fault[] | undefined =>
  source === 'own' ? undefined : truths[source];

/** A stretch of rows or steps: from `start` to before `end`. */
type Stretch = Pick<Fault, 'start' | 'end'>;

/** The fault that a stretch lies in, at least in part. */
export const faultIn = (truth: readonly Fault[], { start, end }: Stretch): Fault | undefined =>
  truth.find((fault) => start < fault.end && end > fault.start);

/** The place of a row in its table, as a stretch. */
export const placeOf = (numbers: Int32Array, row: number): Stretch => ({ start: numbers[row]! - 1, end: numbers[row]! });

/** How many of the faults are found, and how many alarms are false. */
export function truthText(findings: Findings, threshold: Pick<Threshold, 'value'>, truth: readonly Fault[]): string {
  const isSeries = findings.kind === 'series';
  const alarms: readonly Stretch[] = isSeries ? eventsOf(findings, threshold.value) : alarmingRows(findings, threshold);
  const found = truth.filter((fault) => alarms.some((alarm) => faultIn([fault], alarm))).length;
  const wrong = alarms.filter((alarm) => !faultIn(truth, alarm)).length;
  const several = isSeries && alarms.length - wrong > found ? ` (by ${alarms.length - wrong} events: one fault can have several)` : '';
  const name = isSeries ? 'event' : 'alarm';
  const share = isSeries ? ` Of the steps that are usual, ${usualAlarms(findings, threshold, truth)} are above the threshold.` : '';
  return `${found} of ${plural(truth.length, 'fault')} found${several}. ${plural(wrong, name)} ${wrong === 1 ? 'is' : 'are'} false: nothing is wrong there.${share}`;
}

/** The share of alarms among the steps that are looked at and are no fault. */
function usualAlarms(
  { scores, looked }: Extract<Findings, { kind: 'series' }>,
  threshold: Pick<Threshold, 'value'>,
  truth: readonly Fault[],
): string {
  const usual = Array.from(scores.keys())
    .slice(looked.start, looked.end)
    .filter((step) => !Number.isNaN(scores[step]!) && !faultIn(truth, { start: step, end: step + 1 }));
  return percentText(usual.filter((step) => isAlarm(threshold, scores[step]!)).length, usual.length);
}

const alarmingRows = ({ scores, numbers }: Extract<Findings, { kind: 'rows' }>, threshold: Pick<Threshold, 'value'>): readonly Stretch[] =>
  Array.from(scores.keys())
    .filter((row) => isAlarm(threshold, scores[row]!))
    .map((row) => placeOf(numbers, row));
