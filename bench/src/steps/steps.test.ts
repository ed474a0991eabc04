import { describe, expect, test } from 'vitest';
import { stepFlops, taskFlops } from './arithmetic.js';
import { contenders } from './contenders.js';
import { startingWeights } from './data.js';
import { limitsOf, markdown, table } from './markdown.js';
import { flopsPerTurn, loopsOf, multiplyAddModule } from './multiply-add.js';
import type { Loop } from './multiply-add.js';
import { effortFor, isFull, optionsOf, takingPart } from './options.js';
import { modelResult, productResult, strangers } from './results.js';
import { share } from './rounds.js';
import type { Measured } from './rounds.js';
import { difference, median, ratio } from './statistics.js';
import { judge } from './targets.js';
import { models, products } from './tasks.js';

const [small] = models;

describe('arithmetic', () => {
  test('of a dense layer: 2·batch·in·out, three times, but twice for the first', () => {
    const layers = [
      { kind: 'dense', inputs: 5, outputs: 7, activation: 'relu', side: 1 },
      { kind: 'dense', inputs: 7, outputs: 3, activation: 'relu', side: 1 },
    ] as const;
    expect(stepFlops({ layers }, 11)).toBe(2 * (2 * 11 * 5 * 7) + 3 * (2 * 11 * 7 * 3));
  });

  test('of convolutions: each tap at each pixel of the smaller image', () => {
    const convolution = { kind: 'convolution', inputs: 2, outputs: 4, activation: 'relu', side: 7 } as const;
    expect(stepFlops({ layers: [convolution] }, 3)).toBe(2 * (2 * 3 * (4 * 4) * 9 * 2 * 4));
    expect(stepFlops({ layers: [{ ...convolution, kind: 'transposed' }] }, 3)).toBe(2 * (2 * 3 * (7 * 7) * 9 * 2 * 4));
  });

  test('of the models, in millions', () => {
    expect(models.map((task) => Math.round(taskFlops(task) / 1e6))).toEqual([135, 740, 1975, 420, 460, 282]);
    expect(taskFlops(products[0]!)).toBe(2 * 64 ** 3);
  });
});

test('starting weights: kernels within their bound, biases 0', () => {
  const start = startingWeights(small!);
  expect(start.length).toBe(784 * 128 + 128 + 128 * 32 + 32 + 32 * 128 + 128 + 128 * 784 + 784);
  const kernel = start.subarray(0, 784 * 128);
  const limit = Math.sqrt(6 / (784 + 128));
  expect(Math.max(...kernel.map(Math.abs))).toBeCloseTo(limit, 4);
  expect(kernel.reduce((a, b) => a + b) / kernel.length).toBeCloseTo(0, 3);
  expect(new Set(start.subarray(784 * 128, 784 * 128 + 128))).toEqual(new Set([0]));
});

test('medians, ratios round by round, differences', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
  // The second contender sat out the last round.
  expect(ratio([[10], [30], [80]], [[5], [10]])).toBe(2.5);
  expect(difference([1, 2, 9], [1, 2.5, 1], 2)).toBeCloseTo(0.2);
  expect(difference([NaN], [1])).toBe(Infinity);
});

test('steps are shared out by how long they take', () => {
  const effort = { rounds: 5, ms: 4000 };
  expect(share(4, effort)).toEqual({ steps: 200, rounds: 5 });
  expect(share(700, effort)).toEqual({ steps: 1, rounds: 5 });
  expect(share(8000, effort)).toEqual({ steps: 1, rounds: 3 });
  expect(share(8000, { ...effort, rounds: 2 })).toEqual({ steps: 1, rounds: 2 });
});

describe('the loop that multiplies and adds', () => {
  const run = (loop: Loop, turns: number): number => {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(multiplyAddModule(loop)));
    return (exports.run as (turns: number) => number)(turns);
  };

  test.each([...loopsOf('chained'), ...loopsOf('apart')])('computes: $accumulators $kind', ({ accumulators, kind }) => {
    // They start at 1, 2, 3 …; each turn halves their distance to 1, or adds ½ to every other one.
    const sum = (accumulators * (accumulators + 1)) / 2;
    const after = (turns: number): number =>
      kind === 'apart' ? sum + (turns * accumulators) / 4 : accumulators + (sum - accumulators) / 2 ** turns;
    expect([1, 3].map((turns) => run({ accumulators, kind }, turns))).toEqual([1, 3].map(after));
  });

  test('counts its operations: four lanes, two each', () => {
    expect(flopsPerTurn({ accumulators: 12, kind: 'chained' })).toBe(96);
    expect(flopsPerTurn({ accumulators: 12, kind: 'apart' })).toBe(48);
  });
});

describe('the command line', () => {
  test('chooses models and contenders', () => {
    expect(isFull(optionsOf([]))).toBe(true);
    expect(isFull(optionsOf(['--quick']))).toBe(false);
    expect(optionsOf(['--only', 'products']).tasks).toEqual(products);
    const options = optionsOf(['--only', 'convolutional', '--without', 'jax-js', '--quick']);
    expect(options.tasks.map(({ name }) => name)).toEqual(['convolutional']);
    expect(takingPart(options.tasks[0]!, contenders('', false), options).map(({ name }) => name)).toEqual(['ours', 'ours-2']);
    expect(effortFor(small!, options).rounds).toBeLessThan(effortFor(small!, optionsOf([])).rounds);
  });

  test('refuses what is not there', () => {
    expect(() => optionsOf(['--only', 'sparse'])).toThrow(/^--only sparse: there are dense-small, /);
    expect(() => optionsOf(['--without', 'ours'])).toThrow(/^--without ours: there are ours-2, ours-blas, tfjs-layers, /);
    expect(() => optionsOf(['--fast'])).toThrow("Unknown option '--fast'");
  });
});

test('tables line up, numbers to the right', () => {
  expect(
    table(
      ['who', 'ms'],
      [
        ['ours', '1.5'],
        ['x', '–'],
      ],
    ),
  ).toBe('| who  |  ms |\n| ---- | --: |\n| ours | 1.5 |\n| x    |   – |');
});

/** A contender whose steps take `ms`, in two rounds, and whose losses are `losses`. */
const measured = (name: string, ms: number, losses: readonly number[] = [2, 1]): Measured => ({
  contender: { name, title: `title of ${name}`, peer: '', setting: '', takes: () => true },
  ready: { version: 'v1', ms: [], losses },
  rounds: [
    { ms: [ms, ms, 9 * ms], losses: [] },
    { ms: [ms], losses: [] },
  ],
  peak: 100,
});

describe('results', () => {
  const all = [measured('ours', 2), measured('tfjs-layers', 18), measured('jax-js', 3, [2, 1.5]), measured('tfjs-layers-ours', 4)];
  const result = modelResult(small!, all);
  const product = productResult(
    products.find(({ name }) => name === 'product-512-nn')!,
    [measured('ours', 5), measured('tfjs', 10), measured('limit-chained', 1), measured('limit-apart', 0.5)],
  );

  test('are medians, ratios and arithmetic over time', () => {
    expect(result.entries.map(({ ms, ratio, steps }) => [ms, ratio, steps])).toEqual([
      [2, 1, 4],
      [18, 9, 4],
      [3, 1.5, 4],
      [4, 2, 4],
    ]);
    expect(result.entries[0]!.gflops).toBeCloseTo(taskFlops(small!) / 2e6, 6);
    expect(product).toMatchObject({ ratio: 2, limits: { chained: 100, apart: 200, fused: NaN }, difference: 0 });
    expect(product.shares.chained).toBeCloseTo((2 * 512 ** 3) / 5e6 / 100, 6);
  });

  test('name who computes something else', () => {
    expect(strangers([result], [product])).toEqual([
      'dense 784-128-32-128-784: the losses of title of jax-js differ from ours by 50 %: it computes something else',
    ]);
    expect(strangers([], [{ ...product, difference: 0.01 }])).toEqual(["product 512³: ours differs from stock tfjs's by 1.0 %"]);
  });

  test('are judged by what was asked for', () => {
    expect(judge([result], [product]).map(({ asked, reached, met }) => [asked, reached, met])).toEqual([
      ['≥ 8 ×', '9.00 ×', true],
      ['≥ 2.5 ×', '1.50 ×', false],
      ['≥ 4 ×', '4.50 ×', true],
      ['the same to 0.0001', '0.0e+0', true],
      ['≥ 85 %', '54 %', false],
    ]);
  });

  test('make a report that says what is missed', () => {
    const report = { machine: 'here', date: 'today', versions: ['v1'], models: [result], products: [product], limits: limitsOf([product]) };
    const text = markdown({ ...report, targets: judge([result], [product]) });
    expect(text).toContain('2 of 5 targets are missed.');
    expect(text).toMatch(/title of jax-js over|ours over title of jax-js/);
    expect(text).toMatch(/\| dense 784-128-32-128-784 +\| title of ours +\| +2\.00 \|/);
    expect(text).toMatch(/\| 512³ +\| +53\.7 \| +26\.8 \| +2\.00 \| +– \| +54 % \| +27 % \|/);
    expect(text).toContain('100.0 when each addition');
    expect(text).not.toContain('NaN');
  });
});
