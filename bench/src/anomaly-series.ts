// How well odd stretches of the series of NAB are found, by one setting for all of them: `npm run bench:anomaly-series -- --data <folder>`. With
// --save, results go to bench/results/anomaly-series.json and anomaly-series.md.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setNodeBackend } from '@autoencoders/backend-node';
import { nabFolder, readNab } from './anomaly/nab.js';
import { seriesContenders } from './anomaly/series-contenders.js';
import { seriesMarkdown } from './anomaly/series-markdown.js';
import type { SeriesResults, SeriesRun } from './anomaly/series-markdown.js';
import { runSeries } from './anomaly/series-runs.js';

const args = process.argv.slice(2);
const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const chosen = option('--methods')?.split(',');
const kinds = option('--series')?.split(',');
const seeds = Number(option('--seeds') ?? 1);

await setNodeBackend({ onNotice: console.error });
const runs: SeriesRun[] = [];
for (const series of readNab(nabFolder(args), kinds))
  for (const { name, method } of seriesContenders)
    if (!chosen || chosen.includes(name))
      for (let seed = 0; seed < seeds; seed++) {
        const run = await runSeries(name, method, series, seed);
        runs.push(run);
        console.error(`${series.name} ${name} ${seed}: ${run.vusPr?.toFixed(3) ?? '–'}, ${run.seconds.toFixed(1)} s`);
      }
const results: SeriesResults = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
  methods: seriesContenders.map(({ name, title }) => ({ name, title })),
  runs,
};
console.log(seriesMarkdown(results));
if (args.includes('--save')) {
  const path = new URL('../results/anomaly-series', import.meta.url).pathname;
  writeFileSync(`${path}.json`, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(`${path}.md`, seriesMarkdown(results));
}
