import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { take } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeData } from '../steps/data.js';
import { prepare as onWasm } from '../steps/peers/ours.js';
import type { Measured } from '../steps/rounds.js';
import { difference } from '../steps/statistics.js';
import { models } from '../steps/tasks.js';
import { browserPath, buildInto, openPage } from './browser.js';
import { pageContenders } from './contenders.js';
import { countsMarkdown, markdown } from './markdown.js';
import { effortFor, isKept, optionsOf } from './options.js';
import { prepare } from './peer.js';
import { gpuResult, strangers } from './results.js';

const task = { ...models[0]!, batch: 16 };

describe.skipIf(!chromiumPath)(`on emulated GPUs${unlessChromium}`, { timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-gpu-'));
  const job = { peer: '', task, folder, warmUp: { steps: 0, ms: 0 } };
  beforeAll(async () => {
    // Some terminals set it to another program.
    process.env['BROWSER'] = chromiumPath;
    writeData(folder, take(await mnist('test'), task.batch).values, models);
    await buildInto(folder);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('ours and tfjs-layers have the losses of the WASM backend', async () => {
    const { losses: expected } = await (await onWasm({ ...job, setting: 'ours' })).steps(2);
    const all = pageContenders(['webgpu', 'webgl'], true, 2).filter(({ name }) => name !== 'tfjs-layers-webgpu');
    expect(all.length).toBe(3);
    for (const { name, setting } of all) {
      const { steps, version, close } = await prepare({ ...job, setting });
      const { ms, losses } = await steps(1).finally(close);
      expect(version).toMatch(/^tfjs.* 4\.\d+\.\d+, Chromium \d/);
      expect([ms.length, losses.length], name).toEqual([1, 3]);
      expect(difference(losses, expected, 2), name).toBeLessThan(1e-4);
    }
  });

  test('programs of a step are counted, and an emulated GPU is refused unless it is asked for', async () => {
    const page = await openPage(folder, true);
    try {
      const setting = { program: 'ours', backend: 'webgl' } as const;
      await expect(page.start({ ...setting, software: false })).rejects.toThrow(/^setWebglBackend: WebGL is only emulated here/);
      await page.start({ ...setting, software: true });
      const { programs, written, uploaded } = await page.counts({ ...task, batch: 4 });
      expect(programs).toBeGreaterThan(30);
      expect(programs).toBeLessThan(90);
      // At least the gradients, the weights and Adam's two means.
      expect(written).toBeGreaterThan(4 * 4 * (2 * 784 * 128 + 2 * 128 * 32));
      expect(uploaded).toBeLessThan(1000);
    } finally {
      await page.close();
    }
  });
});

test('the browser is the one that is named, or a sentence says that there is none', () => {
  expect(browserPath({ BROWSER: process.execPath, CHROMIUM_PATH: '/none' })).toBe(process.execPath);
  expect(() => browserPath({ CHROMIUM_PATH: '/none' })).toThrow(/^there is no browser at \/none, which CHROMIUM_PATH names$/);
  expect(() => browserPath({}, 'plan9')).toThrow(/^there is no Chrome or Chromium here; install it, or set BROWSER to its path$/);
});

test('the command line chooses models and batches, and only whole runs on a real GPU are kept', () => {
  expect(isKept(optionsOf([]))).toBe(true);
  for (const option of [['--software'], ['--quick'], ['--only', 'variational'], ['--batch', '128'], ['--without', 'torch-graph']])
    expect(isKept(optionsOf(option)), option[0]).toBe(false);
  const options = optionsOf(['--only', 'convolutional', '--batch', '1024', '--software']);
  expect(options.tasks.map(({ name, batch }) => [name, batch])).toEqual([['convolutional', 1024]]);
  expect(effortFor(options).ms).toBeLessThan(effortFor(optionsOf([])).ms);
  expect(() => optionsOf(['--batch', '64'])).toThrow('--batch 64: there are 128, 1024');
  expect(() => optionsOf(['--without', 'jax'])).toThrow(/^--without jax: there are ours-webgpu, .*torch-compile-tf32$/);
});

/** A contender whose epochs take `ms`. */
const measured = (name: string, title: string, ms: number, losses: readonly number[]): Measured => ({
  contender: { name, title, peer: '', setting: '', takes: () => true },
  ready: { version: 'v1', ms: [], losses },
  rounds: [{ ms: [ms, ms, 9 * ms], losses: [] }],
  peak: NaN,
});

test('results are steps in a second, and say who computes something else', async () => {
  const all = [
    measured('ours-webgpu', 'ours, WebGPU', 40, [2, 1, 0]),
    measured('tfjs-layers-webgpu', 'tfjs-layers, WebGPU', 80, [2, 1.1]),
    measured('torch-graph-tf32', 'PyTorch, CUDA graph, TF32', 8, [2, 1.01]),
  ];
  const result = gpuResult({ ...task, batch: 128 }, all, { images: 20 * 1024, compared: 2 });
  expect(result.entries.map(({ stepsPerSecond, speed }) => [stepsPerSecond, speed])).toEqual([
    [4000, 1],
    [2000, 0.5],
    [20000, 5],
  ]);
  expect(result.entries[0]!.gflops).toBeCloseTo(539, 0);
  expect(strangers([result])).toEqual([
    'dense 784-128-32-128-784, batch 128: the losses of tfjs-layers, WebGPU differ from those of ours, WebGPU by 10 %: it computes something else',
  ]);
  const report = { date: 'today', machine: 'here', gpus: [['WebGPU', 'a GPU']] as const, versions: ['v1'], results: [result] };
  const text = markdown({ ...report, software: false, notes: ['WebGL does not take part: why'] });
  expect(text.slice(text.indexOf('Made by'))).toBe(`Made by \`npm run bench:gpu\` on here, today: v1.

| who    | GPU   |
| ------ | ----- |
| WebGPU | a GPU |

| model                    | batch | program                   | steps/s | times as fast | GFLOP/s | losses apart |
| ------------------------ | ----: | ------------------------- | ------: | ------------: | ------: | -----------: |
| dense 784-128-32-128-784 |   128 | ours, WebGPU              |   4,000 |               |     539 |              |
|                          |       | tfjs-layers, WebGPU       |   2,000 |          0.50 |     269 |         10 % |
|                          |       | PyTorch, CUDA graph, TF32 |  20,000 |          5.00 |   2,695 |          1 % |

- WebGL does not take part: why
`);
  expect(text).not.toContain('mean nothing');
  expect(markdown({ ...report, software: true, notes: [] })).toContain('these times mean nothing');
});

test('the page of counts has a row for each program', () => {
  const row = { model: 'small', program: 'ours, WebGPU', programs: 52, written: 3_210_000, uploaded: 0 };
  const text = countsMarkdown({
    date: 'today',
    gpus: [['WebGPU', 'a GPU']],
    rows: [row, { ...row, program: 'ours, WebGL', programs: 74 }],
  });
  expect(text.slice(text.indexOf('| model'))).toBe(`| model | program      | programs | written, kB | uploaded, kB |
| ----- | ------------ | -------: | ----------: | -----------: |
| small | ours, WebGPU |       52 |       3,210 |            0 |
|       | ours, WebGL  |       74 |       3,210 |            0 |
`);
});
