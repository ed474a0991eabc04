import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { InputError, chain } from '@autoencoders/core';
import { dense, relu } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import { tableEncoder } from '@autoencoders/tables';
import type { TableEncoder } from '@autoencoders/tables';
import { beforeAll, expect, test } from 'vitest';
import { toOnnx } from '../src/index.js';
import { difference } from './numbers.js';
import { columnsOf, runOnnx } from './onnxruntime.js';
import { manyEncodings, rawCsv, tableOf } from './raw-tables.js';

beforeAll(() => setBackend('cpu'));

const modelFor = ({ width }: TableEncoder) =>
  autoencoder({ input: [width], encoder: chain(dense(8), relu, dense(3)), decoder: chain(dense(8), relu, dense(width)), seed: 3 });

/** The greatest difference of features, each relative to itself, in units of the last digit of float32. */
function lastDigits(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  let most = 0;
  for (let i = 0; i < wanted.length; i++)
    most = Math.max(most, Math.abs(found[i]! - wanted[i]!) / Math.max(2 ** -20, Math.abs(wanted[i]!)));
  return most * 2 ** 23;
}

test('columns of all kinds become the features of the encoder', async () => {
  const learned = await tableOf(rawCsv(2000, 1));
  const encoder = await manyEncodings(learned.schema, learned.table);
  const kinds = new Set(encoder.columns.map(({ encoding }) => encoding));
  expect([...kinds].sort()).toEqual(['frequency', 'log1p', 'minMax', 'oneHot', 'quantile', 'robust', 'sign', 'standard']);
  const { table } = await tableOf(rawCsv(1500, 2, { oddFrom: 100 }), learned.schema);
  const { values } = encoder.encode(table);
  using model = modelFor(encoder);
  const names = encoder.columns.map(({ name }) => name);
  const found = await runOnnx(await toOnnx(model as any, { encoder }), columnsOf(table, names));
  expect(found.features!.shape).toEqual([1500, encoder.width]);
  expect(lastDigits(found.features!.values, values)).toBeLessThanOrEqual(2);
  const wanted = tidy(() => model.reconstruct(tensor(values, [1500, encoder.width])).dataSync());
  expect(difference(found.reconstruction!.values, wanted)).toBeLessThan(1e-5);
});

test('what is on the edge: extreme numbers, equal knots, dates before 1970, words like names', async () => {
  const scale = (encoding: string, knots?: readonly number[]) => ({
    encoding,
    shift: 0.5,
    scale: 2,
    variance: 1,
    fill: -0.25,
    ...(knots && { knots }),
  });
  const number = (name: string, encoding: string, knots?: readonly number[]) => ({
    name,
    kind: 'number',
    encoding,
    scale: scale(encoding, knots),
    decimals: 2,
    variances: [1],
  });
  const columns = [
    number('features', 'standard'),
    number('log', 'log1p'),
    number('equal', 'quantile', [1, 1, 1, 2, 2, 5]),
    number('one', 'quantile', [3]),
    {
      ...number('when', 'standard'),
      kind: 'dateTime',
      date: 'YYYY-MM-DD hh:mm:ss',
      cyclic: ['hour', 'weekday', 'month'],
      variances: Array(7).fill(1),
    },
    { name: 'codes', kind: 'category', encoding: 'ordinal', levels: ['(other)', '((other))', 'ü'], shares: [0.2, 0.3, 0.4, 0.1] },
  ];
  const encoder = tableEncoder({
    version: 1,
    schema: {
      missing: [],
      columns: columns.map(({ name, kind, date }: any) => ({
        name,
        kind,
        ...(date && { date }),
        missing: 0,
        because: 'made',
        examples: [],
      })),
    },
    columns,
    masked: true,
  } as any);
  const numbers = [NaN, 0, -0, 1, 2, 1.5, 5, 6, -7, 1e-12, 1e300, -1e300, Infinity, -Infinity, 3, 1e18];
  const dates = numbers.map(
    (_, i) => [NaN, -1, 951_782_399.25, 951_782_400, -2_208_988_800, 4_107_542_399, 0][i] ?? i * 31_556_952.5 - 2e8,
  );
  const words = numbers.map((_, i) => [null, '(other)', '((other))', 'ü', 'u', 'new'][i] ?? 'ü');
  const table = {
    rows: numbers.length,
    columns: {
      ...Object.fromEntries(['features', 'log', 'equal', 'one'].map((name) => [name, Float64Array.from(numbers)])),
      when: Float64Array.from(dates),
      codes: words,
    },
  };
  using model = modelFor(encoder);
  const taken = ['features', 'codes'];
  const found = await runOnnx(
    await toOnnx(model as any, { encoder, part: 'encoder' }),
    columnsOf(
      table,
      encoder.columns.map(({ name }) => name),
      taken,
    ),
  );
  expect(Object.keys(found)).toEqual(['codes', 'features']);
  expect(lastDigits(found.features!.values, encoder.encode(table).values)).toBeLessThanOrEqual(2);
});

test('an encoder that does not fit is refused', async () => {
  const { table, schema } = await tableOf(rawCsv(50, 1));
  const encoder = await manyEncodings(schema, table);
  using model = autoencoder({ input: [3], encoder: dense(2), decoder: dense(3) });
  const message = `toOnnx: the encoder gives ${encoder.width} features, and the input of the model is [3]`;
  await expect(toOnnx(model as any, { encoder })).rejects.toThrow(new InputError(message));
  await expect(toOnnx(model as any, { encoder: 3 as any })).rejects.toThrow('toOnnx: encoder must be one, such as fitEncoder gives, not 3');
  const decoder = 'toOnnx: encoder is for the columns of a table, which the decoder does not take';
  await expect(toOnnx(model as any, { encoder, part: 'decoder' })).rejects.toThrow(decoder);
});
