// Rows per second of tables read and trained on, beside DuckDB and Papa Parse, and how long steps wait for data: `npm run bench:tables`. It takes
// the size of the CSV in MB (default 200), and the number of rounds (default 3); with `reading`, it does not train. Results go to bench/results/tables.json and tables.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCsv } from './tables/make-csv.js';
import { markdown } from './tables/markdown.js';
import type { Figures } from './tables/markdown.js';

const given = process.argv.slice(2);
const onlyReading = given.includes('reading');
const [megabytes = 200, rounds = 3] = given.filter((each) => each !== 'reading').map(Number);
const folder = mkdtempSync(join(tmpdir(), 'bench-tables-'));
const one = fileURLToPath(new URL('tables/one.js', import.meta.url));
const files = {
  CSV: join(folder, 'mixed.csv'),
  Parquet: join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '..', 'data', 'flights-3m.parquet'),
  MNIST: '',
};
type Task = readonly [data: keyof typeof files, title: string, task: string];

const backends = { BLAS: 'blas', WASM: 'wasm' };
const reading: readonly Task[] = (['CSV', 'Parquet'] as const).flatMap((data): readonly Task[] => [
  [data, 'DuckDB: count, sum', 'duckdb'],
  ...(data === 'CSV' ? [[data, 'Papa Parse: cells', 'papa'] as const] : []),
  [data, 'ours: numbers and words', 'read'],
  [data, 'ours: features', 'encode'],
]);
const training: readonly Task[] = Object.entries(backends).flatMap(([name, backend]): readonly Task[] => [
  ...(['CSV', 'Parquet'] as const).flatMap((data): readonly Task[] => [
    [data, `train, ${name}`, `train ${backend}`],
    [data, `train, ${name}, a thread reads`, `train ${backend} thread`],
  ]),
  ['MNIST', `train, ${name}, in memory`, `memory ${backend}`],
  ['MNIST', `train, ${name}, by rows`, `rows ${backend}`],
  ['MNIST', `train, ${name}, by rows, a thread reads`, `rows-thread ${backend}`],
  ['MNIST', `train, ${name}, IDX stream`, `stream ${backend}`],
  ['MNIST', `train, ${name}, IDX stream, a thread reads`, `stream-thread ${backend}`],
]);

try {
  makeCsv(files.CSV, megabytes * 1e6);
  const measured = [...reading, ...(onlyReading ? [] : training)].map(([data, title, task]) => ({
    data,
    title,
    task,
    rounds: [] as Figures[],
  }));
  for (let round = 1; round <= rounds; round++)
    for (const { data, title, task, rounds: done } of measured) {
      const figures = JSON.parse(execFileSync(process.execPath, [one, task, files[data]], { encoding: 'utf8' }).trim()) as Figures;
      done.push(figures);
      console.error(round, data, title, JSON.stringify(figures));
    }
  const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
  const date = new Date().toISOString().slice(0, 10);
  const results = { date, machine, megabytes, rows: measured.map(({ data, title, rounds }) => ({ data, title, rounds })) };
  const path = join(import.meta.dirname, '..', 'results', 'tables');
  writeFileSync(`${path}.json`, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(`${path}.md`, markdown(results));
  console.log(markdown(results));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
