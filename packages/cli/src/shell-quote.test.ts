import { printable } from '@autoencoders/core/internal';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellQuote, shellQuotePath } from './shell-quote.js';

const words = [
  'runs/variational-mnist',
  'my images',
  `it's "quoted" \`here\``,
  '$HOME $(ls) ~ * ? [a] {b,c} ! # & ; | < >',
  'back\\slash\\n',
  'two\nlines',
  'escape\x1b[31m and %s 100% \\012',
  'bidi\u202eright',
  'größe 数 👩‍🔬',
  '~',
  '#',
  '',
];

test.skipIf(process.platform === 'win32').each(words)('a shell reads %j back', (word) => {
  const { text } = shellQuote(word);
  expect(execFileSync('sh', ['-c', `printf '%s' ${text}`], { encoding: 'utf8' })).toBe(word);
  expect(printable(text, Infinity)).toBe(text);
});

test.each([
  ['-rf', './-rf'],
  ['--help me', `'./--help me'`],
  ['runs/-x', 'runs/-x'],
  ['ends\n', `"$(printf 'ends\\012/')"`],
])('the path %j is no option, and loses nothing', (path, shown) => expect(shellQuotePath(path).text).toBe(shown));
