import { printable } from '@autoencoders/core/internal';
import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { styleOf } from './terminal.js';
import { lines, raw, text } from './text.js';

test.each([
  ['a\x1b[31mb\x1b]0;title\x07', 'a\\x1b[31mb\\x1b]0;title\\x07'],
  ['two\nlines\r\n\tand', 'two\\nlines\\r\\n\\tand'],
  ['\0\x7f\x80\x9b2J', '\\x00\\x7f\\x80\\x9b2J'],
  ['left\u202eright\u2066\u2069\u200e\u061c', 'left\\u202eright\\u2066\\u2069\\u200e\\u061c'],
  ['\u2028\u2029\ufeff\u00ad\u200b', '\\u2028\\u2029\\ufeff\\xad\\u200b'],
  ['\u{e0041}tag', '\\u{e0041}tag'],
  ['lone \ud800 half', 'lone \\ud800 half'],
  ['größe 数 👩‍🔬 ✓ é', 'größe 数 👩‍🔬 ✓ é'],
])('%j is shown as %s', (given, shown) => expect(printable(given)).toBe(shown));

test('of a long text the middle is left out, whatever it is made of', () => {
  const long = printable(`start${'x'.repeat(3_000_000)}end`);
  expect([long.length, long.startsWith('startx'), long.endsWith('xend'), long.includes(' … ')]).toEqual([203, true, true, true]);
  expect(printable('\x1b'.repeat(3_000_000)).length).toBeLessThan(210);
  expect(printable('x'.repeat(200))).toHaveLength(200);
});

test('the template makes strings printable, and leaves text as it is', () => {
  const style = styleOf(picocolors.createColors(true));
  expect(text`${'a\nb'} ${style.bold('c\x1b[0m')} ${raw('\x1b[2K')}${[1, '\n', text`!`]}${false}${undefined}`.text).toBe(
    'a\\nb \x1b[1mc\\x1b[0m\x1b[22m \x1b[2K1\\n!',
  );
});

test('lines stay lines', () => expect(lines('a\x1b\nb\r').text).toBe('a\\x1b\nb\\r'));
