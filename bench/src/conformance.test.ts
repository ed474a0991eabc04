import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { long } from '@autoencoders/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, wasmFolder } from './conformance/bundle.js';
import type { ContenderName } from './conformance/contenders.js';
import type { SuiteName } from './conformance/protocol.js';
import { lostBy, reportOf } from './conformance/report.js';
import { markdown } from './conformance/markdown.js';
import { verdictsOf } from './conformance/runs.js';
import type { Verdicts } from './conformance/runs.js';

/** Tests of operations whose kernels are ours, at the start of their names; `npm run conformance` runs all. */
const OURS =
  '^(fused |matmul|conv|depthwiseConv|separableConv|maxPool|avgPool|pool|gather|slice|where|softmax|relu|elu|sigmoid|sum|mean|tensor |' +
  'clone|unsortedSegmentSum|prelu|clipByValue|minimum|maximum|gradient|customGradient|oneHot|engine|Switching)';
/** Tests of tfjs-layers that compute or train. */
const LAYERS = 'Tensor|LayersModel.fit';

const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
let program: string;
beforeAll(async () => {
  program = await bundle(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const runs = new Map<string, Promise<Verdicts | undefined>>();
/** Tests on a contender, run once however often they are asked for. */
const run = async (suite: SuiteName, contender: ContenderName, only?: string): Promise<Verdicts> => {
  const key = `${suite} ${contender} ${only}`;
  if (!runs.has(key)) runs.set(key, verdictsOf(program, { suite, contender, wasmFolder, ...(only !== undefined && { only }) }));
  return (await runs.get(key))!;
};

const withoutSimd = [
  { suite: 'core', tests: OURS, least: 1000, ours: 'ours-plain', other: 'stock-plain' },
  { suite: 'core', tests: OURS, least: 1000, ours: 'ours', other: 'ours-plain' },
] as const;

describe("tfjs's own tests", { timeout: 120_000 }, () => {
  it.each([
    { suite: 'core', tests: OURS, least: 1000, ours: 'ours', other: 'stock' },
    { suite: 'layers', tests: LAYERS, least: 600, ours: 'ours', other: 'stock' },
    // Without SIMD, in the long form.
    ...(long ? withoutSimd : []),
  ] as const)('of $suite: $ours passes whatever $other passes', async ({ suite, tests, least, ours, other }) => {
    const [found, expected] = [await run(suite, ours, tests), await run(suite, other, tests)];
    expect(expected.size).toBeGreaterThan(least);
    expect(lostBy(found, expected)).toEqual([]);
  });
});

describe('the layers of tfjs-layers', { timeout: 120_000 }, () => {
  it('all give what they give on the CPU backend', async () => {
    const verdicts = await run('cases', 'ours');
    expect(verdicts.size).toBeGreaterThan(200);
    expect([...verdicts].filter(([, { outcome }]) => outcome !== 'passed')).toEqual([]);
  });
});

describe('the report', () => {
  const results = new Map<ContenderName, Verdicts>([
    [
      'cpu',
      new Map([
        ['add test-wasm a', { outcome: 'passed' }],
        ['add test-wasm b', { outcome: 'passed' }],
        ['mul test-wasm c', { outcome: 'passed' }],
        ['mul test-wasm d', { outcome: 'failed' }],
      ]),
    ],
    [
      'stock',
      new Map([
        ['add test-wasm a', { outcome: 'passed' }],
        ['add test-wasm b', { outcome: 'failed' }],
        ['mul test-wasm c', { outcome: 'hung' }],
        ['mul test-wasm d', { outcome: 'failed' }],
      ]),
    ],
    [
      'ours',
      new Map([
        ['add test-wasm a', { outcome: 'failed', why: 'off by one' }],
        ['add test-wasm b', { outcome: 'passed' }],
        ['mul test-wasm c', { outcome: 'failed' }],
        ['mul test-wasm d', { outcome: 'hung' }],
      ]),
    ],
  ]);

  it('counts, names what stock passes and ours does not, and sets apart what fails on the CPU backend, too', () => {
    const report = reportOf('core', results, (name) => name.startsWith('add'));
    expect(report.rows).toEqual([
      { contender: 'cpu', passed: 3, failed: 0, lost: 0, drift: 1, chosen: { passed: 2, failed: 0 } },
      { contender: 'stock', passed: 1, failed: 1, lost: 1, drift: 1, chosen: { passed: 1, failed: 1 } },
      { contender: 'ours', passed: 1, failed: 2, lost: 0, drift: 1, chosen: { passed: 1, failed: 1 } },
    ]);
    expect(report.comparisons).toEqual([
      { contender: 'ours', against: 'stock', lost: [{ test: 'add test-wasm a', why: 'off by one' }], won: { add: 1 }, neither: { mul: 1 } },
    ]);
    expect(markdown([report], 'a machine')).toContain('- stock WASM passes, this fails: 1\n  - add test-wasm a: off by one');
  });
});
