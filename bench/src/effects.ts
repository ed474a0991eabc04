// Trains each app with its first settings, from several seeds, and measures what its page claims. Writes bench/results/effects.md and effects.json.
// `npm run bench:effects [-- --seeds 3 undercomplete …]` measures only these, and keeps the others' figures.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { setNodeBackend } from '@autoencoders/backend-node';
import { digits, split } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { enableProdMode } from '@tensorflow/tfjs-core';
import { appModules, apps } from './effects/app-modules.js';
import type { AppName, Data } from './effects/app-modules.js';
import { broken, markdown } from './effects/markdown.js';
import type { Results, Row } from './effects/markdown.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seeds: { type: 'string', default: '3' } } });
const unknown = positionals.find((name) => !(apps as readonly string[]).includes(name));
if (unknown !== undefined) throw new Error(`bench:effects: there is no app ${unknown}; there are ${apps.join(', ')}`);
const asked = positionals.length > 0 ? (positionals as AppName[]) : apps;

const folder = new URL('../results/', import.meta.url);
function before(): readonly Row[] {
  try {
    return (JSON.parse(readFileSync(new URL('effects.json', folder), 'utf8')) as Results).rows;
  } catch {
    return [];
  }
}

/** Adds a row to the results, in place of the one of the same seed, and writes them. */
function write(row: Row): void {
  const others = before().filter(({ app, data, seed }) => app !== row.app || data !== row.data || seed !== row.seed);
  const order = ({ app, data, seed }: Row): number => 100 * apps.indexOf(app as AppName) + (data === 'digits' ? 0 : 50) + seed;
  const results: Results = {
    machine: `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
    rows: [...others, row].sort((a, b) => order(a) - order(b)),
  };
  writeFileSync(new URL('effects.json', folder), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(new URL('effects.md', folder), markdown(results));
}

enableProdMode();
await setNodeBackend();
const modules = await appModules();
const parts = (name: string, [training, test]: readonly [Data['training'], Data['test']]) => ({ name, data: { training, test } });
const datasets = [
  parts('digits', split(await digits(), 1500, { seed: 1 })),
  parts('mnist-small', split({ ...(await mnist('test')), name: 'mnist-small' }, 9000, { seed: 1 })),
];
const failures: string[] = [];
for (const app of asked) {
  const { effect, settingsFor } = await modules.partsOf(app);
  for (const { name, data } of datasets)
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const settings = { ...settingsFor(data), seed };
      const model = await effect.train(data, settings);
      const row: Row = { app, data: name, seed, settings, figures: await effect.figures(model, data, settings) };
      model.dispose();
      write(row);
      failures.push(...broken(row));
      console.error(JSON.stringify({ ...row, settings: undefined }));
    }
}
await modules.close();
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
