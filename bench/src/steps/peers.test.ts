import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { take } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { long } from '@autoencoders/testing/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandOf, contenders, findTorch } from './contenders.js';
import { writeData } from './data.js';
import { prepare as jax } from './peers/jax.js';
import { prepare as limit } from './peers/limit.js';
import { prepare as ours } from './peers/ours.js';
import { prepare as product } from './peers/product.js';
import { prepare as tfjsLayers } from './peers/tfjs-layers.js';
import { prepare as tfjs } from './peers/tfjs.js';
import { start } from './process.js';
import { converse, serve } from './protocol.js';
import type { Job, Peer, Ready } from './protocol.js';
import { toleranceOf } from './results.js';
import { difference } from './statistics.js';
import { BATCH, models, products } from './tasks.js';
import type { StepTask } from './tasks.js';

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-bench-'));
beforeAll(async () => writeData(folder, take(await mnist('test'), 3 * BATCH).values, models));
afterAll(() => rmSync(folder, { recursive: true }));

const job = (task: StepTask, setting: string, peer: string = ''): Job => ({ peer, setting, task, folder, warmUp: { steps: 2, ms: 1e4 } });
const model = (name: string): StepTask => models.find((task) => task.name === name)!;

/** What a contender says that lives in this process, and speaks as it would from one of its own: two steps, then two more. */
async function said(prepare: (job: Job) => Promise<Peer>, given: Job): Promise<{ ready: Ready; losses: number[] }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { ready, steps } = converse({ input, output }, async () => 'it is gone');
  output.write('a library says hello\n');
  const served = serve(() => prepare(given), given.warmUp, { input, output });
  const first = await ready();
  const { ms, losses } = await steps(2);
  input.end();
  await served;
  expect([first.ms.length, ms.length]).toEqual([2, 2]);
  return { ready: first, losses: [...first.losses, ...losses] };
}

// Only the first is stock all through: to use ours is to replace its kernels, in this process as in any other.
describe.each([
  ['dense-small', tfjsLayers, 'tfjs-layers'],
  ['denoising', tfjsLayers, 'tfjs-layers'],
  ['variational', tfjs, 'tfjs'],
] as const)('%s', (name, stock, version) => {
  test(`has the same losses in ${version}, jax-js and ours`, async () => {
    const task = model(name);
    const theirs = await said(stock, job(task, 'stock'));
    expect(theirs.ready.version).toMatch(new RegExp(`^${version} \\d`));
    const mine = await said(ours, job(task, 'ours'));
    const jaxed = await said(jax, job(task, ''));
    expect(jaxed.ready.version).toMatch(/^jax-js \d/);
    expect(difference(theirs.losses, mine.losses)).toBeLessThan(toleranceOf(task));
    expect(difference(jaxed.losses, mine.losses)).toBeLessThan(toleranceOf(task));
    expect(mine.losses[3]).toBeLessThan(mine.losses[0]!);
  });
});

test('products are the same in stock tfjs and ours', async () => {
  for (const task of products.filter(({ n }) => n === 128 || n === 512)) {
    const [stock, mine] = [await product(job(task, 'stock')), await product(job(task, 'ours'))];
    expect(difference((await stock.steps(1)).losses, (await mine.steps(1)).losses), task.title).toBeLessThan(1e-4);
  }
});

test('the limit takes steps, too', async () => {
  expect((await (await limit(job(products[0]!, 'chained'))).steps(3)).ms.length).toBe(3);
});

// A PyTorch takes its time to start: in the long form, and where there must be one.
const python = long || process.env['REQUIRE_PYTHON'] ? findTorch() : undefined;
test.skipIf(!python)('PyTorch, in its own process, has the same losses', { timeout: 60_000 }, async () => {
  const torch = contenders(python).find(({ name }) => name === 'torch-1')!;
  for (const task of ['dense-small', 'convolutional'].map(model)) {
    const running = start(torch, job(task, torch.setting));
    const { version, losses } = await running.ready();
    const more = await running.steps(2);
    await running.end();
    expect(version).toMatch(/^PyTorch \d/);
    const mine = await said(ours, job(task, 'ours'));
    expect(difference([...losses, ...more.losses], mine.losses), task.title).toBeLessThan(toleranceOf(task));
  }
});

test('a process that fails says how', async () => {
  // Node makes nothing of a script in Python.
  const broken = { ...contenders(process.execPath).find(({ name }) => name === 'torch-2')!, title: 'a broken one' };
  const given = job(models[0]!, broken.setting);
  expect(commandOf(broken, given).env).toMatchObject({ OMP_NUM_THREADS: '2' });
  const running = start(broken, given);
  await expect(running.ready()).rejects.toThrow(/^a broken one ended with code 1\n.*torch_steps\.py/s);
  await running.end();
  const missing = start({ ...broken, python: 'no-such-python' }, given);
  await expect(missing.ready()).rejects.toThrow('a broken one ended before it began: spawn no-such-python ENOENT');
  await missing.end();
});

test('a contender obeys nothing but steps', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const peer: Peer = { version: '', steps: async () => ({ ms: [], losses: [] }) };
  input.end('jump 3\n');
  await expect(serve(async () => peer, { steps: 0, ms: 0 }, { input, output })).rejects.toThrow('not "jump 3"');
});
