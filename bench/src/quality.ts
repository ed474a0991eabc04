// Trains the models of the quality table on all of MNIST and writes their results: see `help`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { setNodeBackend } from '@autoencoders/backend-node';
import { mnist } from '@autoencoders/datasets/node';
import { measure, pcaErrors } from './measure.js';
import { cases } from './models.js';
import type { Case } from './models.js';
import { table } from './table.js';
import type { Row } from './table.js';

const names = cases.map(({ name }) => name);

const help = `Usage: npm run bench:quality -- [--blas] [name …]

Trains every model of the table on the 60,000 images of MNIST, or those whose names contain one of the words, and writes
bench/results/quality.md and quality.json. With --blas it trains on the machine's BLAS and writes quality-blas.md and
quality-blas.json. It takes about twenty minutes, and two with a BLAS.

The models are ${names.join('; ')}.
`;

const { values: options, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { blas: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
});
if (options.help) {
  console.log(help);
  process.exit();
}
const unknown = words.find((word) => !names.some((name) => name.includes(word)));
if (unknown !== undefined) {
  console.error(`bench:quality: there is no model ${unknown}; there are ${names.join('; ')}`);
  process.exit(2);
}
const chosen = cases.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

const results = new URL('../results/', import.meta.url);
const fileOf = (ending: string): URL => new URL(`quality${options.blas ? '-blas' : ''}.${ending}`, results);
const read = (): Row[] => {
  try {
    return (JSON.parse(readFileSync(fileOf('json'), 'utf8')) as { rows: Row[] }).rows;
  } catch {
    return [];
  }
};

const { blas } = await setNodeBackend(options.blas ? { require: true } : { blas: false });
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
    onEpoch: ({ epoch, epochs, loss, elapsedSeconds }) =>
      console.log(`  epoch ${epoch}/${epochs}  loss ${loss.toFixed(2)}  ${elapsedSeconds.toFixed(0)} s`),
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

const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.versions.node}${blas ? `, ${blas.name}` : ''}`;
const ordered = cases.map(({ name }) => rows.get(name)).filter((row) => row !== undefined);
mkdirSync(results, { recursive: true });
writeFileSync(fileOf('json'), `${JSON.stringify({ machine, pca: Object.fromEntries(pca), rows: ordered }, null, 2)}\n`);
writeFileSync(fileOf('md'), table(ordered, pca, machine));
console.log(`\n${table(ordered, pca, machine)}`);
if (chosen.some(({ name, atMost }) => rows.get(name)!.reached > atMost)) process.exitCode = 1;
