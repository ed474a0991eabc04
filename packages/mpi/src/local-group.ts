import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { InputError } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { callsOf } from './socket-calls.js';
import { checkedTimeout } from './timeout.js';
import type { TimeoutOption } from './timeout.js';

/** Options of `localGroup`. */
export interface LocalOptions extends TimeoutOption {
  /** What the other processes run: a script and its arguments. Default: what this process runs. */
  readonly args?: readonly string[] | undefined;
}

/** Tells a process that `localGroup` started what it is: its rank, the size, the port and the token. */
const VARIABLE = 'AUTOENCODERS_GROUP';

/** Whether `localGroup` of another process started this one. */
export const isStartedByGroup = (): boolean => process.env[VARIABLE] !== undefined;

/** `worker/` lies beside `src/` and beside `dist/`. */
const script = fileURLToPath(new URL('../worker/sockets.cjs', import.meta.url));

/**
 * A group of `size` processes on this machine, for machines without MPI. The first process that calls it becomes rank 0, and starts the others:
 * they run the same program with the same arguments, and the same call gives them their ranks. They talk over TCP on 127.0.0.1, all with rank 0,
 * which adds the numbers in the order of the ranks. What the others print to standard output is dropped. When a process ends, the calls of all
 * others throw an error that names its rank. Throws unless `size` is a whole number from 1 to 256.
 *
 * ```ts
 * const group = await localGroup(4);
 * await fit(model, images, { loss: { squaredError }, batch: 256, group });
 * group.close();
 * ```
 */
export async function localGroup(size: number, options: LocalOptions = {}): Promise<Group> {
  checkInteger('localGroup', 'size', size, 1, 256);
  checkOptions('localGroup', options, { args: true, timeout: true });
  const timeout = checkedTimeout('localGroup', options);
  const given = process.env[VARIABLE]?.split(':');
  if (given) {
    const [rank, of, port] = given.map(Number) as [number, number, number];
    check(of === size, () => `localGroup: rank 0 asks for a group of ${of}, this process for one of ${size}`);
    const worker = workerFor({ rank, size, port, token: given[3]!, timeout });
    await ready(worker, []);
    return callsOf({ rank, size }, worker, () => undefined);
  }
  const token = randomBytes(16).toString('hex');
  const worker = workerFor({ rank: 0, size, port: 0, token, timeout });
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }];
  const children = Array.from({ length: size - 1 }, (_, i) => started(`${i + 1}:${size}:${port}:${token}`, options.args));
  if (size > 1) await ready(worker, children);
  worker.postMessage({ pids: children.map(({ pid }) => pid) });
  for (const [i, child] of children.entries()) child.once('exit', (code) => code !== 0 && worker.postMessage({ gone: i + 1 }));
  return callsOf({ rank: 0, size }, worker, () => children.forEach((child) => child.unref()));
}

const workerFor = (workerData: object): Worker => new Worker(script, { workerData });

/** The same program as another process of the group. It gets no input, and prints errors only. */
function started(variable: string, args: readonly string[] = process.argv.slice(1)): ChildProcess {
  const env = { ...process.env, [VARIABLE]: variable };
  return spawn(process.execPath, [...process.execArgv, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Waits until all processes are connected. Throws if one ends before. */
async function ready(worker: Worker, children: readonly ChildProcess[]): Promise<void> {
  const stop = new AbortController();
  const ended = children.map(async (child, i) => {
    const [code, signal] = (await once(child, 'exit', { signal: stop.signal })) as [number | null, string | null];
    throw new InputError(`localGroup: rank ${i + 1} ended before it joined the group (${signal ?? `exit code ${code}`})`);
  });
  try {
    await Promise.race([once(worker, 'message'), ...ended]);
  } catch (error) {
    for (const child of children) child.kill();
    void worker.terminate();
    throw error;
  } finally {
    stop.abort();
    await Promise.allSettled(ended);
  }
}
