// The process of one rank: `mpirun -n 2 node child.js <job as JSON>`. All ranks read the same lines, and rank 0 answers. ../steps/protocol.ts has the
// messages.
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import type { Group } from '@autoencoders/core';
import { mpiGroup } from '@autoencoders/mpi';
import { weightsOf } from '../steps/files.js';
import { prepare } from '../steps/peers/ours.js';
import { serve, stepByStep } from '../steps/protocol.js';
import type { Job, MessageStart, Peer } from '../steps/protocol.js';
import { median } from '../steps/statistics.js';
import type { ModelTask } from '../steps/tasks.js';
import { INTERFACE } from './links.js';

const COUNTER = `/sys/class/net/${INTERFACE}/statistics/tx_bytes`;

/** Half of a group of two, without the other half: it computes its rows of each batch, and its sums change nothing. It notes when a step begins them. */
function halfGroup(): { readonly half: Group; readonly take: () => readonly MessageStart[] } {
  const nothing = (): void => undefined;
  let isFirst = true;
  let open: { readonly bytes: number; readonly at: number }[] = [];
  let steps: (readonly MessageStart[])[] = [];
  const note = (...arrays: readonly Float32Array[]): void =>
    void open.push({ bytes: arrays.reduce((sum, { byteLength }) => sum + byteLength, 0), at: performance.now() });
  /** After the backward pass, a step waits for its sums. */
  const end = (): void => {
    const at = performance.now();
    if (open.length > 0) steps.push(open.map((message) => ({ bytes: message.bytes, ahead: at - message.at })));
    open = [];
  };
  const half: Group = {
    rank: 0,
    size: 2,
    // With the first sum, ranks compare what they train: each gives its part of an array. The other half has the same as this one.
    allReduce(...arrays) {
      if (isFirst) arrays[0]!.copyWithin(arrays[0]!.length / 2, 0);
      else note(...arrays);
      isFirst = false;
      end();
    },
    allReduceAsync(array) {
      note(array);
      return { wait: end };
    },
    broadcast: nothing,
    barrier: nothing,
    close: nothing,
  };
  /** The messages of the steps since the last call. */
  const take = (): readonly MessageStart[] => {
    const taken = steps;
    steps = [];
    return taken.at(-1)!.map(({ bytes }, i) => ({ bytes, ahead: median(taken.map((each) => each[i]!.ahead)) }));
  };
  return { half, take };
}

/** The same peer, which also tells the messages of its steps. */
const withMessages = (peer: Peer, take: () => readonly MessageStart[]): Peer => ({
  ...peer,
  steps: async (count) => ({ ...(await peer.steps(count)), messages: take() }),
});

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
    const { waiting, communication, hidden = 0 } = group.times!();
    return [1000 * waiting, 1000 * communication, 1000 * hidden, sentSoFar()];
  };
  return {
    ...peer,
    async steps(count) {
      const before = soFar();
      const answer = await peer.steps(count);
      const means = Float32Array.from(soFar(), (value, i) => (value - before[i]!) / count / group.size);
      group.allReduce(means);
      const [waiting, communication, hidden, sent] = means as unknown as [number, number, number, number];
      return { ...answer, ranks: { waiting, communication, hidden, sent: Number.isFinite(sent) ? sent : null } };
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
const { half, take } = halfGroup();
const group = job.peer === 'half' ? half : mpiGroup();
const output = group.rank === 0 ? process.stdout : new Writable({ write: (_, __, done) => done() });
const peers: Readonly<Record<string, () => Promise<Peer>>> = {
  half: async () => withMessages(await prepare(job, group), take),
  group: async () => counted(await prepare(job, group), group),
  // All sums after the backward pass.
  after: async () => counted(await prepare(job, { ...group, allReduceAsync: undefined }), group),
  sums: async () => counted(sums(group, Number(job.setting) || weightsOf(job.task as ModelTask)), group),
};
await serve(peers[job.peer]!, job.warmUp, { input: process.stdin, output });
group.close();
