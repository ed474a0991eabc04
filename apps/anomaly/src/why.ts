import { figure } from '@autoencoders/app-kit/parts';
import type { ColumnDetail, Expected } from './findings.js';
import { short } from './text.js';

/** A cell as text. */
export const cellText = (cell: string): string => short(cell) || '(missing)';

/** What is expected beside the other cells: `30 (28 to 32)`. */
export function expectedText(expected: Expected): string {
  if (expected.kind === 'words') return expected.words.map(({ word, share }) => `${short(word)} (${Math.round(100 * share)} %)`).join(', ');
  const [low, middle, high] = expected.range;
  if (Number.isNaN(low)) return 'not known';
  return low === high ? figure(low, 4) : `${figure(middle, 4)} (${figure(low, 4)} to ${figure(high, 4)})`;
}

/** Why a column is odd, in a sentence or two. `thing` is what an example is: a row or a step. */
export function whyText({ name, cell, expected }: ColumnDetail, thing: 'row' | 'step'): string {
  const value = `${short(name)} is ${cellText(cell)}.`;
  const others = `${thing}s with such other values`;
  const together = `No single value stands out: it is how the values of the ${thing}${thing === 'step' ? ' and of those around it' : ''} go together that is unusual.`;
  if (expected.kind === 'words') {
    const [first] = expected.words;
    return first && first.word !== cell ? `${value} Usual ${others} mostly have ${short(first.word)}.` : `${value} ${together}`;
  }
  const { value: number, all } = expected;
  const [low, middle, high] = expected.range;
  if (Number.isNaN(low) || Number.isNaN(number)) return value;
  if (number >= low && number <= high) return `${value} Usual ${others} have that, too. ${together}`;
  const wanted = `usual ${others} have about ${figure(middle, 4)}`;
  const span = `${figure(all[0], 4)} to ${figure(all[1], 4)}`;
  if (number >= all[0] && number <= all[1]) return `${value} By itself that is usual (${span}), but ${wanted}: the combination is unusual.`;
  return `${value} That is outside of what is usual (${span}); ${wanted}.`;
}
