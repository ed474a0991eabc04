import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { physicalCores, setNodeBackend } from '@autoencoders/backend-node';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { enableProdMode, matMul, randomUniform, setBackend } from '@tensorflow/tfjs-core';
import type { Rank } from '@tensorflow/tfjs-core';
import { wordsFor } from '../backend.js';
import type { Backend } from '../backend.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';

/** What the command line gave to `doctor`. */
export interface DoctorOptions {
  readonly json?: boolean;
}

/** A backend, as it was found. */
interface Finding {
  readonly backend: Exclude<Backend, 'best'>;
  readonly what: string;
  /** Billions of multiplications and additions a second in a product of two matrices of 512 by 512 (plain JavaScript: 128). */
  readonly gflops: number;
  /** Milliseconds of one training step. */
  readonly step: number;
}

/** What this machine and this Node can do: each backend measured, and what would make it faster. */
export async function doctor({ json = false }: DoctorOptions, { out, err, style }: Terminal): Promise<void> {
  const findings: Finding[] = [];
  const notices: string[] = [];
  const found = async (backend: Finding['backend'], what: string): Promise<void> => {
    err.write(text`${style.dim(`measuring ${backend} …`)}\n`);
    findings.push({ backend, what, ...(await measured(backend === 'cpu')) });
  };
  enableProdMode();
  const node = await setNodeBackend({ onNotice: (notice) => notices.push(notice.replace(/^setNodeBackend: /, '')) });
  if (node.blas) await found('node', `${wordsFor(node)}, ${node.blas.path}`);
  const wasm = await setNodeBackend({ blas: false });
  await found('wasm', wordsFor(wasm));
  await setBackend('cpu');
  await found('cpu', 'plain JavaScript');
  const fastest = findings.reduce((best, one) => (one.step < best.step ? one : best));
  const hints = [...notices, ...advice(wasm.simd)];
  if (json) {
    await out.write(lines(`${JSON.stringify({ machine: machine(), findings, fastest: fastest.backend, hints }, null, 2)}\n`, Infinity));
    return;
  }
  await out.write(text`${Object.entries(machine()).map(([name, value]) => text`${name.padEnd(10)}${value}\n`)}\n`);
  await out.write(lines(table(findings), Infinity));
  await out.write(
    text`\nA step: dense 784-128-32-128-784, 128 examples, Adam. Fastest here: ${fastest.backend}; take it by --backend ${fastest.backend}.\n`,
  );
  for (const hint of hints) await out.write(text`\nTo get faster: ${hint}.\n`);
}

function machine(): Readonly<Record<string, string>> {
  const { model } = cpus()[0] ?? { model: 'unknown' };
  const [cores, processors] = [physicalCores(), availableParallelism()];
  return {
    machine: `${model.trim()}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${processors} ${processors === 1 ? 'thread' : 'threads'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    system: `${platform()} ${release()}, ${arch()}`,
    node: process.versions.node,
  };
}

function advice(simd: 'relaxed' | 'plain' | 'none'): readonly string[] {
  // Node 20's V8 has no relaxed SIMD; whether the processor has the instruction is not known from here.
  return simd === 'plain' ? ['Node 22 and later multiply and add in one instruction on WASM, where the processor can'] : [];
}

/** Milliseconds that a product is repeated for. */
const LONG = 300;

/** Seconds that steps are: as many as an engine takes to compile what it meets often. */
const TRAINED = 2;

async function measured(slow: boolean): Promise<Pick<Finding, 'gflops' | 'step'>> {
  const n = slow ? 128 : 512;
  const [a, b] = [randomUniform([n, n], -1, 1, 'float32', 1), randomUniform([n, n], -1, 1, 'float32', 2)];
  const multiply = async (): Promise<void> => {
    const c = matMul(a, b);
    await c.data();
    c.dispose();
  };
  await multiply();
  const times: number[] = [];
  for (const start = performance.now(); performance.now() - start < LONG;) times.push(await timed(multiply));
  a.dispose();
  b.dispose();
  return { gflops: (2 * n ** 3) / median(times) / 1e6, step: await stepOf(slow) };
}

async function stepOf(slow: boolean): Promise<number> {
  using model = autoencoder({
    input: [784],
    encoder: chain(dense(128), relu, dense(32), relu),
    decoder: chain(dense(128), relu, dense(784)),
    output: sigmoid,
    seed: 1,
  });
  const batch = 128;
  const data = randomUniform<Rank.R2>([batch * (slow ? 2 : 20), 784], 0, 1, 'float32', 3);
  const times: number[] = [];
  let before = 0;
  for await (const { elapsedSeconds, step } of fit(model, data, { loss: { squaredError }, epochs: slow ? 2 : 1000, batch, seed: 1 })) {
    times.push((1000 * (elapsedSeconds - before)) / step);
    before = elapsedSeconds;
    if (elapsedSeconds > TRAINED) break;
  }
  data.dispose();
  // The first half warms up.
  return median(times.slice(times.length >> 1));
}

async function timed(f: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await f();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => values.toSorted((x, y) => x - y)[values.length >> 1] ?? NaN;

function table(findings: readonly Finding[]): string {
  const slowest = Math.max(...findings.map(({ step }) => step));
  const rows = [
    ['backend', 'GFLOP/s', 'a step', 'times as fast', 'what computes'],
    ...findings.map(({ backend, what, gflops, step }) => [
      backend,
      gflops.toFixed(1),
      `${step.toFixed(step < 10 ? 2 : 1)} ms`,
      (slowest / step).toFixed(step === slowest ? 0 : 1),
      what,
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const last = widths.length - 1;
  const cell = (text: string, column: number): string =>
    column === last ? text : column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
  return `${rows.map((row) => row.map(cell).join('  ')).join('\n')}\n`;
}
