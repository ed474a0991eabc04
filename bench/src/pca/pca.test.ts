import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { take } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { afterAll, expect, test } from 'vitest';
import { findPython } from '../steps/contenders.js';
import { prepare } from '../steps/peers/pca.js';
import { start } from '../steps/process.js';
import { contendersFor, errorOf, markdown, rowsOf } from './report.js';
import { tasks, write } from './tasks.js';

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-pca-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an error is the largest of those that are no rounding', () => {
  expect(errorOf([2, 1.01, 5e-11], [2, 1, 1e-11])).toBeCloseTo(0.01, 12);
  expect(errorOf([2, NaN], [2, 1])).toBeNaN();
});

test('ours finds what NumPy and scikit-learn find, and each has its row', async () => {
  await setBackend('cpu');
  const task = tasks(take(await mnist('test'), 1)).find(({ name }) => name === 'pca-1797-64-64')!;
  await write(folder, task);
  const job = { peer: 'pca', setting: 'ours', task, folder, warmUp: { steps: 1, ms: 1 } };
  const ours = await prepare(job);
  const answer = await ours.steps(1);
  expect(answer.losses).toHaveLength(64);

  const python = findPython('sklearn, numpy');
  const all = contendersFor(python ?? 'python3', false);
  const measured = [{ contender: all[0]!, ready: { version: ours.version, ...answer }, rounds: [answer], peak: NaN }];
  for (const contender of python ? all.filter(({ name }) => name === 'full' || name === 'float64') : []) {
    const running = start(contender, { ...job, setting: contender.setting });
    const ready = await running.ready();
    measured.push({ contender, ready, rounds: [await running.steps(1)], peak: NaN });
    await running.end();
  }
  const rows = python ? rowsOf(task, measured) : [];
  for (const { contender, error } of rows) expect(error, contender).toBeLessThan(contender.includes('scikit') ? 1e-3 : 1e-6);
  const text = markdown({ machine: 'here', date: 'now', versions: ['x'], rows });
  for (const { contender } of rows) expect(text).toContain(contender);
});
