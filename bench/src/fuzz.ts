// Mutated files for all readers: `npm run fuzz`, `npm run fuzz -- 1000000`, `npm run fuzz -- 1000 500000` (from file 500,000 on). With
// `add` after these numbers, the counts are added to those of the run before, so that a long run can be made in parts.
// Results go to bench/results/fuzz.json and fuzz.md. It fails if a file crashed or hung a reader.
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyTally, markdown, tallied, together } from './fuzz/tally.js';
import type { Results, Tally } from './fuzz/tally.js';

/** A process that sends nothing for so long hangs, in ms. */
const PATIENCE = 120_000;

const count = Number(process.argv[2] ?? 1e6);
const first = Number(process.argv[3] ?? 0);
if (!Number.isInteger(count) || !Number.isInteger(first)) throw new Error('fuzz: the arguments are a number of files and the first number');

const to = new URL('../results/', import.meta.url);
const before = process.argv[4] === 'add' ? (JSON.parse(readFileSync(new URL('fuzz.json', to), 'utf8')) as Results) : undefined;

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
let tally: Tally = before ?? emptyTally();
let peak = before?.peak ?? 0;
let done = 0;

interface Message {
  readonly tally: Tally;
  readonly read: number;
  readonly peak: number;
}

/**
 * Reads the files `from`, `from + step` … in a process of its own; after a crash or a hang of the process, in a new one. The machine itself may
 * have stood still. So a file hangs only if a process that read it before, `suspect`, was stopped there, too.
 */
async function reader(from: number, files: number, step: number, suspect?: number): Promise<void> {
  const place = join(folder, String(from % step));
  let read = 0;
  const child = fork(new URL('fuzz/child.js', import.meta.url), [from, files, step, place].map(String));
  let hung = false;
  const stop = (): void => {
    hung = true;
    child.kill('SIGKILL');
  };
  let watch = setTimeout(stop, PATIENCE);
  child.on('message', (message: Message) => {
    clearTimeout(watch);
    watch = setTimeout(stop, PATIENCE);
    tally = together(tally, message.tally);
    peak = Math.max(peak, message.peak);
    done += message.read - read;
    read = message.read;
    process.stderr.write(`\r${done} of ${count} files, ${Object.keys(tally.crashes).length} kinds of crashes, ${Math.round(peak)} MB `);
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearTimeout(watch);
  if (code === 0) return;
  const index = readFileSync(place).readDoubleLE();
  if (hung && index !== suspect) return reader(from + read * step, files - read, step, index);
  // The files of this process since its last message are lost, but for the one that ended it.
  tally = tallied(tally, index, { format: 'process', kind: hung ? 'hang' : 'crash', error: `the process ended with ${code}`, ms: 0 });
  const after = (index - from) / step + 1;
  done += after - read;
  if (after < files) await reader(index + step, files - after, step);
}

const start = performance.now();
try {
  const processes = Math.min(availableParallelism(), count);
  const share = (i: number): number => Math.ceil((count - i) / processes);
  await Promise.all(Array.from({ length: processes }, (_, i) => reader(first + i, share(i), processes)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const results: Results = {
  formats: tally.formats,
  crashes: tally.crashes,
  machine: `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
  date: new Date().toISOString().slice(0, 10),
  seconds: (performance.now() - start) / 1000 + (before?.seconds ?? 0),
  peak,
};
writeFileSync(new URL('fuzz.json', to), `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(new URL('fuzz.md', to), markdown(results));
console.log(`\n${markdown(results)}`);
if (Object.keys(results.crashes).length > 0) process.exitCode = 1;
