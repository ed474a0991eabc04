import { describe, expect, test } from 'vitest';
import { DivergenceError, InputError, check, checkInteger, checkNumber, checkOptions, show, showShape } from './errors.js';

describe('check', () => {
  test('passes without making the message', () => {
    expect(() => check(true, () => expect.unreachable())).not.toThrow();
  });

  test.each([['a text'], [() => 'a text']])('throws an InputError with its message', (message) => {
    expect(() => check(false, message)).toThrow(new InputError('a text'));
    expect(new InputError('a text')).toMatchObject({ name: 'InputError', message: 'a text' });
  });
});

describe('checkInteger', () => {
  test.each([1, 2, Number.MAX_SAFE_INTEGER])('takes %d from 1 on', (value) => {
    expect(() => checkInteger('f', 'n', value, 1)).not.toThrow();
  });

  test.each([
    [0, 'f: n must be a whole number of 1 or more, not 0'],
    [1.5, 'f: n must be a whole number of 1 or more, not 1.5'],
    [NaN, 'f: n must be a whole number of 1 or more, not NaN'],
    ['3', 'f: n must be a whole number of 1 or more, not "3"'],
    [[1, 2], 'f: n must be a whole number of 1 or more, not [1, 2]'],
    [undefined, 'f: n must be a whole number of 1 or more, not undefined'],
    [null, 'f: n must be a whole number of 1 or more, not null'],
    [{}, 'f: n must be a whole number of 1 or more, not an object'],
    [Math.max, 'f: n must be a whole number of 1 or more, not the function max'],
  ])('refuses %o', (value, message) => {
    expect(() => checkInteger('f', 'n', value, 1)).toThrow(new InputError(message));
  });

  test('names both bounds where there are two', () => {
    expect(() => checkInteger('f', 'n', 9, 1, 8)).toThrow('f: n must be a whole number from 1 to 8, not 9');
    expect(() => checkInteger('f', 'n', 8, 1, 8)).not.toThrow();
  });
});

describe('checkNumber', () => {
  test.each([
    [NaN, [], 'f: x must be a finite number, not NaN'],
    [Infinity, [], 'f: x must be a finite number, not Infinity'],
    ['1', [], 'f: x must be a finite number, not "1"'],
    [-1, [0], 'f: x must be a finite number of 0 or more, not -1'],
    [2, [0, 1], 'f: x must be a finite number from 0 to 1, not 2'],
  ])('refuses %o with bounds %o', (value, bounds, message) => {
    expect(() => checkNumber('f', 'x', value, ...bounds)).toThrow(new InputError(message));
  });

  test('takes the bounds themselves', () => {
    expect(() => [0, 1].forEach((value) => checkNumber('f', 'x', value, 0, 1))).not.toThrow();
  });
});

test.each([
  ['a', '"a"'],
  [3, '3'],
  [[1, 'b'], '[1, "b"]'],
  [null, 'null'],
  [{ a: 1 }, 'an object'],
  [() => 1, 'a function'],
])('show gives %o as %s', (value, shown) => {
  expect(show(value)).toBe(shown);
});

test.each([
  [[], '[]'],
  [[784], '[784]'],
  [[28, 28, 1], '[28, 28, 1]'],
])('showShape gives %o as %s', (shape, shown) => {
  expect(showShape(shape)).toBe(shown);
});

test('a DivergenceError says which step, what went wrong, and where', () => {
  expect(new DivergenceError('fit: …', { step: 3, origin: 'loss', term: 'kl', layer: 'encoder, layer 1, dense(2)' })).toMatchObject({
    name: 'DivergenceError',
    message: 'fit: …',
    step: 3,
    origin: 'loss',
    term: 'kl',
    layer: 'encoder, layer 1, dense(2)',
  });
});

describe('checkOptions', () => {
  const known = { epochs: true, batch: true } as const;
  const given = (options: unknown) => () =>
    checkOptions<{ epochs?: number; batch?: number }>('f', options as object, known, { learningRate: 'give it to the optimizer' });

  test.each([[{}], [{ epochs: 3 }], [{ epochs: undefined, batch: 1 }], [{ other: undefined }]])('takes %o', (options) => {
    expect(given(options)).not.toThrow();
  });

  test.each([
    [undefined, 'f: options must be an object, { epochs, batch, … }, not undefined'],
    [null, 'f: options must be an object, { epochs, batch, … }, not null'],
    [[1], 'f: options must be an object, { epochs, batch, … }, not [1]'],
    [{ epoch: 3 }, 'f: there is no option "epoch"; there are epochs, batch'],
    [{ constructor: 3 }, 'f: there is no option "constructor"; there are epochs, batch'],
    [{ learningRate: 1 }, 'f: there is no option "learningRate"; give it to the optimizer'],
  ])('refuses %o', (options, message) => {
    expect(given(options)).toThrow(new InputError(message));
  });
});

test('show cuts what is long, and shows what a terminal would obey', () => {
  expect(show('a'.repeat(3_000_000))).toBe(`"${'a'.repeat(134)} … ${'a'.repeat(66)}"`);
  expect(show(Array.from({ length: 100_000 }, (_, i) => i))).toBe('[0, 1, 2, 3, 4, 5, 6, 7, …]');
  expect(show('\u001b[31mred\u009b2J\u202e')).toBe('"\\x1b[31mred\\x9b2J\\u202e"');
  expect(show(['\u001b[31m', [1], null])).toBe('["\\x1b[31m", a list, null]');
});
