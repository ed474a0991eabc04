import { expect, test } from 'vitest';
import { duration, figure, plural } from './format.js';

test.each([
  [12345.6, '12,346'],
  [9.0449, '9.04'],
  [-0.05123, '−0.0512'],
  [0, '0'],
  [NaN, '–'],
])('%d is written %s', (value, text) => expect(figure(value)).toBe(text));

test.each([
  [0.84, '0.8 s'],
  [41.7, '42 s'],
  [59.7, '1 min 0 s'],
  [185, '3 min 5 s'],
  [Infinity, '–'],
])('%d seconds are written %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test('one epoch, two epochs', () => expect([plural(1, 'epoch'), plural(1200, 'epoch')]).toEqual(['1 epoch', '1,200 epochs']));
