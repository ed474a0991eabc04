import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { toNpz } from '@autoencoders/files';
import { toPng } from '@autoencoders/report';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../../test/helpers.js';
import type { Ran } from '../../test/helpers.js';

const at = temporaryFolder();
const quick = ['--method', 'pca', '--no-controls', '--backend', 'wasm'];
const figures = (run: string): any => JSON.parse(readFileSync(at(run, 'figures.json'), 'utf8'));
const csvRows = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

const SIDE = 6;
const noise = (i: number): number => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;

/** A bar on a noisy ground; with `spot`, the pixel in the upper left corner is white. */
const bar = (i: number, spot: boolean): Float32Array =>
  Float32Array.from({ length: SIDE * SIDE }, (_, p) => {
    if (spot && p === 0) return 1;
    return Math.floor(p / SIDE) === 2 + (i % 3) ? 0.8 + 0.2 * noise(i * 99 + p) : 0.1 * noise(i * 77 + p);
  });

/** A folder of pictures, some in each class. Those of other classes than `good` have a spot. */
function folder(name: string, classes: Readonly<Record<string, number>>): string {
  for (const [label, count] of Object.entries(classes)) {
    mkdirSync(at(name, label), { recursive: true });
    for (let i = 0; i < count; i++)
      writeFileSync(at(name, label, `${i}.png`), toPng({ shape: [SIDE, SIDE, 1], values: bar(i + count, label !== 'good') }));
  }
  return at(name);
}

describe('a folder of pictures', () => {
  let ran: Ran;
  beforeAll(async () => {
    folder('train', { good: 60 });
    folder('test', { good: 8, scratch: 4 });
    const args = ['--on', at('test'), '--usual', 'good', '--grey', '--run', at('run'), '--keep'];
    ran = await cli('detect', at('train'), ...args, ...quick);
  }, 120_000);

  test('gives a score for each file; a class that was not learned from is odd', () => {
    expect([ran.code, ran.err]).toEqual([0, expect.stringContaining('60 usual pictures; method pca')]);
    const [heading, ...rows] = csvRows(readFileSync(at('run', 'scores.csv'), 'utf8'));
    expect(heading).toEqual(['picture', 'file', 'score', 'p_value', 'alarm', 'class']);
    expect(rows.map((row) => row[1])).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `good/${i}.png`),
      ...[0, 1, 2, 3].map((i) => `scratch/${i}.png`),
    ]);
    expect(rows.slice(8).map((row) => [row[4], row[5]])).toEqual(Array.from({ length: 4 }, () => ['1', 'scratch']));
    expect(figures('run').methods[0].auroc).toBe(1);
    expect(ran.err).toMatch(/AUROC 1.*\n.*No drift was found: the 8 pictures/);
  });

  test('the report shows each odd picture beside its map', () => {
    const html = readFileSync(at('run', 'report.html'), 'utf8');
    expect(html.match(/class="score-map"/g)).toHaveLength(12);
    expect(html).toMatch(/alt="Score map: scratch\/\d\.png, class scratch, score/);
    expect(figures('run').oddest[0].file).toMatch(/^scratch/);
  });

  test('a saved detector reads others in the same way, and gives the same scores', async () => {
    const { code, out } = await cli('detect', '--model', at('run'), '--on', at('test'), '--keep', '--backend', 'wasm');
    expect([code, out]).toEqual([0, readFileSync(at('run', 'scores.csv'), 'utf8')]);
    expect((await cli('info', at('run'))).out).toMatch(/pictures +\[6, ?6, ?1\]/);
  });

  test('what does not fit is refused in a sentence', async () => {
    writeFileSync(at('wide.npz'), toNpz({ X: { shape: [12, 4, 4], data: new Float32Array(12 * 16) } }));
    for (const [args, message] of [
      [['--model', at('run'), '--on', at('wide.npz')], 'the detector takes pictures of'],
      [[at('train'), '--follow'], '--follow is for tables'],
      [[at('train'), '--usual', 'bad'], '--usual bad: train has no such class; it has good'],
      [[at('train'), '--columns', 'a'], '--columns is for tables'],
    ] as const) {
      const { code, err } = await cli('detect', ...args, ...(args.includes('--follow') ? [] : ['--run', at('refused')]), ...quick);
      expect([args, code, err]).toEqual([args, 2, expect.stringContaining(message)]);
    }
  });
});

test('digits: classes that are named are usual, all others are anomalies', async () => {
  const { code, err } = await cli('detect', 'digits', '--usual', '0,1', '--on', 'digits', '--run', at('digits'), ...quick);
  expect([code, err]).toEqual([0, expect.stringContaining('Of the classes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1 are usual')]);
  expect(err).toContain('306 usual pictures');
  expect(figures('digits')).toMatchObject({ data: 'digits', scored: { rows: 297, label: { usual: ['0', '1'] } } });
  expect(figures('digits').methods[0].auroc).toBeGreaterThan(0.95);
});

test('arrays of pictures are scored themselves, with the labels of an array', async () => {
  const pictures = Array.from({ length: 64 }, (_, i) => bar(i, i >= 60));
  const X = { shape: [64, SIDE, SIDE], data: Float32Array.from(pictures.flatMap((values) => [...values])) };
  const y = { shape: [64], data: Int32Array.from({ length: 64 }, (_, i) => (i < 60 ? 0 : 1)) };
  writeFileSync(at('a.npz'), toNpz({ X, y }));
  const args = ['--array', 'X', '--label', 'y', '--run', at('arrays')];
  const { code, err } = await cli('detect', at('a.npz'), ...args, ...quick);
  expect([code, err]).toEqual([0, expect.stringContaining('The 4 other pictures are anomalies')]);
  const [, ...rows] = csvRows(readFileSync(at('arrays', 'scores.csv'), 'utf8'));
  expect(rows.slice(60).map((row) => row[3])).toEqual(['1', '1', '1', '1']);
  expect(rows.slice(0, 60).filter((row) => row[3] === '1').length).toBeLessThan(4);
});
