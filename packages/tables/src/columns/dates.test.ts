import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateOrders, datePattern, parseDate, roundDate, writeDate } from './dates.js';

const utc = (iso: string): number => Date.parse(iso) / 1000;

test.each([
  ['2024-02-29', 'YYYY-MM-DD', '2024-02-29T00:00:00Z'],
  ['2024/2/9', 'YYYY/MM/DD', '2024-02-09T00:00:00Z'],
  ['2024-02', 'YYYY-MM', '2024-02-01T00:00:00Z'],
  ['2024-02-29 23:59', 'YYYY-MM-DD HH:mm', '2024-02-29T23:59:00Z'],
  ['2024-02-29T23:59:58', 'YYYY-MM-DDTHH:mm:ss', '2024-02-29T23:59:58Z'],
  ['2024-02-29T23:59:58.250Z', 'YYYY-MM-DDTHH:mm:ss.SSS', '2024-02-29T23:59:58.250Z'],
  ['2024-02-29T23:59:58+02:00', 'YYYY-MM-DDTHH:mm:ss', '2024-02-29T21:59:58Z'],
  ['31.12.1999', 'DD.MM.YYYY', '1999-12-31T00:00:00Z'],
  ['31/12/99 7:05', 'DD/MM/YYYY HH:mm', '1999-12-31T07:05:00Z'],
  ['12/31/2020 12:05 AM', 'MM/DD/YYYY HH:mm', '2020-12-31T00:05:00Z'],
  ['12/31/2020 12:05 pm', 'MM/DD/YYYY HH:mm', '2020-12-31T12:05:00Z'],
  ['5-Mar-2021', 'DD-MMM-YYYY', '2021-03-05T00:00:00Z'],
  ['March 5, 2021', 'MMM DD YYYY', '2021-03-05T00:00:00Z'],
  ['0001-01-01', 'YYYY-MM-DD', '0001-01-01T00:00:00Z'],
])('%s is %s', (text, pattern, iso) => {
  const [order] = dateOrders(text);
  expect(datePattern(text, order!)).toBe(pattern);
  expect(parseDate(text, pattern)).toBeCloseTo(utc(iso), 6);
});

test.each([
  '2024-02-30',
  '2023-02-29',
  '2024-13-01',
  '31/31/2020',
  '12:30',
  '1.2',
  '1.2.3',
  '192.168.10.12',
  '2024-01-01 25:00',
  'May',
  '2024-01/01',
  '',
])('%j is no date', (text) => expect(dateOrders(text)).toEqual([]));

test('day and month may both come first', () => expect(dateOrders('03/04/2020')).toEqual(['MDY', 'DMY']));

test('what is written is read again, to the smallest unit of the pattern', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: -60_000_000_000, max: 200_000_000_000 }),
      fc.constantFrom(
        'YYYY-MM-DD',
        'DD.MM.YYYY HH:mm',
        'MM/DD/YYYY HH:mm:ss',
        'YYYY-MM-DDTHH:mm:ss.SSS',
        'DD-MMM-YYYY',
        'unix seconds',
        'unix milliseconds',
      ),
      (millis, pattern) => {
        const seconds = millis / 1000;
        expect(parseDate(writeDate(seconds, pattern), pattern)).toBeCloseTo(roundDate(seconds, pattern), 6);
      },
    ),
  ));
