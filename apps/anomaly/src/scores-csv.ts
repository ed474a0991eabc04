import { isAlarm } from '@autoencoders/anomaly';
import type { Threshold } from '@autoencoders/anomaly';
import type { Findings } from './findings.js';

/** The scores as a table: a line for each row, or for each step that was looked at. */
export function scoresCsv(findings: Findings, threshold: Threshold): string {
  const { scores } = findings;
  const alarm = (i: number): string => (Number.isNaN(scores[i]) ? '' : isAlarm(threshold, scores[i]!) ? '1' : '0');
  const score = (i: number): string => (Number.isNaN(scores[i]) ? '' : String(scores[i]));
  if (findings.kind === 'rows') {
    const { numbers, pValues } = findings;
    return ['row,score,p_value,alarm', ...Array.from(numbers, (number, i) => `${number},${score(i)},${pValues[i]},${alarm(i)}`)].join('\n');
  }
  const { times, looked } = findings;
  const steps = Array.from({ length: looked.end - looked.start }, (_, i) => looked.start + i);
  const time = (i: number): string => (times ? new Date(1000 * times[i]!).toISOString() : String(i + 1));
  return [`${times ? 'time' : 'step'},score,alarm`, ...steps.map((i) => `${time(i)},${score(i)},${alarm(i)}`)].join('\n');
}
