import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DivergenceError } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { isStartedByGroup, localGroup, mpiGroup, mpiProcesses } from '@autoencoders/mpi';
import type { RunOptions } from './output/run-folder.js';
import type { Terminal } from './terminal.js';

/** The options of commands that several processes carry out together. */
export interface ProcessesOption {
  /** How many to start on this machine. */
  readonly processes?: number;
  /** For how many seconds they wait for one that is stuck. */
  readonly timeout?: number;
  /** How they send gradients. */
  readonly compression?: 'float16';
}

const byMpi = (): boolean => mpiProcesses().all > 1;

/** How many processes work together on this machine. */
export const processesHere = ({ processes = 1 }: ProcessesOption): number => (byMpi() ? mpiProcesses().here : processes);

/** Whether another process is rank 0, which writes and prints. This one only computes. */
export const isFollower = (): boolean => isStartedByGroup() || (byMpi() && mpiGroup().rank > 0);

/**
 * Does some work in the processes that `mpirun` started, or in as many as `--processes` says, and leaves the group. What follows is for rank 0
 * alone. `work` gets no group where this process is alone. It throws what fails, or gives it as `failure`.
 */
export async function inGroup<T>(
  { processes = 1, timeout, compression }: ProcessesOption,
  work: (group: Group | undefined) => Promise<T>,
): Promise<T> {
  const group = byMpi() ? mpiGroup({ timeout, compression }) : processes > 1 ? await localGroup(processes, { timeout }) : undefined;
  // Where all ranks diverge, all leave. After another failure, the group is broken.
  const leave = (failure: unknown): void => {
    if (failure === undefined || failure instanceof DivergenceError) group?.close();
  };
  try {
    const result = await work(group);
    leave((result as { readonly failure?: Error } | undefined)?.failure);
    return result;
  } catch (error) {
    leave(error);
    throw error;
  }
}

/** How a process ends that is not rank 0. */
export const ended = (failure: unknown): void => {
  if (failure !== undefined) throw failure;
};

/** Whether a rank wants something, such as to stop. All ranks ask alike, and get the same answer. */
export function anyRankWants(group: Group | undefined, wanted: boolean): boolean {
  if (!group) return wanted;
  const flag = Float32Array.of(wanted ? 1 : 0);
  group.allReduce(flag);
  return flag[0]! > 0;
}

/** Calls `work`. In a process that is not rank 0, with a terminal that shows nothing. */
export async function asRank<O extends ProcessesOption>(
  given: O,
  terminal: Terminal,
  work: (given: O, terminal: Terminal) => Promise<void>,
): Promise<void> {
  check(!byMpi() || given.processes === undefined, '--processes is for one machine without MPI; mpirun says how many processes there are');
  check(byMpi() || given.compression === undefined, '--compression is for mpirun: processes on one machine without MPI have no network');
  if (byMpi()) mpiGroup({ timeout: given.timeout, compression: given.compression });
  const nothing = { isTTY: false, columns: undefined, write: () => undefined };
  return work(given, isFollower() ? { ...terminal, out: nothing, err: nothing } : terminal);
}

/**
 * The same for commands that train. In a process that is not rank 0, the folder of the run, which the option `place` names (default `out`), is a temporary
 * one that is removed.
 */
export const trainAsRank = <O extends Omit<RunOptions, 'out'> & ProcessesOption & { readonly tensorboard?: string }>(
  given: O,
  terminal: Terminal,
  train: (given: O, terminal: Terminal) => Promise<void>,
  place: 'out' | 'run' = 'out',
): Promise<void> =>
  asRank(given, terminal, async (_, shown) => {
    if (!isFollower()) return train(given, shown);
    const out = await mkdtemp(join(tmpdir(), 'autoencoders-rank-'));
    try {
      const { tensorboard: __, resume: ___, ...rest } = given;
      await train({ ...rest, [place]: out, force: true, checkpointEvery: 0 } as unknown as O, shown);
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  });
