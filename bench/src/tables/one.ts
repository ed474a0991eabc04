// One measurement in a process of its own: `node one.js TASK FILE`. It prints a line of JSON.
import { setNodeBackend } from '@autoencoders/backend-node';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { duckdb, ourEncode, ourRead, papa } from './scans.js';
import type { Scan } from './scans.js';
import { trainOnPictures, trainOnTable } from './trainings.js';

const [task = '', file = ''] = process.argv.slice(2);
const scans: Readonly<Record<string, () => Scan | Promise<Scan>>> = {
  duckdb: () => duckdb,
  papa: () => papa,
  read: () => ourRead(file),
  encode: () => ourEncode(file),
};
const [kind = '', backend, how] = task.split(' ');
const print = (figures: object): void =>
  console.log(JSON.stringify({ ...figures, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));

if (Object.hasOwn(scans, kind)) {
  const scan = await scans[kind]!();
  const begun = performance.now();
  const rows = await scan(file);
  print({ rowsPerSecond: rows / ((performance.now() - begun) / 1000) });
} else {
  await (backend === 'blas' ? setNodeBackend() : setWasmBackend());
  const epochs = await (kind === 'train' ? trainOnTable(file, how === 'thread') : trainOnPictures(kind));
  const middle = epochs.toSorted((a, b) => a.waiting - b.waiting)[Math.floor(epochs.length / 2)]!;
  print({ rowsPerSecond: middle.examplesPerSecond, waiting: middle.waiting });
}
process.exit();
