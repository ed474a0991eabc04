// Trains models and measures their codes. Writes bench/results/codes.md and codes.json.
// npm run bench:codes [-- labels | all | deep | variational | top-k …] measures only these, and keeps the others' figures.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { allLabels } from './codes/all-labels.js';
import { wholeMnist } from './codes/data.js';
import { deep } from './codes/deep.js';
import { fewLabels } from './codes/labels.js';
import { markdown } from './codes/markdown.js';
import type { Results } from './codes/markdown.js';
import { sparseUnits } from './codes/top-k.js';
import { variational } from './codes/variational.js';

const folder = new URL('../results/', import.meta.url);
const names = ['labels', 'all', 'deep', 'variational', 'top-k'] as const;
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(names as readonly string[]).includes(name));
if (unknown.length > 0) throw new Error(`bench:codes: there is no ${unknown.join(', ')}; there are ${names.join(', ')}`);
const asked = (name: (typeof names)[number]): boolean => wanted.length === 0 || wanted.includes(name);

function before(): Results {
  try {
    return JSON.parse(readFileSync(new URL('codes.json', folder), 'utf8')) as Results;
  } catch {
    return {};
  }
}

let results: Results = before();
/** Writes the results after each part, because the whole takes almost an hour. */
async function measured(name: (typeof names)[number], measure: () => Promise<Partial<Results>>): Promise<void> {
  if (!asked(name)) return;
  console.error(name);
  const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  results = { ...results, ...(await measure()), machine };
  writeFileSync(new URL('codes.json', folder), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(new URL('codes.md', folder), markdown(results));
}

enableProdMode();
await setWasmBackend();
const { train, test } = await wholeMnist();
const epochs = 10;
await measured('labels', async () => ({ labels: { ...(await fewLabels(train, test, epochs)), epochs } }));
await measured('all', async () => ({ all: await allLabels(train, test) }));
await measured('deep', async () => ({ deep: await deep(train, test) }));
await measured('variational', async () => ({ variational: await variational(train, test) }));
await measured('top-k', async () => ({ topk: await sparseUnits() }));
console.log(markdown(results));
