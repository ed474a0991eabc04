// How well anomalies of real tables are found, beside published methods and scikit-learn: `npm run bench:anomaly -- --data <folder>`. With --save,
// results go to bench/results/anomaly.json and anomaly.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setNodeBackend } from '@autoencoders/backend-node';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { adbenchSets } from './anomaly/adbench.js';
import type { AdbenchSet } from './anomaly/adbench.js';
import { contenders } from './anomaly/contenders.js';
import type { Contender } from './anomaly/contenders.js';
import { markdown } from './anomaly/markdown.js';
import { auroc, averagePrecision } from './anomaly/measures.js';
import { help, optionsOf } from './anomaly/options.js';
import type { Options } from './anomaly/options.js';
import { protocols } from './anomaly/protocols.js';
import { merged, toJson } from './anomaly/results.js';
import type { Results, Run } from './anomaly/results.js';
import { stopSklearn } from './anomaly/sklearn.js';

const options = optionsOf(process.argv.slice(2), {
  methods: contenders.map(({ name }) => name),
  sets: (data) => adbenchSets(data).map(({ name }) => name),
});
if (!options) console.log(help);
else {
  await (options.backend === 'blas' ? setNodeBackend({ onNotice: console.error }) : setWasmBackend());
  const chosen = adbenchSets(options.data).filter(({ name }) => options.sets.includes(name));
  // A run that is not saved shows only its own sets.
  const all = options.save ? adbenchSets(options.data) : chosen;
  const path = new URL('../results/anomaly', import.meta.url).pathname;
  const file = `${path}.json`;
  let results = resultsWith(all, options.save && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results).runs : []);
  const taking = contenders.filter(({ name, available }) => options.methods.includes(name) && (available?.() ?? true));
  for (const set of chosen) {
    results = resultsWith(all, merged(results.runs, await runsOf(set, taking, options)));
    // After each set, so that a long run can be stopped.
    if (options.save) writeFileSync(file, toJson(results));
  }
  stopSklearn();
  if (options.save) writeFileSync(`${path}.md`, markdown(results));
  console.log(markdown(results));
}

/** The runs of all methods on a set. */
async function runsOf(
  { name: set, read }: AdbenchSet,
  taking: readonly Contender[],
  { protocols: chosen, seeds }: Options,
): Promise<Run[]> {
  const table = read();
  const runs: Run[] = [];
  for (const protocol of chosen)
    for (const seed of seeds) {
      const split = protocols[protocol](table, seed);
      for (const { name: method, run } of taking) {
        const { scores, fit, score } = await run(split, seed);
        const measures = { auroc: auroc(split.labels, scores), averagePrecision: averagePrecision(split.labels, scores) };
        runs.push({ protocol, method, set, seed, ...measures, fit, score });
        console.error(
          `${protocol} ${set} ${method} ${seed}: ${(100 * measures.auroc).toFixed(2)}, ${fit.toFixed(2)} + ${score.toFixed(2)} s`,
        );
      }
    }
  return runs;
}

function resultsWith(sets: readonly AdbenchSet[], runs: readonly Run[]): Results {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
    methods: contenders.map(({ name, title, published }) => ({ name, title, published })),
    sets: sets.map(({ name, rows, features, published }) => ({ name, rows, features, published })),
    runs,
  };
}
