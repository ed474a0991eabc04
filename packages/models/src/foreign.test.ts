import { expect, test } from 'vitest';
import { foreign } from './foreign.js';

test.each([
  ['encoder.0.kernel', 'encoder.0.kernel'],
  ['größe 数', 'größe 数'],
  ['a\x1b[31m\nb\u202e', 'a\\u001b[31m\\u000ab\\u202e'],
  [5, '5'],
  [undefined, 'undefined'],
  [{ toString: 1 }, 'an object'],
])('%j is shown as %s', (given, shown) => expect(foreign(given)).toBe(shown));

test('is short', () => {
  expect(foreign(`a${'x'.repeat(3e6)}b`)).toBe(`a${'x'.repeat(49)} … ${'x'.repeat(49)}b`);
  expect(foreign('\x1b'.repeat(3e6)).length).toBe(103);
});
