import '@tensorflow/tfjs-backend-cpu';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { squaredError } from '@autoencoders/losses';
import { digitsLike } from '@autoencoders/testing';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { plainModel, weightsOf } from '../../test/helpers.js';
import { fit } from '../fit.js';
import { readCheckpoint } from './checkpoint.js';
import { folderStore } from './folder-store.js';

const root = mkdtempSync(join(tmpdir(), 'checkpoints-'));
const data = digitsLike(30);
afterAll(() => {
  rmSync(root, { recursive: true });
  data.dispose();
});

let folder: string;
let folders = 0;
beforeEach(() => {
  folder = join(root, `of-${folders++}`, 'run');
});
const files = (): string[] => readdirSync(folder).sort();
const notices: string[] = [];
const onNotice = (notice: string): void => void notices.push(notice);
const options = { loss: { squaredError }, batch: 10, epochs: 4, seed: 1 };

/** Trains three steps an epoch, and breaks off after an epoch. The checkpoint of every step goes to the folder. */
async function trainedFor(epochs: number, keep: { keep?: number } = {}): Promise<void> {
  using model = plainModel();
  const taken: Uint8Array[] = [];
  const memory = { write: (bytes: Uint8Array) => void taken.push(bytes), read: () => undefined };
  for await (const { epoch } of fit(model, data, { ...options, checkpoint: { store: memory, everySteps: 1 } })) if (epoch === epochs) break;
  const store = folderStore(folder, keep);
  for (const bytes of taken) await store.write(bytes, { level: 1, epoch: 1, step: 1, globalStep: 1 });
}

async function resumed(seed: number = 5): Promise<{ readonly weights: number[]; readonly epochs: number[] }> {
  using model = plainModel(seed);
  const { history } = await fit(model, data, { ...options, checkpoint: { store: folderStore(folder), onNotice }, resume: true });
  return { weights: weightsOf(model), epochs: history.map(({ epoch }) => epoch) };
}

async function uninterrupted(): Promise<number[]> {
  using model = plainModel();
  await fit(model, data, options);
  return weightsOf(model);
}

test('the newest three are kept, or as many as are asked for', async () => {
  await trainedFor(2);
  const numbers = files().map((name) => Number(/\d+/.exec(name)![0]));
  expect(numbers).toHaveLength(3);
  expect(numbers[2]! - numbers[0]!).toBe(2);
  const newest = readCheckpoint(readFileSync(join(folder, files()[2]!)));
  expect(newest).toMatchObject({ epoch: 3, step: 0, globalStep: 6, call: 'fit' });
  expect(newest.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
  await trainedFor(1, { keep: 1 });
  expect(files()).toHaveLength(1);
});

test('where there are none, training starts anew, and leaves the last', async () => {
  const [{ weights }, expected] = [await resumed(1), await uninterrupted()];
  expect(weights).toEqual(expected);
  expect(readCheckpoint(readFileSync(join(folder, files().at(-1)!)))).toMatchObject({ epoch: 5, globalStep: 12 });
});

test.each([
  ['cut short', (file: string) => truncateSync(file, 1000)],
  ['empty', (file: string) => truncateSync(file, 0)],
  ['of something else', (file: string) => writeFileSync(file, 'x'.repeat(5000))],
])('where the newest is %s, the one before it is taken, and a notice says so', async (_, damage) => {
  await trainedFor(2);
  const newest = join(folder, files().at(-1)!);
  damage(newest);
  notices.length = 0;
  const [{ weights, epochs }, expected] = [await resumed(), await uninterrupted()];
  expect(weights).toEqual(expected);
  expect(epochs).toEqual([1, 2, 3, 4]);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain(`folderStore("${folder}"): the checkpoint ${newest} cannot be used (readCheckpoint: safetensors: `);
});

test('where all are damaged, nothing is trained', async () => {
  await trainedFor(1);
  for (const name of files()) truncateSync(join(folder, name), 10);
  await expect(resumed()).rejects.toThrow(
    /^folderStore\(".*"\): none of 3 checkpoints can be used; of the newest: readCheckpoint: safetensors: the header should be/,
  );
});

test('what a killed process had begun is removed after a while, and other files stay', async () => {
  mkdirSync(folder, { recursive: true });
  for (const name of ['checkpoint-000001.safetensors.0a1b2c3d.part', 'checkpoint-000002.safetensors.0a1b2c3d.part', 'thesis.txt'])
    writeFileSync(join(folder, name), name);
  utimesSync(join(folder, 'checkpoint-000001.safetensors.0a1b2c3d.part'), 1, 1);
  await trainedFor(1);
  expect(files().filter((name) => !name.endsWith('.safetensors'))).toEqual(['checkpoint-000002.safetensors.0a1b2c3d.part', 'thesis.txt']);
});

test.skipIf(process.platform !== 'linux')('a folder that cannot be written ends no training, and is said once', async () => {
  const closed = process.getuid?.() === 0 ? '/proc/none' : folder;
  if (closed === folder) {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o555);
  }
  notices.length = 0;
  using model = plainModel();
  await fit(model, data, { ...options, checkpoint: { store: folderStore(closed), everySteps: 1, onNotice } });
  expect(weightsOf(model)).toEqual(await uninterrupted());
  expect(notices).toHaveLength(2);
  expect(notices[0]).toMatch(/^fit: a checkpoint cannot be written: .*\. Training goes on, and tries again at the next checkpoint$/);
  expect(notices[1]).toBe('fit: the last checkpoint could not be written; the model itself has its weights');
});

test.each([
  ['folderStore: path must name a folder, not ""', () => folderStore('')],
  ['folderStore: keep must be a whole number of 1 or more, not 0', () => folderStore('x', { keep: 0 })],
])('%s', (message, make) => expect(make).toThrow(message));
