import { Option } from 'commander';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { physicalCores, setNodeBackend } from '@autoencoders/backend-node';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { mpiLibrary } from '@autoencoders/mpi';
import { fit } from '@autoencoders/training';
import { enableProdMode, matMul, randomUniform, setBackend } from '@tensorflow/tfjs-core';
import type { Rank } from '@tensorflow/tfjs-core';
import { backendText } from '../backend.js';
import type { Backend } from '../backend.js';
import { groupSpeed, speedText } from '../group-speed.js';
import { asRank, inGroup, isFollower } from '../processes.js';
import type { ProcessesOption } from '../processes.js';
import { alignedTable } from '../table.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';
import { forGroup } from './command.js';
import type { Command } from './command.js';

/** The options of `doctor`. */
interface DoctorOptions extends ProcessesOption {
  readonly json?: boolean;
}

/** A backend and its measured speed. */
interface Finding {
  readonly backend: Exclude<Backend, 'best'>;
  readonly what: string;
  /** Billions of floating-point operations a second in a product of two 512×512 matrices (128×128 in plain JavaScript). */
  readonly gflops: number;
  /** Milliseconds of one training step. */
  readonly step: number;
}

/** Measures each backend on this machine, and prints what would make it faster. */
async function doctor({ json = false, ...given }: DoctorOptions, { out, err, style }: Terminal): Promise<void> {
  const group = await inGroup(given, async (found) => found && groupSpeed(found));
  if (isFollower()) return;
  const findings: Finding[] = [];
  const notices: string[] = [];
  const found = async (backend: Finding['backend'], what: string): Promise<void> => {
    err.write(text`${style.dim(`measuring ${backend} …`)}\n`);
    findings.push({ backend, what, ...(await measured(backend === 'cpu')) });
  };
  enableProdMode();
  const node = await setNodeBackend({ onNotice: (notice) => notices.push(notice.replace(/^setNodeBackend: /, '')) });
  if (node.blas)
    await found('node', `${backendText(node)}, ${node.blas.path}${node.blas.kernels ? `, kernels for ${node.blas.kernels}` : ''}`);
  const wasm = await setNodeBackend({ blas: false });
  await found('wasm', backendText(wasm));
  await setBackend('cpu');
  await found('cpu', 'plain JavaScript');
  const fastest = findings.reduce((best, one) => (one.step < best.step ? one : best));
  const hints = [...notices, ...pinned(node.blas?.name), ...advice(wasm.simd)];
  if (json) {
    await out.write(
      lines(`${JSON.stringify({ machine: machine(), group, findings, fastest: fastest.backend, hints }, null, 2)}\n`, Infinity),
    );
    return;
  }
  const facts = { ...machine(), ...(group && { group: speedText(group) }) };
  await out.write(text`${Object.entries(facts).map(([name, value]) => text`${name.padEnd(10)}${value}\n`)}\n`);
  await out.write(lines(tableOf(findings), Infinity));
  await out.write(
    text`\nA step is one training step of dense 784-128-32-128-784, 128 examples, Adam. The fastest is ${fastest.backend}; choose it with --backend ${fastest.backend}.\n`,
  );
  for (const hint of hints) await out.write(text`\nTo make it faster: ${hint}.\n`);
}

function machine(): Readonly<Record<string, string>> {
  const { model } = cpus()[0] ?? { model: 'unknown' };
  const mpi = mpiLibrary();
  const [cores, processors] = [physicalCores(), availableParallelism()];
  return {
    machine: `${model.trim()}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${processors} ${processors === 1 ? 'thread' : 'threads'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    system: `${platform()} ${release()}, ${arch()}`,
    node: process.versions.node,
    mpi: mpi ? `${mpi.name}, ${mpi.path}` : 'none',
  };
}

/** A variable that keeps OpenBLAS from choosing its kernels by the processor: those of an older one may take twice the time. */
function pinned(blas: string = ''): readonly string[] {
  const { OPENBLAS_CORETYPE: core } = process.env;
  return blas.startsWith('OpenBLAS') && core
    ? [`unset OPENBLAS_CORETYPE (${core}), so that OpenBLAS chooses its kernels for this processor`]
    : [];
}

function advice(simd: 'relaxed' | 'plain' | 'none'): readonly string[] {
  // Node 20's V8 has no relaxed SIMD; whether the processor has the instruction is not known from here.
  return simd === 'plain' ? ['use Node 22 or later, which multiplies and adds in one WASM instruction where the processor can'] : [];
}

/** For how many milliseconds the product is repeated. */
const PRODUCT_MS = 300;

/** For how many seconds steps are repeated. In that time, the engine compiles the functions that run often. */
const STEPS_SECONDS = 2;

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
  for (const start = performance.now(); performance.now() - start < PRODUCT_MS;) times.push(await timed(multiply));
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
    if (elapsedSeconds > STEPS_SECONDS) break;
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

function tableOf(findings: readonly Finding[]): string {
  const slowest = Math.max(...findings.map(({ step }) => step));
  const rows = findings.map(({ backend, what, gflops, step }) => [
    backend,
    gflops.toFixed(1),
    `${step.toFixed(step < 10 ? 2 : 1)} ms`,
    (slowest / step).toFixed(step === slowest ? 0 : 1),
    what,
  ]);
  const head = ['backend', 'GFLOP/s', 'a step', 'speed-up', 'what computes'];
  return alignedTable([head, ...rows], (column) => (column === head.length - 1 ? 'left' : 'right'));
}

export const doctorCommand: Command<undefined, DoctorOptions> = {
  options: [new Option('--json', 'print JSON'), ...forGroup()],
  more: `With mpirun, it measures the sums over the ranks, too: start one rank on each of two machines to measure their network.`,
  examples: ['doctor', 'doctor --json', 'doctor --processes 2'],
  action: (_, given, terminal) => asRank(given, terminal, doctor),
};
