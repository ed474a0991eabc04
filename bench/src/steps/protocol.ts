import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Task } from './tasks.js';

/*
 * A contender runs in its own process: tfjs registers kernels once for a whole process, so that stock tfjs and ours cannot share one. It gets
 * its job at the start, prepares, and writes a line of JSON (`Ready`). Then it reads lines such as `steps 20` and answers each with a line of
 * JSON (`Answer`). It ends when its input ends.
 */

/** The job of a contender. `folder` has the images and the starting weights. */
export interface Job {
  readonly peer: string;
  /** The setting of a peer that serves several contenders: a backend, or a number of threads. */
  readonly setting: string;
  readonly task: Task;
  readonly folder: string;
  readonly warmUp: WarmUp;
}

/** Steps before the first that counts. No further ones begin after `ms` milliseconds. */
export interface WarmUp {
  readonly steps: number;
  readonly ms: number;
}

/** The milliseconds and the loss of each step. */
export interface Answer {
  readonly ms: readonly number[];
  readonly losses: readonly number[];
  /** Where several ranks take the steps: what a step took of them. */
  readonly ranks?: RankCosts;
  /** The messages of a step, in their order. */
  readonly messages?: readonly MessageStart[];
}

/** A message that sums gradients. */
export interface MessageStart {
  readonly bytes: number;
  /** Milliseconds from when its numbers are there to the end of the backward pass. */
  readonly ahead: number;
}

/** What a step takes of a rank, as the mean over ranks and steps. */
export interface RankCosts {
  /** Milliseconds until all ranks have come to the sum. */
  readonly waiting: number;
  /** Milliseconds of the sum itself. */
  readonly communication: number;
  /** Milliseconds in which sums went on while it computed. */
  readonly hidden?: number;
  /** Bytes that its network interface sent; null where nobody counts them. */
  readonly sent: number | null;
}

/** The message of a contender that is ready: its version, and its warm-up. */
export interface Ready extends Answer {
  readonly version: string;
}

/** A contender, built and loaded. */
export interface Peer {
  readonly version: string;
  /** Takes the next `count` steps. */
  readonly steps: (count: number) => Promise<Answer>;
}

/** A peer from `step`, which does one step and returns its loss. */
export function stepByStep(version: string, step: () => Promise<number>): Peer {
  return {
    version,
    async steps(count) {
      const [ms, losses]: [number[], number[]] = [[], []];
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        losses.push(await step());
        ms.push(performance.now() - start);
      }
      return { ms, losses };
    },
  };
}

async function warmedUp(peer: Peer, { steps, ms }: WarmUp): Promise<Answer> {
  const made: Answer[] = [];
  const end = performance.now() + ms;
  while (made.length < steps && (made.length === 0 || performance.now() < end)) made.push(await peer.steps(1));
  return { ms: made.flatMap((answer) => answer.ms), losses: made.flatMap((answer) => answer.losses) };
}

/** The contender's side: makes the peer, warms it up, and does what `input` says until it ends. */
export async function serve(
  prepare: () => Promise<Peer>,
  warmUp: WarmUp,
  { input, output }: { readonly input: Readable; readonly output: Writable },
): Promise<void> {
  const say = (message: Ready | Answer): void => void output.write(`${JSON.stringify(message)}\n`);
  const lines = createInterface({ input });
  const asked = lines[Symbol.asyncIterator]();
  const peer = await prepare();
  say({ version: peer.version, ...(await warmedUp(peer, warmUp)) });
  for await (const line of asked) {
    const [, count] = /^steps (\d+)$/.exec(line) ?? [];
    if (count === undefined) throw new Error(`a contender reads lines such as "steps 20", not "${line}"`);
    say(await peer.steps(Number(count)));
  }
}

/** The parent's side of a contender. */
export interface Conversation {
  readonly ready: () => Promise<Ready>;
  readonly steps: (count: number) => Promise<Answer>;
}

/** Talks to a contender through its streams. `gone` explains why a contender ended. */
export function converse(
  { input, output }: { readonly input: Writable; readonly output: Readable },
  gone: () => Promise<string>,
): Conversation {
  const lines = createInterface({ input: output })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(await gone());
      // Libraries may print to the standard output, too.
      if (value.startsWith('{')) return JSON.parse(value);
    }
  };
  return {
    ready: async () => (await next()) as Ready,
    async steps(count) {
      input.write(`steps ${count}\n`);
      return (await next()) as Answer;
    },
  };
}
