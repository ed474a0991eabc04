import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Group } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { isStartedByGroup, localGroup, mpiGroup, mpiProcesses } from '@autoencoders/mpi';
import type { RunOptions } from './output/run-folder.js';
import type { Terminal } from './terminal.js';

/** The option that starts several processes on this machine. */
export interface ProcessesOption {
  readonly processes?: number;
}

const byMpi = (): boolean => mpiProcesses().all > 1;

/** How many processes train together on this machine. */
export const processesHere = ({ processes = 1 }: ProcessesOption): number => (byMpi() ? mpiProcesses().here : processes);

/** Whether another process is rank 0, which writes and prints. This one only computes. */
export const isFollower = (): boolean => isStartedByGroup() || (byMpi() && mpiGroup().rank > 0);

/** The processes that train together: those that `mpirun` started, or as many as `--processes` says. Undefined for this one alone. */
export async function groupFor({ processes = 1 }: ProcessesOption): Promise<Group | undefined> {
  if (byMpi()) return mpiGroup();
  return processes > 1 ? localGroup(processes) : undefined;
}

/** Whether a rank wants something, such as to stop. All ranks ask alike, and get the same answer. */
export function anyRankWants(group: Group | undefined, wanted: boolean): boolean {
  if (!group) return wanted;
  const flag = Float32Array.of(wanted ? 1 : 0);
  group.allReduce(flag);
  return flag[0]! > 0;
}

/** Calls `train`. In a process that is not rank 0, with a terminal that shows nothing and a temporary folder that is removed. */
export async function trainAsRank<O extends RunOptions & ProcessesOption & { readonly tensorboard?: string }>(
  given: O,
  terminal: Terminal,
  train: (given: O, terminal: Terminal) => Promise<void>,
): Promise<void> {
  check(!byMpi() || given.processes === undefined, '--processes is for one machine without MPI; mpirun says how many processes there are');
  check(
    given.resume !== true || (!byMpi() && given.processes === undefined),
    'a training is resumed by one process: leave out mpirun and --processes',
  );
  if (!isFollower()) return train(given, terminal);
  const out = await mkdtemp(join(tmpdir(), 'autoencoders-rank-'));
  const nothing = { isTTY: false, columns: undefined, write: () => undefined };
  try {
    const { tensorboard: _, ...rest } = given;
    await train({ ...rest, out, force: true, checkpointEvery: 0 } as unknown as O, { ...terminal, out: nothing, err: nothing });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
