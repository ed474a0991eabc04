import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlain, parseNumber, shortNumber, writeNumber } from './numbers.js';
import type { NumberFormat } from './numbers.js';

test.each<[string, NumberFormat, number]>([
  ['12', {}, 12],
  ['-1.5e-3', {}, -0.0015],
  ['.5', {}, 0.5],
  ['5.', {}, 5],
  ['+7', {}, 7],
  ['1,234', { thousands: ',' }, 1234],
  ['1,234,567.89', { thousands: ',' }, 1234567.89],
  ['4,86', { decimal: ',' }, 4.86],
  ['1.234,5', { decimal: ',', thousands: '.' }, 1234.5],
  ["1'234.50", { thousands: "'" }, 1234.5],
  ['1\u202f234,5', { decimal: ',' }, 1234.5],
  ['12.5 %', { suffix: '%' }, 12.5],
  ['$1,250', { prefix: '$' }, 1250],
  ['-$5', { prefix: '$' }, -5],
  ['($5.25)', { prefix: '$' }, -5.25],
  ['10,00 €', { decimal: ',', suffix: '€' }, 10],
  ['−3', {}, -3],
])('%s in %o is %d', (text, format, value) => expect(parseNumber(text, format)).toBe(value));

test.each(['', 'a', '1 2', '12,34', '1,23', '1,2345', '0x10', '1e', '--1', '1.2.3', '12%', '$5', 'Infinity', '1_000'])(
  '%j is no number',
  (text) => expect(parseNumber(text, {})).toBeNaN(),
);

test('a number without the sign that its column has is none', () => expect(parseNumber('5', { suffix: '%' })).toBeNaN());

test('what is written is read again', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.constantFrom<NumberFormat>(
        {},
        { decimal: ',' },
        { decimal: ',', thousands: '.' },
        { thousands: ',' },
        { prefix: '$', thousands: ',' },
        { suffix: '%' },
      ),
      fc.integer({ min: 0, max: 4 }),
      (whole, format, decimals) => {
        const x = whole / 10 ** decimals;
        expect(parseNumber(writeNumber(x, { ...format, decimals }), format)).toBe(x + 0);
      },
    ),
  ));

test('the short way to read a number gives the same to the last bit, or nothing', () => {
  const sign = fc.constantFrom('', '-', '+');
  const digits = fc.stringMatching(/^[0-9]{0,9}$/);
  const numbers = fc.tuple(sign, digits, fc.constantFrom('', '.'), digits).map((parts) => parts.join(''));
  const others = fc.stringMatching(/^[-+.0-9eE ]{0,20}$/);
  fc.assert(
    fc.property(fc.oneof(numbers, others), (text) => {
      const short = shortNumber(text);
      if (!Number.isNaN(short)) expect([isPlain(text), short]).toEqual([true, Number(text)]);
    }),
    { numRuns: 20_000, seed: 1 },
  );
  expect(['0', '-0', '.5', '5.', '007', '0.1', '-123456789.012345', '999999999999999'].map(shortNumber)).toEqual([
    0, -0, 0.5, 5, 7, 0.1, -123456789.012345, 999999999999999,
  ]);
  expect(['', '-', '.', '1.2.3', ' 1', '1e3', '1234567890123456', '0x1'].map(shortNumber)).toEqual(Array(8).fill(NaN));
});
