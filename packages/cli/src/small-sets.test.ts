import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli, long, temporaryFolder, writeImages } from '../test/helpers.js';
import type { Made } from '../test/helpers.js';
import { classesFor, drawRows } from './labels.js';
import { batchingFor } from './fit-with-progress.js';
import { variants } from './variants/index.js';

const at = temporaryFolder();
const quick = ['--epochs', '1', '--backend', 'wasm'];

let folders = 0;
function images(made: Made): string {
  const folder = at(`images-${folders++}`);
  mkdirSync(folder);
  writeImages(folder, made);
  return folder;
}

const counted = (count: number): number[] => Array.from({ length: count }, (_, i) => i % 3);
const whole = ['figures.json', 'model.safetensors', 'report.html'];
const figures = (run: string): any => JSON.parse(readFileSync(`${run}/figures.json`, 'utf8'));

/** Shapes of images and how many there are; those of the long form lie between the others. */
const sets: readonly (readonly [shape: number[], count: number])[] = [
  [[1, 1], 1],
  [[5, 7], 11],
  [[9, 2, 4], 12],
];
const between: typeof sets = [
  [[1, 6], 2],
  [[3, 10, 3], 4],
];

test.each([...sets, ...(long ? between : [])])(
  'every variant learns images of %j, %d of them without a test part, and what it learned can be used',
  async (shape, count) => {
    const folder = images({ shape, labels: counted(count) });
    for (const { name } of variants) {
      const run = at(`${name} of ${shape}`);
      const trained = await cli('train', name, '--data', folder, ...quick, '--out', run);
      expect([name, trained.code, trained.err]).toEqual([
        name,
        0,
        expect.stringContaining('there is no test part, so every tenth example is held out'),
      ]);
      expect(readdirSync(run).sort()).toEqual(whole);
      const judged = await cli('evaluate', run, '--backend', 'wasm');
      expect(judged.err).toContain('(test, held out of the training part)');
      expect(Number(judged.out.match(/^loss\t(.*)$/m)![1])).toBeCloseTo(figures(run).test.loss, 1);
      expect((await cli('reconstruct', run, '--out', at('p.png'))).code).toBe(0);
    }
  },
  120_000,
);

test.each([
  ['the same image again and again', { pixel: () => 77 }],
  ['nothing but black', { pixel: () => 0 }],
  ['one class', { labels: Array<number>(30).fill(4) }],
  ['labels of large numbers', { labels: Array.from({ length: 30 }, (_, i) => (i % 2) * 2_000_000_000) }],
])('%s can be learned', async (_, more) => {
  const folder = images({ shape: [3, 3], labels: counted(30), ...more });
  for (const name of ['undercomplete', 'sparse', 'variational']) {
    const run = at(`${name} ${folders}`);
    expect((await cli('train', name, '--data', folder, ...quick, '--out', run)).code).toBe(0);
    expect(readdirSync(run).sort()).toEqual(whole);
    expect(Object.values(figures(run).measures).every(Number.isFinite)).toBe(true);
  }
});

test.each([
  [1, 1],
  [100, 100],
  [200, 128],
])('of %d examples, a batch of 128 has %d', async (limit, batch) => {
  for (const command of [
    ['train', 'undercomplete'],
    ['pretrain', '--units', '4'],
  ]) {
    const run = at(`${command[0]} ${limit}`);
    expect((await cli(...command, '--data', 'digits', '--limit', String(limit), ...quick, '--out', run)).code).toBe(0);
    expect(figures(run).training.batch).toBe(batch);
  }
});

test('a share for validation is one example at least, and never all', () => {
  expect(batchingFor({ batch: 128, validation: 0.1 }, 100)).toEqual({ batch: 90, validation: 0.1 });
  for (const [share, examples, left] of [
    [0.1, 3, 2],
    [0.001, 100, 99],
    [0.999, 100, 1],
    [0.9, 2, 1],
    [0.5, 2, 1],
  ] as const) {
    const { batch, validation } = batchingFor({ batch: 128, validation: share }, examples);
    expect([batch, examples - Math.round(validation! * examples)]).toEqual([left, left]);
  }
  expect(() => batchingFor({ batch: 1, validation: 0.5 }, 1)).toThrow(
    '--validation 0.5: there is only one example, and none can be held out',
  );
});

test('training with validation works from two examples on', async () => {
  const { code } = await cli(
    'train',
    'undercomplete',
    '--data',
    'digits',
    '--limit',
    '2',
    '--validation',
    '0.1',
    ...quick,
    '--out',
    at('two'),
  );
  expect(code).toBe(0);
  expect(figures(at('two')).history[0].validation.loss).toBeGreaterThan(0);
});

/** 90 of class 0, then 9 of class 1, and a single one of class 2. */
const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : i < 99 ? 1 : 2));

test.each([1, 2, 3, 4, 10, 100])('a draw of %d labels holds every class where it can, and no example twice', (amount) => {
  for (let seed = 0; seed < 50; seed++) {
    const rows = drawRows(labels, amount, seed);
    expect(new Set(rows).size).toBe(amount);
    expect(new Set(rows.map((row) => labels[row]!)).size).toBe(Math.min(amount, 3));
  }
});

test('a draw that holds every class is left as it is', () => {
  const even = Int32Array.from({ length: 100 }, (_, i) => i % 2);
  const rows = drawRows(even, 20, 3);
  expect(rows).toEqual(drawRows(new Int32Array(100), 20, 3));
});

test('finetune learns from as many labels as there are classes, and says where they are fewer', async () => {
  const folder = images({ shape: [4, 4], labels: [...labels], test: counted(9) });
  await cli('train', 'undercomplete', '--data', folder, ...quick, '--out', at('base'));
  const tune = (...args: string[]) => cli('finetune', at('base'), ...quick, '--no-random', '--out', at('tuned'), '--force', ...args);
  for (const amount of ['2', '3', '4']) {
    const { code, err } = await tune('--labels', amount);
    expect(code).toBe(0);
    expect(err.includes('2 labels are too few for 3 classes. 2 classes are learned, from one label each.')).toBe(amount === '2');
  }
  expect((await tune('--labels', '4', '--validation', '0.1')).code).toBe(0);
  expect((await tune('--labels', '1')).err).toContain(
    '--labels 1 are labels of one class; a classifier needs two, so give --labels 2 or more',
  );
  const alike = images({ shape: [4, 4], labels: Array<number>(20).fill(7) });
  expect((await tune('--data', alike)).err).toContain('have the label 7; a classifier needs two classes');
  const large = images({ shape: [4, 4], labels: [0, 1, 2_000_000_000] });
  expect((await tune('--data', large)).err).toContain('go up to 2,000,000,000; there may be 1,000 classes, from 0 to 999');
});

test('classes have the names of their labels, and no more of them than there are', () => {
  expect(classesFor({ labels: Int32Array.of(0, 2) })).toEqual({ labels: Int32Array.of(0, 2), classes: ['0', '1', '2'] });
  expect(classesFor({ labels: Int32Array.of(7, 2e9, 7) })).toEqual({ labels: Int32Array.of(0, 1, 0), classes: ['7', '2000000000'] });
  expect(classesFor({ labels: Int32Array.from({ length: 101 }, (_, i) => i) })).toBeUndefined();
});

test('images that a model flattened are drawn in their own shape', async () => {
  const folder = images({ shape: [4, 10], labels: counted(20) });
  await cli('train', 'variational', '--data', folder, ...quick, '--out', at('wide'));
  await cli('sample', at('wide'), '--count', '1', '--out', at('wide.png'));
  const png = readFileSync(at('wide.png'));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([10 * 14 + 1, 4 * 14 + 1]);
});
