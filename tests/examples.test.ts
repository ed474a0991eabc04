import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { codeBlocks } from './code-blocks.js';

/*
 * Every complete example of the READMEs and of the site runs: the blocks fenced as ```ts are copied out and imported as modules. Those
 * fenced as ```ts no-run are excerpts.
 */
const blocks = codeBlocks.filter(({ kind }) => kind === 'example');

// Beside this test, so that the packages resolve as they do here. What an example writes goes into it, too.
const folder = mkdtempSync(join(import.meta.dirname, '.examples-'));
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** What an example printed, call by call. */
type Printed = readonly (readonly any[])[];

/** Binary cross-entropy of a digit, in nats, that is always drawn as the mean of all digits, and squared error of the same. */
const MEAN_DIGIT = 27.11;
const MEAN_DIGIT_SQUARED = 4.69;

const lastOf = (printed: Printed, column: number): number => printed.filter(([first]) => typeof first === 'number').at(-1)![column];

/** What the examples that train must reach, by name: each must learn what one can see. */
const reached: Readonly<Record<string, (printed: Printed) => void>> = {
  'README.md, example 1': (printed) => expect(lastOf(printed, 1)).toBeLessThan(0.4 * MEAN_DIGIT_SQUARED),
  'README.md, example 2'(all) {
    const [[epochs, validation, stopped], ...printed] = all as readonly [any[], ...any[][]];
    expect([epochs, stopped]).toEqual([10, 'completed']);
    expect(validation).toBeLessThan(MEAN_DIGIT + 2);
    // It breaks off before the last of its 20 epochs.
    expect(printed.length).toBeLessThan(18);
    expect(lastOf(printed, 2)).toBeLessThan(22);
  },
  'docs/start.md, example 1': (printed) => expect(lastOf(printed, 1)).toBeLessThan(0.4 * MEAN_DIGIT_SQUARED),
  'docs/tutorials/undercomplete.md, example 1'(printed) {
    const [components, linear, deep] = printed.map(([, error]) => Number(error)) as [number, number, number];
    expect(linear).toBeGreaterThan(components);
    expect(linear).toBeLessThan(1.1 * components);
    expect(deep).toBeLessThan(0.8 * components);
  },
  'docs/tutorials/sparse.md, example 1'(printed) {
    expect(Number(lastOf(printed, 1))).toBeLessThan(0.75 * MEAN_DIGIT_SQUARED);
    expect(Number(printed.at(-1)![1])).toBeLessThan(0.1);
  },
  'docs/tutorials/stacked.md, example 1'(printed) {
    const [pretrained, random] = printed.map(([, found]) => Number(found)) as [number, number];
    expect(pretrained).toBeGreaterThan(random + 0.05);
  },
  'docs/tutorials/convolutional.md, example 1': (printed) => expect(lastOf(printed, 1)).toBeLessThan(0.45 * MEAN_DIGIT_SQUARED),
  'docs/tutorials/denoising.md, example 1'(printed) {
    const [clean, noisy] = printed.map(([, error]) => Number(error)) as [number, number];
    expect(noisy).toBeLessThan(0.7 * clean);
  },
  'docs/tutorials/variational.md, example 1'(printed) {
    expect(Number(lastOf(printed, 1))).toBeLessThan(MEAN_DIGIT - 6);
    expect(Number(lastOf(printed, 2))).toBeGreaterThan(1);
    // Each latent is used.
    for (const [line] of printed.slice(-4)) {
      const [spread, sigma] = [/by ([\d.]+)/, /σ is ([\d.]+)/].map((number) => Number(number.exec(line)![1])) as [number, number];
      expect(spread).toBeGreaterThan(0.5);
      expect(sigma).toBeLessThan(0.8);
    }
  },
  'docs/how-to/code-size.md, example 1'(printed) {
    expect(printed.map(([latents]) => latents)).toEqual([2, 4, 8, 16]);
    for (const [, , error, , linear] of printed) expect(Number(error)).toBeLessThan(Number(linear));
  },
  'docs/how-to/code-size.md, example 2'(printed) {
    expect(printed.map((line) => line.at(-1))).toEqual([8, 8, 0]);
    const likelihoods = printed.map((line) => Number(line[3]));
    expect(likelihoods).toEqual(likelihoods.toSorted((a, b) => a - b));
  },
  'docs/how-to/pictures.md, example 1': (printed) => expect(Number(lastOf(printed, 1))).toBeLessThan(1.2),
  'docs/how-to/series.md, example 1'(printed) {
    expect(Number(lastOf(printed, 1))).toBeLessThan(0.5); // its noise alone costs 0.24
    expect(Math.abs(Number(printed.at(-1)![1]) - Number(printed.at(-1)![3]))).toBeLessThan(0.2);
  },
  'docs/how-to/tables.md, example 1'(printed) {
    expect(printed[0]![0]).toContain('its cells are whole numbers');
    // A model that knows the mean or the shares of each of four columns alone has a loss of 4.
    expect(Number(printed[1]![1])).toBeLessThan(0.5);
    expect(Math.abs(printed[2]![0].area - 55)).toBeLessThan(10);
  },
  'docs/how-to/anomalies.md, example 1'(printed) {
    expect(printed[0]![0]).toContain('are expected to be alarms');
    expect(printed.slice(1).map(([row, alarm]) => [row, alarm])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(printed[2]![2]).toBe('power');
  },
  'docs/how-to/reproduce.md, example 1': (printed) => expect(printed.map(([, same]) => same)).toEqual([true, false]),
  'packages/metrics/README.md, example 1'(printed) {
    const [rSquared, psnr, ssim, knn, [linear], silhouette] = printed.slice(20).map((line) => (line.length > 1 ? line : line[0]));
    expect(printed[19]![1]).toBeLessThan(0.5 * MEAN_DIGIT_SQUARED);
    expect(rSquared).toBeGreaterThan(0.5);
    expect(psnr).toBeGreaterThan(14);
    expect(ssim).toBeGreaterThan(0.7);
    expect(knn).toBeGreaterThan(0.9);
    expect(linear).toBeGreaterThan(0.85);
    expect(silhouette).toBeGreaterThan(0.15);
  },
  'packages/metrics/README.md, example 2'(printed) {
    const [[elbo, , kl], [nll], [active], [trust]] = printed.slice(20) as [number[], number[], number[], number[]];
    expect(elbo).toBeLessThan(26);
    expect(kl).toBeGreaterThan(1);
    expect(nll).toBeLessThan(elbo!);
    expect(active).toBe(2);
    expect(trust).toBeGreaterThan(0.75);
  },
  'packages/exchange/README.md, example 4': (printed) => expect(lastOf(printed, 1)).toBeLessThan(MEAN_DIGIT - 4),
  'packages/models/README.md, example 1': (printed) => expect(lastOf(printed, 1)).toBeLessThan(MEAN_DIGIT - 1.5),
  'packages/models/README.md, example 2'(printed) {
    expect(printed.slice(0, 40).map(([level]) => level)).toEqual([...Array(20).fill(1), ...Array(20).fill(2)]);
    expect(printed[19]![1]).toBeLessThan(17);
    expect(lastOf(printed, 0)).toBeGreaterThan(0.95);
  },
  'packages/models/README.md, example 3'(printed) {
    expect(lastOf(printed, 1)).toBeLessThan(0.2 * MEAN_DIGIT_SQUARED);
    expect(printed.at(-1)![1]).toBeLessThan(0.05);
  },
  'packages/models/README.md, example 4': (printed) => expect(lastOf(printed, 1)).toBeLessThan(0.5 * MEAN_DIGIT_SQUARED),
  'packages/anomaly/README.md, example 1'(printed) {
    expect(printed[0]![0]).toContain('are expected to be alarms');
    // A new belt that is too loud: either may be wrong.
    const blamed = (column: string): string => (column === 'belt' ? 'noise' : column);
    expect(printed.slice(1).map(([i, alarm, , column]) => [i, alarm, i === 0 || blamed(column)])).toEqual([
      [0, 0, true],
      [1, 1, 'noise'],
      [2, 1, 'power'],
    ]);
  },
  'packages/anomaly/README.md, example 3'(printed) {
    expect(printed[0]![0]).toContain('independent ones');
    const found = printed.filter(([first]) => typeof first === 'number') as [number, number, number, string][];
    expect(found.some(([start, end, peak]) => start < 330 && end > 300 && peak > 250 && peak < 380)).toBe(true);
    for (const [, , , column] of found) expect(column).toBe('load');
    // Online, the same steps are alarms, but for those that join events and those before a run is long enough.
    const rows = printed.filter(([first]) => first === 'alarm at').map(([, step]) => step as number);
    expect(rows.some((step) => step > 250 && step < 380)).toBe(true);
    for (const step of rows) expect(found.some(([start, end]) => step >= start && step < end)).toBe(true);
  },
  'packages/tables/README.md, example 1'(all) {
    const [[schema], ...printed] = all as readonly [string[], ...any[][]];
    expect(schema).toContain('its cells are whole numbers');
    // A model that knows the mean or the shares of each of five columns alone has a loss of 5.
    expect(lastOf(printed, 1)).toBeLessThan(1.5);
    expect(printed.at(-1)![0].rent).toBeGreaterThan(0);
  },
  'packages/exchange/README.md, example 2': (printed) => expect(printed[0]![0]).toBeLessThan(30_000),
  'packages/training/README.md, example 1': (printed) => expect(printed.at(-1)![1]).toBeLessThan(0.6 * MEAN_DIGIT_SQUARED),
  'packages/training/README.md, example 2'(printed) {
    const [[, , , first], [epoch, step, steps, last]] = printed as [number[], number[]];
    expect([epoch, step]).toEqual([2, steps]);
    expect(last).toBeLessThan(first!);
  },
  'packages/training/README.md, example 3': (printed) => expect(lastOf(printed, 2)).toBeLessThan(MEAN_DIGIT - 4),
  'packages/training/README.md, example 4'(printed) {
    const [pretrained, random] = printed.filter(([start]) => typeof start === 'object').map(([, accuracy]) => accuracy as number);
    expect(pretrained).toBeGreaterThan(0.75);
    expect(pretrained).toBeGreaterThan(random!);
  },
  'packages/training/README.md, example 5'(printed) {
    expect(printed.map(([epoch]) => epoch)).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6]);
    expect(printed.slice(3, 6)).toEqual(printed.slice(0, 3));
    expect(lastOf(printed, 1)).toBeLessThan(0.8 * MEAN_DIGIT_SQUARED);
  },
  'packages/variants/README.md, example 1': (printed) => expect(lastOf(printed, 1)).toBeLessThan(printed[0]![1] as number),
};

test('there are examples, and those that train have something to reach', () => {
  expect(blocks.length).toBeGreaterThan(10);
  const training = blocks
    .filter(({ code }) => /\bawait (\(.* of (tensorboard\()?)?(fit|fitDetector|fitSeries|fitSeriesDetector|pretrain|training)\b/.test(code))
    .map(({ name }) => name);
  expect(Object.keys(reached).sort()).toEqual(training.filter((name) => !name.includes('report')).sort());
});

test.each(blocks)('$name runs', async ({ name, code }) => {
  const printed: any[][] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...line) => void printed.push(line));
  const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.ts`);
  writeFileSync(file, code);
  await import(/* @vite-ignore */ file).finally(() => log.mockRestore());
  reached[name]?.(printed);
});
