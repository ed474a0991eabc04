import { zipSync } from 'fflate';
import { InputError } from '@autoencoders/core';
import { describe, expect, it } from 'vitest';
import { expectCutsRefused, expectFlipsHandled } from '../test/damage.js';
import { fixture } from '../test/fixture.js';
import { parseNpz, toNpz } from './index.js';

const name = 'f.npz';
const parse = (bytes: Uint8Array): ReturnType<typeof parseNpz> => parseNpz(bytes, name);

describe('parseNpz', () => {
  it.each(['compressed.npz', 'stored.npz'])('reads %s as NumPy writes it', (file) => {
    const { X, y } = parseNpz(fixture(file), file);
    expect(X).toMatchObject({ name: `X.npy in ${file}`, shape: [20, 3] });
    expect([...X!.data.subarray(0, 3)]).toEqual([0.346, 0.822, 0.33]);
    expect(y!.data).toEqual(Float64Array.from({ length: 20 }, (_, i) => i % 2));
  });

  it('is the inverse of toNpz', () => {
    const a = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect(parse(toNpz({ a }))).toEqual({ a: { name: 'a.npy in f.npz', ...a } });
  });

  it('takes a name from the file, whatever it is', () => {
    const array = { shape: [1], data: Uint8Array.of(7) };
    expect(Object.keys(parse(toNpz(Object.fromEntries([['constructor', array]]))))).toEqual(['constructor']);
  });

  it('refuses another format and another content', () => {
    expect(() => parse(new Uint8Array(100))).toThrow(new InputError('parseNpz: f.npz is not a ZIP file, or its end is missing'));
    expect(() => parse(zipSync({ 'a.txt': new Uint8Array(3) }))).toThrow(
      new InputError('parseNpz: f.npz has the entry a.txt; each entry of an NPZ file is an NPY file'),
    );
  });

  it('refuses a bomb before it decompresses anything', () => {
    const bomb = zipSync({ 'a.npy': new Uint8Array(2 ** 20) });
    const listed = bomb.length - 22 - 46 - 'a.npy'.length;
    new DataView(bomb.buffer).setUint32(listed + 24, 2 ** 31 - 1, true);
    expect(() => parse(bomb)).toThrow(/^parseNpz: a.npy in f.npz claims 2147483647 bytes, more than \d+ compressed bytes can hold$/);
    const many = zipSync(Object.fromEntries(['a', 'b'].map((entry) => [`${entry}.npy`, new Uint8Array(2 ** 20)])));
    const view = new DataView(many.buffer);
    for (let at = 0; at < many.length - 46; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 2 ** 31 - 1, true);
    expect(() => parse(many)).toThrow(
      new InputError('parseNpz: f.npz has entries of 4294967294 bytes in all; at most 2147483648 are read'),
    );
  });

  it('refuses entries that share their bytes, which a small file can have many of', () => {
    const two = zipSync({ 'a.npy': new Uint8Array(2 ** 10).map((_, i) => (i * i) % 251), 'b.npy': new Uint8Array(1) }, { level: 0 });
    const view = new DataView(two.buffer);
    const listed = Array.from({ length: two.length - 46 }, (_, at) => at).filter((at) => view.getUint32(at, true) === 0x02014b50);
    // The second entry is the first again.
    for (const field of [16, 20, 24, 42]) view.setUint32(listed[1]! + field, view.getUint32(listed[0]! + field, true), true);
    expect(() => parse(two)).toThrow(new InputError('parseNpz: the list of entries of f.npz is damaged: they are larger than the file'));
  });

  it('refuses other bytes in the values by the checksum', () => {
    const stored = fixture('stored.npz');
    stored[300]! ^= 1;
    expect(() => parse(stored)).toThrow(new InputError('parseNpz: X.npy in f.npz is damaged: its checksum does not fit'));
  });

  it.each(['compressed.npz', 'stored.npz'])('refuses every part of %s, and takes or refuses other bytes', async (file) => {
    await expectCutsRefused(fixture(file), parse, { file: name });
    await expectFlipsHandled(fixture(file), parse, { file: name });
  });
});
