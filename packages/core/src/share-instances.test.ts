import { describe, expect, test } from 'vitest';
import * as lost from './backend-lost.js';
import * as errors from './errors.js';
import * as failures from './files/failures.js';

const { InputError } = errors;

/** Another copy of a module: a query makes the loader read the file again. */
const copyOf = async <T>(path: string): Promise<T> => (await import(/* @vite-ignore */ `${path}?copy`)) as T;
const other = {
  ...(await copyOf<typeof errors>('./errors.ts')),
  ...(await copyOf<typeof lost>('./backend-lost.ts')),
  ...(await copyOf<typeof failures>('./files/failures.ts')),
};

const divergence = { step: 1, origin: 'loss' } as const;
const pairs = [
  { name: 'InputError', here: InputError, there: new other.InputError('wrong') },
  { name: 'DivergenceError', here: errors.DivergenceError, there: new other.DivergenceError('NaN', divergence) },
  { name: 'BackendLostError', here: lost.BackendLostError, there: new other.BackendLostError('lost', { backend: 'webgl' }) },
  { name: 'OutputError', here: failures.OutputError, there: new other.OutputError('full', { cause: undefined }) },
];

describe('errors of another copy of core', () => {
  test.each(pairs)('a $name of the other copy is an instance of the class here, and of no other', ({ here, there }) => {
    expect(there.constructor).not.toBe(here);
    expect(there).toBeInstanceOf(here);
    for (const pair of pairs) expect(there instanceof pair.here).toBe(pair.here === here);
  });

  test.each([undefined, null, 'text', 3, {}, new Error('plain'), new TypeError('wrong'), InputError])('%o is none', (value) => {
    for (const { here } of pairs) expect(value instanceof here).toBe(false);
  });

  test('subclasses of the other copy count, subclasses here only for their own errors', () => {
    class Theirs extends other.InputError {}
    class Ours extends InputError {}
    expect(new Theirs('wrong')).toBeInstanceOf(InputError);
    expect(new Ours('wrong')).toBeInstanceOf(Ours);
    expect(new InputError('wrong')).not.toBeInstanceOf(Ours);
    expect(new Theirs('wrong')).not.toBeInstanceOf(Ours);
  });
});
