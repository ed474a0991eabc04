import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { expectCutsRefused, expectFlipsHandled } from '../test/damage.js';
import { cifar10Classes, fromCifar10, fromCifar100 } from './index.js';
import { cifar10, openCifar10 } from './node.js';

/** A record: labels, and pixels whose red values are 0, 1, 2 … 255, 0 …; green values are 100 and blue values 200. */
const record = (...labels: readonly number[]): number[] => [
  ...labels,
  ...Array.from({ length: 1024 }, (_, i) => i % 256),
  ...Array<number>(1024).fill(100),
  ...Array<number>(1024).fill(200),
];
const batch = (...labels: readonly number[]): Uint8Array => Uint8Array.from(labels.flatMap((label) => record(label)));

describe('fromCifar10', () => {
  it('puts planes of red, green and blue into pixels from 0 to 1', () => {
    const { shape, values, labels, classes } = fromCifar10([batch(3), batch(9, 0)]);
    expect(shape).toEqual([32, 32, 3]);
    expect(labels).toEqual(Int32Array.of(3, 9, 0));
    expect(classes).toBe(cifar10Classes);
    expect(values).toHaveLength(3 * 3072);
    expect((values as Float32Array).slice(3072, 3078)).toEqual(Float32Array.of(0, 100 / 255, 200 / 255, 1 / 255, 100 / 255, 200 / 255));
    expect(fromCifar10(batch(3, 2, 1), { limit: 2 }).labels).toEqual(Int32Array.of(3, 2));
  });

  test.each<[() => unknown, string]>([
    [
      () => fromCifar10(batch(1).subarray(1)),
      'fromCifar10: CIFAR-10 has a file of 3072 bytes, which is not a whole number of records of 3073 bytes',
    ],
    [
      () => fromCifar10(new Uint8Array(0)),
      'fromCifar10: CIFAR-10 has a file of 0 bytes, which is not a whole number of records of 3073 bytes',
    ],
    [() => fromCifar10([]), 'fromCifar10: CIFAR-10 has no files'],
    [() => fromCifar10(batch(1, 10), { name: 'x' }), 'fromCifar10: picture 2 of x has the label 10; labels are from 0 to 9'],
    [() => fromCifar10([3] as any), 'fromCifar10: bytes must be a Uint8Array, not 3'],
    [() => fromCifar10('x.bin' as any), 'fromCifar10: files must be a Uint8Array or a list of them, not "x.bin"'],
  ])('refuses %s', (read, message) => {
    expect(read).toThrow(new InputError(message));
  });
});

describe('fromCifar100', () => {
  it('takes the fine or the coarse labels', () => {
    const file = Uint8Array.from([...record(19, 99), ...record(0, 1)]);
    expect(fromCifar100(file).labels).toEqual(Int32Array.of(99, 1));
    expect(fromCifar100(file, { labels: 'coarse' }).labels).toEqual(Int32Array.of(19, 0));
    expect(() => fromCifar100(file, { classes: ['apple'] })).toThrow(
      new InputError('fromCifar100: classes has 1 names; there are 100 fine labels'),
    );
    expect(() => fromCifar100(Uint8Array.from(record(20, 1)), { labels: 'coarse' })).toThrow(
      new InputError('fromCifar100: picture 1 of CIFAR-100 has the label 20; labels are from 0 to 19'),
    );
  });
});

describe('cifar10', () => {
  let folder: string;
  let archive: Uint8Array;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cifar-'));
    const inside = join(folder, 'cifar-10-batches-bin');
    mkdirSync(inside);
    for (let i = 1; i <= 5; i++) writeFileSync(join(inside, `data_batch_${i}.bin`), batch(i, i));
    writeFileSync(join(inside, 'test_batch.bin'), batch(7));
    writeFileSync(join(inside, 'readme.html'), 'CIFAR-10');
    execFileSync('tar', ['-czf', 'archive.tar.gz', 'cifar-10-batches-bin'], { cwd: folder });
    archive = readFileSync(join(folder, 'archive.tar.gz'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the files in a folder, and in the folder in CIFAR10', async () => {
    expect((await cifar10('train', { folder })).labels).toEqual(Int32Array.of(1, 1, 2, 2, 3, 3, 4, 4, 5, 5));
    const byRows = await openCifar10('train', { folder });
    expect(byRows).toMatchObject({ count: 10, shape: [32, 32, 3], labels: Int32Array.of(1, 1, 2, 2, 3, 3, 4, 4, 5, 5) });
    expect(await byRows.rows(Int32Array.of(9, 0))).toMatchObject({ labels: Int32Array.of(5, 1), classes: cifar10Classes });
    vi.stubEnv('CIFAR10', join(folder, 'cifar-10-batches-bin'));
    expect((await cifar10('test')).labels).toEqual(Int32Array.of(7));
    vi.stubEnv('CIFAR10', '');
    await expect(cifar10('test')).rejects.toThrow(
      /^cifar10: pass the folder with the files of CIFAR-10's binary version, or set CIFAR10; /,
    );
    vi.unstubAllEnvs();
  });

  it('reads an archive, downloaded from the address that is passed', async () => {
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const server = createServer((_, response) => response.end(archive));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const empty = mkdtempSync(join(folder, 'empty-'));
    await expect(cifar10('test', { folder: empty })).rejects.toThrow(/has neither test_batch.bin nor cifar-10-binary.tar.gz; pass a url/);
    await expect(cifar10('test', { folder: empty, url })).rejects.toThrow(/c4a38c50\w+ was expected/);
    expect((await cifar10('train', { folder: empty, url, sha256, limit: 3 })).labels).toEqual(Int32Array.of(1, 1, 2));
    server.close();
    expect((await cifar10('test', { folder: empty })).labels).toEqual(Int32Array.of(7));
  });

  it('refuses every part of an archive, and takes or refuses other bytes', async () => {
    const place = mkdtempSync(join(folder, 'damaged-'));
    const read = async (bytes: Uint8Array): Promise<unknown> => {
      writeFileSync(join(place, 'cifar-10-binary.tar.gz'), bytes);
      return cifar10('test', { folder: place });
    };
    await read(archive);
    await expectCutsRefused(archive, read, { file: 'cifar-10-binary.tar.gz', lengths: 60 });
    await expectFlipsHandled(archive, read, { file: place, runs: 60 });
  });
});
