// The process of one rank: `mpirun -n 2 node child.js <job as JSON>`. All ranks read the same lines, and rank 0 answers. ../steps/protocol.ts has the
// messages.
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { Group } from '@autoencoders/core';
import { mpiGroup } from '@autoencoders/mpi';
import { weightsOf } from '../steps/files.js';
import { prepare } from '../steps/peers/ours.js';
import { serve, stepByStep } from '../steps/protocol.js';
import type { Job, Peer } from '../steps/protocol.js';
import type { ModelTask } from '../steps/tasks.js';
import { INTERFACE } from './links.js';

const COUNTER = `/sys/class/net/${INTERFACE}/statistics/tx_bytes`;

/** Half of a group of two, without the other half: it computes its rows of each batch, and its sums change nothing. */
function halfGroup(): Group {
  const nothing = (): void => undefined;
  let isFirst = true;
  return {
    rank: 0,
    size: 2,
    // With the first sum, ranks compare what they train: each gives its part of an array. The other half has the same as this one.
    allReduce(values) {
      if (isFirst) values.copyWithin(values.length / 2, 0);
      isFirst = false;
    },
    broadcast: nothing,
    barrier: nothing,
    close: nothing,
  };
}

/** Bytes that this rank's interface has sent so far. */
function sentSoFar(): number {
  try {
    return Number(readFileSync(COUNTER, 'utf8'));
  } catch {
    return NaN;
  }
}

/** The same peer, which also tells what its steps take of the ranks. */
function counted(peer: Peer, group: Group): Peer {
  const soFar = (): readonly number[] => {
    const { waiting, communication } = group.times!();
    return [1000 * waiting, 1000 * communication, sentSoFar()];
  };
  return {
    ...peer,
    async steps(count) {
      const before = soFar();
      const answer = await peer.steps(count);
      const means = Float32Array.from(soFar(), (value, i) => (value - before[i]!) / count / group.size);
      group.allReduce(means);
      const [waiting, communication, sent] = means as unknown as [number, number, number];
      return { ...answer, ranks: { waiting, communication, sent: Number.isFinite(sent) ? sent : null } };
    },
  };
}

/** Sums of so many numbers over all ranks, without training. */
function sums(group: Group, numbers: number): Peer {
  const values = new Float32Array(numbers);
  return stepByStep('', async () => {
    group.allReduce(values);
    return 0;
  });
}

const job = JSON.parse(process.argv[2]!) as Job;
const group = job.peer === 'half' ? halfGroup() : mpiGroup();
const output = group.rank === 0 ? process.stdout : new Writable({ write: (_, __, done) => done() });
const peers: Readonly<Record<string, () => Promise<Peer>>> = {
  half: () => prepare(job, group),
  group: async () => counted(await prepare(job, group), group),
  sums: async () => counted(sums(group, Number(job.setting) || weightsOf(job.task as ModelTask)), group),
};
await serve(peers[job.peer]!, job.warmUp, { input: process.stdin, output });
group.close();
