import type { Contender } from '../steps/contenders.js';
import { findPython } from '../steps/contenders.js';
import { models } from '../steps/tasks.js';
import type { ModelTask } from '../steps/tasks.js';
import { mpirun } from './launcher.js';

/** A model, and how many examples a step has over all ranks. */
export interface Case extends ModelTask {
  readonly batch: number;
}

const model = (name: string, batch: number): Case => ({ ...models.find((task) => task.name === name)!, batch });

/** The model of the links and of the prediction, by examples. */
export const predicted: readonly Case[] = [model('dense-middle', 128), model('dense-middle', 1024)];

/** What is measured on this machine. */
export const cases: readonly Case[] = [...predicted, ...['dense-large', 'variational', 'convolutional'].map((name) => model(name, 1024))];

/** The programs that compute: with our WebAssembly, with a BLAS, and PyTorch. */
export const engines = ['WASM', 'BLAS', 'PyTorch'] as const;
export type Engine = (typeof engines)[number];

/** A program: 1 rank with 2 threads, 2 ranks with 1 thread each, or half of a group of two, which sums nothing. */
export interface GroupProgram extends Contender {
  readonly engine: Engine;
  readonly kind: 'one' | 'two' | 'half';
}

const CHILD = '../group/child.js';
const of = (engine: Engine, kind: GroupProgram['kind'], more: Pick<Contender, 'peer' | 'setting'> & Partial<Contender>): GroupProgram => ({
  engine,
  kind,
  name: `${engine} ${kind}`,
  title: `${engine}, ${{ one: '1 rank × 2 threads', two: '2 ranks × 1 thread', half: 'half of a group' }[kind]}`,
  takes: ({ name }) => kind !== 'half' || name === predicted[0]!.name,
  ...more,
});

/** All programs that run here. `python` has PyTorch; with mpi4py, it sums, too. */
export function programs(folder: string, { blas, torch, mpi4py }: Found): readonly GroupProgram[] {
  const launcher = mpirun(2, folder);
  const ours = (engine: Engine, [one, two]: readonly [string, string]): readonly GroupProgram[] => [
    of(engine, 'one', { peer: 'ours', setting: two }),
    of(engine, 'two', { peer: 'group', setting: one, launcher, script: CHILD }),
    of(engine, 'half', { peer: 'half', setting: two, script: CHILD }),
  ];
  return [
    ...ours('WASM', ['ours', 'ours-2']),
    ...(blas ? ours('BLAS', ['blas-1', 'blas-2']) : []),
    ...(torch ? [of('PyTorch', 'one', { peer: 'torch', setting: '2', python: torch })] : []),
    ...(mpi4py ? [of('PyTorch', 'two', { peer: 'torch', setting: '1', python: mpi4py, launcher, script: 'torch_group.py' })] : []),
  ];
}

/** What this machine has: a BLAS, and Pythons with the modules. */
export interface Found {
  readonly blas: boolean;
  readonly torch: string | undefined;
  readonly mpi4py: string | undefined;
}

export const findPythons = (): Pick<Found, 'torch' | 'mpi4py'> => ({
  torch: findPython('torch, numpy'),
  mpi4py: findPython('torch, numpy, mpi4py'),
});

/** A program with a rank on each of several hosts. `peer` is `group`, `after` or `sums`. */
export const onHosts = (hosts: number, peer: string, setting: string, launcher: readonly string[]): Contender => ({
  name: peer,
  title: `${peer} on ${hosts} hosts`,
  peer,
  setting,
  takes: () => true,
  launcher,
  script: CHILD,
});
