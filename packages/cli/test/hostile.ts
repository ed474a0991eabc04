import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Ran } from './helpers.js';

/** Names of columns and words that a page or a terminal would obey, and one that would fill them. */
export const hostileNames: readonly string[] = [
  '<img src=x onerror="ran=1">',
  `</script><svg onload=ran=1>"'&lt;-->`,
  '\x1b[31m\x1b]0;owned\x07\r\u202e\x9b2J',
  'x'.repeat(100_000),
];

/** A cell of a CSV, in quotes. */
export const quotedCell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** A word of a category. Longer ones are none. */
export const asWord = (text: string): string => text.slice(-100);

/** The elements of a report, in order: the page without scripts, styles and the text between tags. */
export const elementsOf = (report: string): readonly string[] =>
  [
    ...readFileSync(report, 'utf8')
      .replaceAll(/<(script|style)\b.*?<\/\1>/gs, '')
      .matchAll(/<[a-z][a-z0-9]*/g),
  ].map(([tag]) => tag);

/** Fails if a command printed what a terminal would obey, or lines without end. */
export function expectPrintable({ out, err }: Pick<Ran, 'out' | 'err'>): void {
  for (const printed of [out, err]) expect(printed).not.toMatch(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(Math.max(...`${out}\n${err}`.split('\n').map((line) => line.length))).toBeLessThan(2000);
}
