import { printable } from '@autoencoders/core/internal';
import type { SeriesFindings } from './findings.js';

/** The length above which a name or a cell loses its middle. */
const LONGEST = 40;

/** Text from a file, on one line that fits the page. */
export const short = (text: string): string => printable(text, LONGEST);

/** Of more columns, so many are drawn or named. */
export const MOST_COLUMNS = 12;

/** When a step was, as text: with seconds where steps are shorter than a minute. */
export function timeText({ times }: SeriesFindings, step: number): string {
  if (!times) return `step ${step + 1}`;
  const length = times[1]! - times[0]! < 60 ? 'yyyy-mm-dd hh:mm:ss'.length : 'yyyy-mm-dd hh:mm'.length;
  return new Date(1000 * times[step]!).toISOString().slice(0, length).replace('T', ' ');
}
