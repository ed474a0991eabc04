import { numberText, percent, pText } from '../statistics/format.js';
import type { Change } from './column-drift.js';
import type { Drift, DriftedColumn } from './detect-drift.js';

/** How many drifted columns a summary names. */
const NAMED = 3;
/** With fewer rows, only a large drift can be found. */
const FEW = 30;

const than = 'those of the calibration set';

/** "its values are larger than those of the calibration set". `what` is "its values are" or "they are". */
function changeText(change: Change, what: string): string {
  switch (change.kind) {
    case 'larger':
    case 'smaller':
      return `${what} ${change.kind} than ${than}`;
    case 'spread':
      return `${what} more spread out than ${than}`;
    case 'narrower':
      return `${what} less spread out than ${than}`;
    case 'shape':
      return `${what} distributed differently from ${than}`;
    case 'units':
      return `${what} about ${timesText(change.factor)} ${than}`;
    case 'missing':
      return `${percent(change.now)} of its values are missing, and ${percent(change.before)} in the calibration set`;
    case 'level':
      return change.before === 0
        ? `${percent(change.now)} of its values are "${change.level}", which the calibration set does not have`
        : `${percent(change.now)} of its values are "${change.level}", and ${percent(change.before)} in the calibration set`;
  }
}

/** A factor that is near a power of ten is one: the medians of two samples differ a little anyway. */
const rounded = (factor: number): number => {
  const power = 10 ** Math.round(Math.log10(factor));
  return Math.abs(factor / power - 1) < 0.1 ? power : factor;
};

/** "1,000 times as large as", "10 times smaller than". */
export const timesText = (factor: number): string =>
  factor > 1 ? `${numberText(rounded(factor), 2)} times as large as` : `${numberText(rounded(1 / factor), 2)} times smaller than`;

type Text = Pick<DriftedColumn, 'test' | 'statistic' | 'pValue' | 'change'>;

const evidence = ({ test, statistic, pValue }: Text): string => `(${test} ${numberText(statistic, 2)}, ${pText(pValue)})`;

/** One sentence about a column that has drifted. */
export const columnSentence = (name: string, found: Text): string =>
  `Column "${name}" ${found.change.kind === 'units' ? 'may be in other units' : 'has drifted'}: ` +
  `${changeText(found.change, 'its values are')} ${evidence(found)}.`;

/** One sentence about scores that have drifted. */
export const scoresSentence = (found: Text): string =>
  `The scores have drifted, so that the stated false-alarm rate may not hold: ${changeText(found.change, 'they are')} ${evidence(found)}.`;

type Parts = Pick<Drift, 'columns' | 'scores' | 'whole' | 'rows'>;

/** What was found, in a few sentences: the strongest columns first, then the scores, then the whole. */
export function summary({ columns, scores, whole, rows }: Parts, found: boolean): string {
  if (!found) return nothing({ columns, scores, whole, rows });
  const drifted = columns.filter((column) => column.drifted).sort((a, b) => a.pValue - b.pValue || b.statistic - a.statistic);
  const sentences = drifted.slice(0, NAMED).map((column) => column.sentence!);
  const more = drifted.length - NAMED;
  if (more > 0) sentences.push(more === 1 ? 'One more column has drifted.' : `${more} more columns have drifted.`);
  if (scores?.drifted) sentences.push(scores.sentence!);
  if (whole?.drifted && drifted.length === 0)
    sentences.push(`The columns have drifted together, though none has alone: their relations differ (MMD, ${pText(whole.pValue)}).`);
  return sentences.join(' ');
}

function nothing({ columns, scores, whole, rows }: Parts): string {
  const least = [...columns, scores, whole].reduce((p, test) => Math.min(p, test?.pValue ?? 1), 1);
  const count = `the ${numberText(rows, 9)} row${rows === 1 ? '' : 's'}`;
  const few = rows < FEW ? ' So few rows show only a large one.' : '';
  return `No drift was found: ${count} may come from where the calibration set came from (smallest ${pText(least)}).${few}`;
}
