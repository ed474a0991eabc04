import { InputError } from '@autoencoders/core';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { expectCutsRefused, expectFlipsHandled } from '../test/damage.js';
import { fixture } from '../test/fixture.js';
import { fromNpy, parseNpy, toNpy } from './index.js';
import type { NpyArray, NpyData } from './index.js';
import { latin1 } from './latin1.js';

const read = (name: string): NpyArray => parseNpy(fixture(name), name);

describe('parseNpy', () => {
  test.each<[string, NpyData]>([
    ['le-f2', Float32Array.of(-3, 0, 1, 1, 0, 3)],
    ['le-f4', Float32Array.of(-3, 0, 1, 1, 0, 3)],
    ['be-f4', Float32Array.of(-3, 0, 1, 1, 0, 3)],
    ['le-f8', Float64Array.of(-3, 0, 1, 1, 0, 3)],
    ['be-f8', Float64Array.of(-3, 0, 1, 1, 0, 3)],
    ['i1', Int8Array.of(-3, 0, 1, 1, 0, 3)],
    ['le-i2', Int16Array.of(-3, 0, 1, 1, 0, 3)],
    ['be-i4', Int32Array.of(-3, 0, 1, 1, 0, 3)],
    ['le-i8', Float64Array.of(-3, 0, 1, 1, 0, 3)],
    ['be-i8', Float64Array.of(-3, 0, 1, 1, 0, 3)],
    ['u1', Uint8Array.of(0, 0, 1, 1, 0, 3)],
    ['le-u2', Uint16Array.of(0, 0, 1, 1, 0, 3)],
    ['le-u4', Uint32Array.of(0, 0, 1, 1, 0, 3)],
    ['le-u8', Float64Array.of(0, 0, 1, 1, 0, 3)],
    ['b1', Uint8Array.of(0, 0, 1, 1, 0, 1)],
  ])('reads %s as NumPy writes it', (type, data) => {
    expect(read(`${type}.npy`)).toEqual({ name: `${type}.npy`, shape: [2, 3], data });
  });

  it('puts the values of a column-major array in rows', () => {
    expect(read('fortran.npy')).toMatchObject({ shape: [2, 3, 4], data: Int32Array.from({ length: 24 }, (_, i) => i) });
  });

  it('reads versions 2 and 3, and a single number', () => {
    for (const version of [2, 3]) expect(read(`version-${version}.npy`)).toMatchObject({ shape: [3], data: Float64Array.of(0, 1, 2) });
    expect(read('scalar.npy')).toMatchObject({ shape: [], data: Float64Array.of(2.5) });
  });

  it('reads halves as IEEE 754 has them', () => {
    const bits = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x8000, 0x7c00, 0x3555];
    const text = latin1(toNpy({ shape: [7], data: new Uint16Array(7) })).replace('<u2', '<f2');
    const file = Uint8Array.from(text, (character) => character.charCodeAt(0));
    file.set(new Uint8Array(Uint16Array.from(bits).buffer), file.length - 14);
    expect(parseNpy(file).data).toEqual(Float32Array.of(1, -2, 65504, 2 ** -24, -0, Infinity, 0.333251953125));
  });

  test.each([
    [
      'objects.npy',
      'parseNpy: objects.npy has Python objects, which are not read because they can run code; save numbers, with dtype=float',
    ],
    ['words.npy', 'parseNpy: words.npy has the type "<U2"; the types that are read are f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1'],
    ['records.npy', 'parseNpy: records.npy has records with named fields; save each field as an array of its own'],
    ['ids.npy', 'parseNpy: ids.npy has the whole number 9007199254740992; float64 is exact only from -(2^53 - 1) to 2^53 - 1'],
  ])('refuses %s', (name, message) => {
    expect(() => read(name)).toThrow(new InputError(message));
  });

  it('refuses another format, another length, and absurd sizes', () => {
    const file = toNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) });
    expect(() => parseNpy(new TextEncoder().encode('a,b\n1,2\n'), 'f.npy')).toThrow(
      new InputError('parseNpy: f.npy is not NPY: it starts with "a,b\\n1,"; NPY starts with 93 "NUMPY"'),
    );
    expect(() => parseNpy(file.subarray(0, -1), 'f.npy')).toThrow(
      new InputError('parseNpy: f.npy is too short: it has 143 bytes; shape [2, 2] of <f4 needs 144'),
    );
    expect(() => parseNpy(Uint8Array.of(...file, 0), 'f.npy')).toThrow('parseNpy: f.npy is too long: it has 145 bytes');
    const absurd = toNpy({ shape: [1], data: Float32Array.of(1) });
    const at = absurd.indexOf('('.charCodeAt(0));
    absurd.set(new TextEncoder().encode('(9999999999999999999,)}'), at);
    expect(() => parseNpy(absurd, 'f.npy')).toThrow('parseNpy: f.npy has shape [10000000000000000000], which is too large for a file');
  });

  it('refuses every part of a file, and takes or refuses other bytes', async () => {
    for (const name of ['le-f8.npy', 'fortran.npy', 'version-3.npy']) {
      await expectCutsRefused(fixture(name), (bytes) => parseNpy(bytes, name), { file: name });
      await expectFlipsHandled(fixture(name), (bytes) => parseNpy(bytes, name), { file: name });
    }
  });
});

describe('toNpy', () => {
  it('is undone by parseNpy', () => {
    const arrays = [Float32Array, Float64Array, Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array];
    fc.assert(
      fc.property(fc.constantFrom(...arrays), fc.array(fc.nat(4), { maxLength: 4 }), (Data, shape) => {
        const size = shape.reduce((product, n) => product * n, 1);
        const data = new Data(Array.from({ length: size }, (_, i) => i));
        expect(parseNpy(toNpy({ shape, data }), 'f')).toEqual({ name: 'f', shape, data });
      }),
    );
  });

  it('refuses what NumPy has no type for, and a shape that does not fit', () => {
    expect(() => toNpy({ shape: [1], data: [1] as any })).toThrow(new InputError('toNpy: data must be a typed array, not [1]'));
    expect(() => toNpy({ shape: [3], data: Float32Array.of(1) })).toThrow(new InputError('toNpy: shape [3] needs 3 values, not 1'));
  });
});

describe('fromNpy', () => {
  const X = { name: 'X', shape: [2, 2, 2], data: Uint8Array.of(0, 51, 255, 0, 1, 2, 3, 4) };
  const y = { name: 'y', shape: [2], data: Float64Array.of(0, 1) };

  it('gives a dataset of the examples along the first axis', () => {
    expect(fromNpy(X, y)).toMatchObject({ name: 'X', shape: [2, 2], values: X.data, labels: Int32Array.of(0, 1) });
    const { shape, values } = fromNpy(X, undefined, { shape: [2, 2, 1], scale: 1 / 255 });
    expect(shape).toEqual([2, 2, 1]);
    expect((values as Float32Array).slice(0, 3)).toEqual(Float32Array.of(0, 0.2, 1));
  });

  test.each<[() => unknown, string]>([
    [() => fromNpy(y), 'fromNpy: y has shape [2]; examples have shape [examples, features, …]'],
    [() => fromNpy({ ...X, shape: [0, 2], data: new Uint8Array(0) }), 'fromNpy: X has shape [0, 2], so it has no values'],
    [() => fromNpy(X, { ...y, data: Float64Array.of(1), shape: [1] }), 'fromNpy: X has 2 examples, and y has shape [1]'],
    [
      () => fromNpy(X, { ...y, data: Float64Array.of(0, 0.5) }),
      'fromNpy: y has the label 0.5; labels are whole numbers from 0 to 2147483647',
    ],
    [() => fromNpy(X, y, { classes: ['one'] }), 'fromNpy: y has the label 1; labels are whole numbers from 0 to 0'],
    [() => fromNpy(X, y, { shape: [3] }), 'fromNpy: shape [3] has 3 values; an example of X has [2, 2], 4 values'],
    [() => fromNpy(X, y, { scale: NaN }), 'fromNpy: scale must be a finite number, not NaN'],
  ])('refuses %s', (make, message) => {
    expect(make).toThrow(new InputError(message));
  });
});
