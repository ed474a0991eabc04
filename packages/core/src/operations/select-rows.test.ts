import '@tensorflow/tfjs-backend-cpu';
import { grads, mul, setBackend, sum, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { InputError } from '../errors.js';
import { valueAndGradients } from '../gradients.js';
import { selectRows } from './select-rows.js';

beforeAll(() => setBackend('cpu'));

const [a, b] = [() => tensor([1, 2, 3, 4, 5, 6], [3, 2]), () => tensor([-1, -2, -3, NaN, -5, -6], [3, 2])];
const condition = [true, false, true];

test('takes row by row from one or the other', () => {
  expect(tidy(() => [...selectRows(condition, a(), b()).dataSync()])).toEqual([1, 2, -3, NaN, 5, 6]);
  expect(tidy(() => [...selectRows(condition, tensor([1, 2, 3]), tensor([4, 5, 6])).dataSync()])).toEqual([1, 5, 3]);
  expect(tidy(() => selectRows([true, false], zeros([2, 1, 2, 1, 2, 1]), zeros([2, 1, 2, 1, 2, 1])).shape)).toEqual([2, 1, 2, 1, 2, 1]);
  expect(tidy(() => selectRows([], zeros([0, 4]), zeros([0, 4])).shape)).toEqual([0, 4]);
});

test('gradients go to the rows that were taken', () => {
  expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
  const weights = (): Tensor => tensor([1, 2, 3, 4, 5, 6], [3, 2]);
  const found = tidy(() => grads((x, y) => sum(mul(selectRows(condition, x!, y!), weights())))([a(), b()]).map((g) => [...g.dataSync()]));
  expect(found).toEqual([
    [1, 2, 0, 0, 5, 6],
    [0, 0, 3, 4, 0, 0],
  ]);
});

test('says what does not fit together', () => {
  expect(() => tidy(() => selectRows([true], a(), b()))).toThrow(
    new InputError('selectRows: 1 conditions and the shapes [3, 2] and [3, 2] do not fit together'),
  );
});
