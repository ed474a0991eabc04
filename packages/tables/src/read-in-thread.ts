import { passOver, withPasses, workerDataset } from '@autoencoders/core/internal';
import type { WorkerDataset, WorkerLike } from '@autoencoders/core/internal';
import type { ArrayDataset, StreamDataset } from '@autoencoders/core';
import type { ThreadJob } from './thread.js';

/** How long the worker waits for the next loop before it ends, in milliseconds. */
const IDLE = 10_000;

/** The script as a variable: bundlers for pages look for a literal here, and pages start no such thread. */
const script = './thread.js';

/** Starts the worker. Throws if none can start: outside of Node, or if a bundler left out the script. */
function startThread(): WorkerLike {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  // Node passes on its flags, and with this one it starts no file.
  const execArgv = process.execArgv.filter((flag) => !flag.startsWith('--input-type'));
  return new Worker(new URL(script, import.meta.url), { execArgv });
}

/** The same stream, read and encoded by a worker thread, or by this thread if none starts. The worker ends ten seconds after the last loop. */
export function inThread(here: StreamDataset, job: ThreadJob): StreamDataset {
  let opened: Promise<WorkerDataset | undefined> | undefined;
  let loops = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;
  const open = async (): Promise<WorkerDataset | undefined> => {
    try {
      return await workerDataset(startThread(), { options: job });
    } catch {
      // If the file is the reason, reading it on this thread throws the error that says so.
      return undefined;
    }
  };
  const end = async (): Promise<void> => {
    const ending = opened;
    opened = undefined;
    (await ending)?.terminate();
  };
  async function* loop(read: (dataset: StreamDataset) => AsyncIterable<ArrayDataset>): AsyncGenerator<ArrayDataset, void> {
    clearTimeout(idle);
    loops += 1;
    try {
      opened ??= open();
      yield* read(((await opened) as StreamDataset | undefined) ?? here);
    } finally {
      loops -= 1;
      if (loops === 0) idle = setTimeout(end, IDLE).unref();
    }
  }
  return withPasses({ ...here, chunks: () => loop((dataset) => dataset.chunks()) }, (pass) => loop((dataset) => passOver(dataset, pass)));
}
