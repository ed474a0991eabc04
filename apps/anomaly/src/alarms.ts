import { isAlarm } from '@autoencoders/anomaly';
import type { Threshold } from '@autoencoders/anomaly';
import { plural } from '@autoencoders/app-kit/parts';
import { eventsOf } from './events.js';
import type { Findings } from './findings.js';

/** The scores of the rows or steps that are looked at. */
export const lookedScores = (findings: Findings): Float64Array =>
  findings.kind === 'rows' ? findings.scores : findings.scores.slice(findings.looked.start, findings.looked.end);

/** A share in percent: `7.6 %`. */
export const percentText = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

/** How many alarms a threshold gives. */
export function alarmsOf(findings: Findings, threshold: Pick<Threshold, 'value'>): string {
  const scores = lookedScores(findings);
  if (scores.every(Number.isNaN)) return 'No step has a score.';
  const count = scores.filter((score) => !Number.isNaN(score) && isAlarm(threshold, score)).length;
  const of = `${percentText(count, scores.length)} of those that are looked at`;
  if (findings.kind === 'rows') return `${plural(count, 'alarm')}, ${of}.`;
  return `${plural(eventsOf(findings, threshold.value).length, 'event')} with ${plural(count, 'step')}, ${of}.`;
}
