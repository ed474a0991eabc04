// Trains the models of the quality table on whole MNIST and writes bench/results/quality.md and quality.json.
// npm run bench:quality [-- name …] trains only the cases whose names contain one of the words; with --blas, on the machine's
// BLAS, and keeps nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { useNode } from '@autoencoders/backend-node';
import { mnist } from '@autoencoders/datasets/node';
import { measure, pcaErrors } from './measure.js';
import { cases } from './models.js';
import type { Case } from './models.js';
import { table } from './table.js';
import type { Row } from './table.js';

const results = new URL('../results/', import.meta.url);
const blas = process.argv.includes('--blas');
const words = process.argv.slice(2).filter((word) => word !== '--blas');
const chosen = cases.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const read = (): Row[] => {
  try {
    return (JSON.parse(readFileSync(new URL('quality.json', results), 'utf8')) as { rows: Row[] }).rows;
  } catch {
    return [];
  }
};

await useNode(blas ? { require: true } : { blas: false });
const [train, test] = [await mnist('train'), await mnist('test')];
const start = performance.now();
const pca = await pcaErrors(train, test, [2, 16, 30, 32, 196]);
console.log(
  `PCA of 784 dimensions, exact, in ${((performance.now() - start) / 1000).toFixed(1)} s: ${[...pca].map(([k, error]) => `${k} components ${error.toFixed(2)}`).join(', ')}`,
);

const rows = new Map(read().map((row) => [row.name, row]));
for (const one of chosen) {
  console.log(`\n${one.name}`);
  const measured = await measure(one, train, test, {
    onEpoch: ({ epoch, epochs, loss, seconds }) =>
      console.log(`  epoch ${epoch}/${epochs}  loss ${loss.toFixed(2)}  ${seconds.toFixed(0)} s`),
  });
  rows.set(one.name, rowOf(one, measured));
  const { reached, atMost } = rows.get(one.name)!;
  console.log(`  test ${reached.toFixed(2)}, at most ${atMost}: ${reached <= atMost ? 'reached' : 'NOT reached'}`);
}

function rowOf({ name, term, pytorch, atMost, components }: Case, measured: Awaited<ReturnType<typeof measure>>): Row {
  const { seconds, epochs, parameters, terms, loss, meanActivation } = measured;
  return {
    name,
    epochs,
    parameters,
    seconds,
    reached: term ? terms[term]! : loss,
    terms,
    meanActivation,
    pytorch: pytorch ?? null,
    atMost,
    pca: pca.get(components ?? 0) ?? null,
  };
}

const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.versions.node}`;
const ordered = cases.map(({ name }) => rows.get(name)).filter((row) => row !== undefined);
if (!blas) {
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL('quality.json', results), `${JSON.stringify({ machine, pca: Object.fromEntries(pca), rows: ordered }, null, 2)}\n`);
  writeFileSync(new URL('quality.md', results), table(ordered, pca, machine));
}
console.log(`\n${table(ordered, pca, machine)}`);
if (chosen.some(({ name, atMost }) => rows.get(name)!.reached > atMost)) process.exitCode = 1;
