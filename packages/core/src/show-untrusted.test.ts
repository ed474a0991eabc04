import { expect, test } from 'vitest';
import { showUntrusted } from './show-untrusted.js';

test.each([
  ['encoder.0.kernel', 'encoder.0.kernel'],
  ['a\x1b[31m\nb\u202e', 'a\\x1b[31m\\nb\\u202e'],
  [5, '5'],
  [undefined, 'undefined'],
  [{ toString: 1 }, 'an object'],
])('%j is shown as %s', (given, shown) => expect(showUntrusted(given)).toBe(shown));

test('is short', () => expect(showUntrusted(`a${'x'.repeat(3e6)}b`)).toHaveLength(103));
