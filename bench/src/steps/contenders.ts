import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { kinds, loopsOf } from './multiply-add.js';
import type { Kind } from './multiply-add.js';
import type { Job } from './protocol.js';
import type { Task } from './tasks.js';

/** A program that can do the steps of a task. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  readonly peer: string;
  readonly setting: string;
  readonly takes: (task: Task) => boolean;
  /** Whether a step takes seconds: short runs leave it out. */
  readonly slow?: (task: Task) => boolean;
  /** The Python that runs it, for a contender that is no program of Node, and its file in `peers`, `torch_steps.py` by default. A program of Node has `child.js`. */
  readonly python?: string;
  readonly script?: string;
  /** The command that starts it on several ranks, such as `mpirun -n 2`. */
  readonly launcher?: readonly string[];
}

const isModel = ({ kind }: Task): boolean => kind === 'model';
const isDense = (task: Task): boolean => task.name.startsWith('dense');
const isConvolutional = ({ name }: Task): boolean => name === 'convolutional';
const isVariational = ({ name }: Task): boolean => name === 'variational';
const isProduct = ({ kind }: Task): boolean => kind === 'product';

/** The contender that the others are compared with. */
export const OURS = 'ours';
/** Ours, on two threads. */
export const TWO_THREADS = 'ours-2';
/** Ours, with the machine's BLAS. */
export const BLAS = 'ours-blas';

const scripts: readonly Contender[] = [
  { name: OURS, title: 'ours', peer: 'ours', setting: 'ours', takes: isModel },
  { name: TWO_THREADS, title: 'ours, 2 threads', peer: 'ours', setting: 'ours-2', takes: isModel },
  { name: BLAS, title: 'ours, BLAS', peer: 'ours', setting: 'blas', takes: isModel },
  {
    name: 'tfjs-layers',
    title: 'tfjs-layers, stock WASM',
    peer: 'tfjs-layers',
    setting: 'stock',
    takes: (task) => isDense(task) || task.name === 'denoising',
  },
  { name: 'tfjs-layers-ours', title: 'tfjs-layers after setWasmBackend()', peer: 'tfjs-layers', setting: 'ours', takes: isDense },
  { name: 'tfjs', title: 'plain tfjs, stock WASM', peer: 'tfjs', setting: 'stock', takes: isVariational },
  {
    name: 'tfjs-cpu',
    title: 'tfjs-layers, stock CPU backend',
    peer: 'tfjs-layers',
    setting: 'cpu',
    takes: isConvolutional,
    slow: () => true,
  },
  { name: 'jax-js', title: 'jax-js, WASM', peer: 'jax', setting: '', takes: isModel, slow: isConvolutional },
  { name: OURS, title: 'ours', peer: 'product', setting: 'ours', takes: isProduct },
  { name: 'tfjs', title: 'stock WASM', peer: 'product', setting: 'stock', takes: isProduct },
  { name: BLAS, title: 'BLAS', peer: 'product', setting: 'blas', takes: isProduct },
];

/** The name of the contender that only multiplies and adds. */
export const limitName = (kind: Kind): string => `limit-${kind}`;

const limits: readonly Contender[] = kinds
  .filter((kind) => loopsOf(kind).length > 0)
  .map((kind) => ({ name: limitName(kind), title: `the machine's limit, ${kind}`, peer: 'limit', setting: kind, takes: isProduct }));

const torch = (python: string, threads: number): Contender => ({
  name: `torch-${threads}`,
  title: `PyTorch, ${threads} thread${threads > 1 ? 's' : ''}`,
  peer: 'torch',
  setting: String(threads),
  takes: isModel,
  python,
});

/** All contenders that can run on this machine, ours first. */
export function contenders(python: string | undefined = findTorch(), blas: boolean = true): readonly Contender[] {
  return [...scripts.filter(({ name }) => blas || name !== BLAS), ...(python ? [torch(python, 1), torch(python, 2)] : []), ...limits];
}

/** The names that `--without` accepts. */
export const peerNames: readonly string[] = [
  ...new Set(scripts.map(({ name }) => name).filter((name) => name !== OURS)),
  'torch-1',
  'torch-2',
];

/** A Python with these modules, if there is one: that of the environment variable PYTHON, or one of the usual names. */
export function findPython(modules: string): string | undefined {
  const candidates = [process.env.PYTHON, 'python3', '/usr/bin/python3', '/usr/local/bin/python3', 'python'];
  return candidates.find((python) => python && spawnSync(python, ['-c', `import ${modules}`], { stdio: 'ignore' }).status === 0);
}

export const findTorch = (): string | undefined => findPython('torch, numpy');

/** Whether this machine has a BLAS. */
export async function hasBlas(): Promise<boolean> {
  const { setNodeBackend } = await import('@autoencoders/backend-node');
  return (await setNodeBackend({ onNotice: console.error })).blas !== undefined;
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** The command that starts a contender's process, or those of its ranks. */
export function commandOf(contender: Contender, job: Job): Command {
  const own = ownCommand(contender, job);
  const [first, ...others] = contender.launcher ?? [];
  return first ? { ...own, command: first, args: [...others, own.command, ...own.args] } : own;
}

function ownCommand({ python, script, setting }: Contender, job: Job): Command {
  if (!python) {
    const child = fileURLToPath(new URL(script ?? 'child.js', import.meta.url));
    return { command: process.execPath, args: [child, JSON.stringify(job)], env: process.env };
  }
  // From src/ as from dist/, the package's root is two folders up.
  const file = fileURLToPath(new URL(`../../peers/${script ?? 'torch_steps.py'}`, import.meta.url));
  // Any library that multiplies must use the given number of threads, if there is one.
  const threads = Number(setting) > 0 && { OMP_NUM_THREADS: setting, OPENBLAS_NUM_THREADS: setting, MKL_NUM_THREADS: setting };
  return { command: python, args: [file, JSON.stringify(job)], env: { ...process.env, ...threads } };
}
