import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { formats } from './formats.js';
import type { Format } from './formats.js';
import { tryFile } from './try-files.js';

const COUNT = Number(process.env.FUZZ_COUNT ?? 4000);
const FIRST = Number(process.env.FUZZ_FIRST ?? 0);

let all: readonly Format[];
beforeAll(async () => {
  await setBackend('cpu');
  all = await formats();
});

test('the valid files open', async () => {
  for (const { files, read } of all) for (const file of files) await read(file);
});

test('mutated files open and can be used, or are refused by an InputError', async () => {
  const crashes: string[] = [];
  const counts = new Map<string, number>();
  for (let index = FIRST; index < FIRST + COUNT; index++) {
    const { format, kind, error, ms } = await tryFile(all, index);
    counts.set(`${format}: ${kind}`, (counts.get(`${format}: ${kind}`) ?? 0) + 1);
    if (kind === 'crash') crashes.push(`${index} ${format}: ${error}`);
    if (ms > 5000) crashes.push(`${index} ${format} took ${Math.round(ms)} ms`);
  }
  expect(crashes).toEqual([]);
  // Every format was refused, and most were opened, so that the files are neither all good nor all bad. Few files survive a changed gzip.
  const seen = (kind: string): readonly string[] => all.map(({ name }) => name).filter((name) => (counts.get(`${name}: ${kind}`) ?? 0) > 0);
  expect(seen('refused')).toEqual(all.map(({ name }) => name));
  expect(seen('opened').length).toBeGreaterThan(0.8 * all.length);
});
