import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toNpy, toNpz } from '@autoencoders/files';
import { toPng } from '@autoencoders/report';
import { cli, temporaryFolder } from '../../test/helpers.js';
import { nearest } from './nearest.js';

const at = temporaryFolder();
const quick = ['--epochs', '2', '--backend', 'wasm', '--force'];
const figures = (run: string): any => JSON.parse(readFileSync(`${run}/figures.json`, 'utf8'));
const said = (text: string): string => text.replaceAll(/\s+/g, ' ');

/** A picture of one colour as PNG. */
function png(size: number, colour: readonly number[]): Uint8Array {
  const values = Float32Array.from({ length: size * size * 3 }, (_, i) => colour[i % 3]!);
  return toPng({ shape: [size, size, 3], values }, { columns: 1 });
}

/** A folder of `count` pictures in each class, red and blue ones. */
function pictures(name: string, count: number, size = 8, classes: readonly string[] = ['blue', 'red']): string {
  for (const own of classes) {
    mkdirSync(at(name, own), { recursive: true });
    for (let i = 0; i < count; i++)
      writeFileSync(at(name, own, `${i}.png`), png(size, own === 'red' ? [1, i / (2 * count), 0] : [0, i / (2 * count), 1]));
  }
  return at(name);
}

test('a folder of pictures trains in colour, with its folders as classes, and new pictures are read alike', async () => {
  const [folder, run] = [pictures('photos', 20), at('of photos')];
  const side = readPngSize(readFileSync(at('photos/red/0.png')))[0];
  for (const variant of ['undercomplete', 'convolutional']) {
    const { code, err } = await cli('train', variant, '--data', folder, ...quick, '--out', run);
    expect([code, err]).toEqual([0, expect.stringContaining('photos: 36 training examples, 4 test examples')]);
    expect(figures(run)).toMatchObject({ shape: [side, side, 3], reading: { size: [side, side], grey: false, classes: ['blue', 'red'] } });
  }
  expect((await cli('reconstruct', run, '--out', at('r.png'), '--backend', 'wasm')).code).toBe(0);
  // Of another size, in one of the classes.
  const fresh = pictures('fresh', 3, 11, ['red']);
  const { out } = await cli('encode', run, '--data', fresh, '--backend', 'wasm');
  const [heading, ...rows] = out.trim().split('\n');
  expect(heading).toMatch(/^file,z1,.*,label$/);
  expect(rows.map((row) => [row.split(',')[0], row.split(',').at(-1)])).toEqual([0, 1, 2].map((i) => [`red/${i}.png`, 'red']));
  expect((await cli('evaluate', run, '--data', fresh, '--backend', 'wasm')).err).toContain('fresh (all), 3 examples');
  expect((await cli('evaluate', run, '--backend', 'wasm')).err).toContain('(test, held out of the training part), 4 examples');
}, 60_000);

/** The width and height in the header of a PNG. */
const readPngSize = (bytes: Buffer): readonly number[] => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

test('--size and --grey make pictures of all sizes alike, and folders train and test are the parts', async () => {
  pictures('parts/train', 6, 8);
  pictures('parts/test', 2, 9);
  const { err } = await cli('train', 'sparse', '--data', at('parts'), '--size', '6x5', '--grey', ...quick, '--out', at('grey'));
  expect(err).toContain('parts: 12 training examples, 4 test examples; backend');
  expect(figures(at('grey'))).toMatchObject({ shape: [6, 5, 1], reading: { size: [6, 5], grey: true } });
  expect(err).toMatch(/train sparse --data \S*parts --grey --size 6x5 --latent/);
});

test('arrays of NumPy train, with labels, scaled by what was saved', async () => {
  const X = { shape: [40, 4, 3], data: Uint8Array.from({ length: 480 }, (_, i) => (i * 37) % 256) };
  const y = { shape: [40], data: Uint8Array.from({ length: 40 }, (_, i) => i % 2) };
  writeFileSync(at('a.npz'), toNpz({ X, y }));
  const { err, code } = await cli(
    'train',
    'undercomplete',
    '--data',
    at('a.npz'),
    '--array',
    'X',
    '--label',
    'y',
    ...quick,
    '--out',
    at('np'),
  );
  expect([code, err]).toEqual([0, expect.stringContaining('a.npz: 36 training examples, 4 test examples')]);
  expect(figures(at('np'))).toMatchObject({ shape: [4, 3, 1], reading: { array: 'X', label: 'y', range: [0, 255] } });
  // New data of one array, without labels: the same bytes as floats give the same codes.
  writeFileSync(at('b.npy'), toNpy({ shape: X.shape, data: Float32Array.from(X.data) }));
  const [bytes, floats] = [await cli('encode', at('np'), '--data', at('b.npy')), await cli('encode', at('np'), '--part', 'all')];
  expect(bytes.out.split('\n').slice(1, 3)).toEqual(
    floats.out
      .split('\n')
      .slice(1, 3)
      .map((line) => line.replace(/,\d+$/, '')),
  );
  expect((await cli('finetune', at('np'), '--labels', '10', '--no-random', ...quick, '--out', at('tuned'))).code).toBe(0);
});

test('an array of rows whose columns have units of their own is a table', async () => {
  const data = Float64Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? Math.sin(i) * 1000 : Math.cos(i)));
  writeFileSync(at('table.npy'), toNpy({ shape: [100, 2], data }));
  expect((await cli('inspect', at('table.npy'))).out).toContain('100 rows, 2 columns, 2 used');
  expect((await cli('train', 'undercomplete', '--data', at('table.npy'), ...quick, '--out', at('tab'))).code).toBe(0);
  const { out } = await cli('reconstruct', at('tab'), '--data', at('table.npy'));
  expect([out.split('\n')[0], out.trim().split('\n').length]).toEqual(['x1,x2', 101]);
});

test('CIFAR-10 is read from its files, by name and as a folder, and its model finds them again', async () => {
  mkdirSync(at('cifar'));
  const batch = (...labels: readonly number[]): Uint8Array =>
    Uint8Array.from(labels.flatMap((label) => [label, ...Array.from({ length: 3072 }, (_, i) => (label * 20 + i) % 256)]));
  for (let i = 1; i <= 5; i++) writeFileSync(at('cifar', `data_batch_${i}.bin`), batch(i, i + 1, i + 2));
  writeFileSync(at('cifar/test_batch.bin'), batch(0, 9));
  const { code, err } = await cli(
    'train',
    'sparse',
    '--data',
    'cifar-10',
    '--folder',
    at('cifar'),
    '--latent',
    '8',
    ...quick,
    '--out',
    at('c'),
  );
  expect([code, err]).toEqual([0, expect.stringContaining('15 training examples, 2 test examples; backend')]);
  expect(figures(at('c'))).toMatchObject({ dataset: 'cifar-10', shape: [32, 32, 3], reading: { folder: at('cifar') } });
  expect((await cli('encode', at('c'))).out).toMatch(/,airplane\n.*,truck\n$/);
  expect((await cli('inspect', at('cifar'))).out).toContain('15 examples of 32 × 32 × 3, with labels (airplane, automobile,');
});

test('what cannot be read is said in one sentence', async () => {
  pictures('sizes', 2, 8, ['red']);
  writeFileSync(at('sizes/red/9.png'), png(9, [0, 0, 0]));
  cpSync(at('sizes'), at('damaged'), { recursive: true });
  writeFileSync(at('damaged/red/1.png'), readFileSync(at('sizes/red/0.png')).subarray(0, 60));
  mkdirSync(at('nothing'));
  writeFileSync(at('nothing/notes.txt'), '');
  writeFileSync(
    at('two.npz'),
    toNpz({ a: { shape: [2], data: Float32Array.of(1, 2) }, b: { shape: [2, 1], data: Float32Array.of(1, 2) } }),
  );
  writeFileSync(at('rows.csv'), 'a,b\n1,2\n3,5\n');
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['the pictures differ in size: ', ['--data', at('sizes')]],
    ['give one for all, such as --size 64x64', ['--data', at('sizes')]],
    ['red/1.png is incomplete or damaged', ['--data', at('damaged'), '--size', '8']],
    ['has neither pictures (.png, .jpg, .jpeg, .webp) nor IDX files; it holds notes.txt', ['--data', at('nothing')]],
    ['has 2 arrays: a [2], b [2, 1]; choose one with --array', ['--data', at('two.npz')]],
    ['--array c: ', ['--data', at('two.npz'), '--array', 'c']],
    ['is one picture; name its folder', ['--data', at('sizes/red/0.png')]],
    ['is not a table, and this command needs one', ['--data', at('sizes'), '--window', '3']],
    ['--window 3 is longer than rows.csv, which has 2 steps', ['--data', at('rows.csv'), '--window', '3']],
    ['did you mean fashion-mnist?', ['--data', 'fashon-mnist']],
    ['--grey is for a folder of pictures', ['--data', 'digits', '--grey']],
    ['--data cifar-10 needs --folder', ['--data', 'cifar-10']],
    ['It must be height x width, such as 28x28.', ['--data', at('sizes'), '--size', '0x3']],
  ];
  for (const [message, args] of cases) {
    const { err, code } = await cli('train', 'sparse', ...args, '--out', at('never'));
    expect([said(err), code]).toEqual([expect.stringContaining(message), 2]);
  }
  expect(existsSync(at('never'))).toBe(false);
});

test('the nearest words', () => {
  expect(nearest('minst', ['mnist', 'digits'])).toEqual(['mnist']);
  expect(nearest('photo', ['photos', 'Photo', 'table'])).toEqual(['Photo', 'photos']);
  expect(nearest('x', ['mnist'])).toEqual([]);
});
