import { check, checkNumber, checkOptions, show } from '../errors.js';
import { sizeOf } from '../shape.js';
import { workerClient } from '../workers/worker-client.js';
import type { WorkerClient } from '../workers/worker-client.js';
import type { WorkerLike } from '../workers/port.js';
import { ahead } from './ahead.js';
import type { ArrayDataset, IndexedDataset, StreamDataset } from './dataset.js';
import { inParts, withPasses } from './passes.js';
import type { Pass } from './passes.js';
import type { DatasetRequest, SentRows, ServedDataset } from './serve-dataset.js';

/** Options of `workerDataset`. */
export interface WorkerDatasetOptions {
  /** What the function of `serveDataset` gets: anything that can be sent to a worker. */
  readonly options?: unknown;
  /** Milliseconds to wait until the worker has opened its dataset. Default 30,000. */
  readonly timeout?: number | undefined;
}

/** A dataset that a worker reads. */
export type WorkerDataset = (IndexedDataset | StreamDataset) & {
  /** Ends the worker. Loops that still read then fail with an error. */
  readonly terminate: () => void;
};

/** How many numbers are sent at a time: 1 MB of float32. Each message costs the thread that trains some time. */
const SENT = 2 ** 18;

/** How many messages are asked for before they are needed. */
const AHEAD = 2;

/**
 * The dataset that a worker serves with `serveDataset`: a stream, or a dataset that is read by rows, also if the worker holds it in memory.
 * While `fit` trains, the worker reads, shuffles and batches the examples, at most two messages of about 1 MB ahead, and of a stream the
 * first 16 MB of the next epoch. Every loop begins anew, and leaving it ends the reading. Rejects when the worker fails, ends or is
 * terminated, and with the error that reading throws there.
 *
 * ```ts
 * const data = await workerDataset(new Worker(new URL('read.worker.ts', import.meta.url), { type: 'module' }));
 * ```
 */
export async function workerDataset(worker: WorkerLike, options: WorkerDatasetOptions = {}): Promise<WorkerDataset> {
  checkOptions('workerDataset', options, { options: true, timeout: true });
  check(
    typeof (worker as WorkerLike | undefined)?.postMessage === 'function',
    () => `workerDataset: worker must be a Web Worker or a thread of Node, not ${show(worker)}`,
  );
  const { timeout = 30_000 } = options;
  checkNumber('workerDataset', 'timeout', timeout, 0);
  const { ask, begin, terminate } = workerClient<DatasetRequest>('workerDataset', worker);
  const served = (await begin({ type: 'open', options: options.options }, timeout)) as ServedDataset;
  const { isStream, count, ...known } = served;
  const received = (rows: SentRows): ArrayDataset => ({ ...known, ...rows });
  const read = (pass?: Pass): AsyncIterable<ArrayDataset> => ahead({ [Symbol.asyncIterator]: () => reading(ask, received, pass) }, AHEAD);
  const dataset: IndexedDataset | StreamDataset = isStream
    ? { ...known, count, chunks: () => read() }
    : { ...known, count: count!, rows: async (places: Int32Array) => received(await ask({ type: 'rows', places })) };
  return { ...withPasses(dataset, (pass) => inParts(read(enlarged(pass, sizeOf(known.shape))), pass.size)), terminate };
}

/** The pass with larger batches: each holds as many batches as one message takes. */
const enlarged = (pass: Pass, width: number): Pass => ({
  ...pass,
  size: pass.size * Math.max(1, Math.floor(SENT / (pass.size * width))),
});

/** The number of the last reading. */
let readings = 0;

/** One reading of the examples by the worker. It may be asked for the next rows before it gave the last. */
function reading(
  ask: WorkerClient<DatasetRequest>['ask'],
  received: (rows: SentRows) => ArrayDataset,
  pass: Pass | undefined,
): AsyncIterator<ArrayDataset> {
  const number = ++readings;
  const begun = ask({ type: 'read', reading: number, pass });
  // The first `next` throws this error.
  begun.catch(() => undefined);
  return {
    async next() {
      const next = ask({ type: 'next', reading: number });
      next.catch(() => undefined);
      await begun;
      const rows = (await next) as SentRows | undefined;
      return rows ? { done: false, value: received(rows) } : { done: true, value: undefined };
    },
    async return() {
      // A worker that failed reads nothing any more.
      await ask({ type: 'return', reading: number }).catch(() => undefined);
      return { done: true, value: undefined };
    },
  };
}
