import { selectRows } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { it } from 'vitest';
import { beforeBoth, check, expectSame, size } from '../../test/same.js';

beforeBoth();

it('rows are those of the CPU backend, with the gradients', () =>
  check(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }), size(5), size(3), (condition, n, m) =>
      expectSame(
        (a, b) => selectRows(condition, a!, b!),
        [
          [condition.length, n, m],
          [condition.length, n, m],
        ],
        1,
      ),
    ),
    30,
  ));
