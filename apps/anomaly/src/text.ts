import { printable } from '@autoencoders/core/internal';
import type { SeriesFindings } from './findings.js';

/** The length above which a name or a cell loses its middle. */
const LONGEST = 40;

/** Text from a file, on one line that fits the page. */
export const short = (text: string): string => printable(text, LONGEST);

/** Of more columns, so many are drawn or named. */
export const MOST_COLUMNS = 12;

/** When a step was, as text. */
export const timeText = ({ times }: SeriesFindings, step: number): string =>
  times ? new Date(1000 * times[step]!).toISOString().slice(0, 16).replace('T', ' ') : `step ${step + 1}`;
