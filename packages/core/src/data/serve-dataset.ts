import { check } from '../errors.js';
import { answerRequests } from '../workers/answer.js';
import { ownPort } from '../workers/port.js';
import { beginAgain } from './begin-again.js';
import type { ArrayDataset, Dataset, IndexedDataset, NumberArray, StreamDataset } from './dataset.js';
import { passOver } from './passes.js';
import type { Pass } from './passes.js';
import { FIELDS, pickRows } from './rows.js';
import { checkDataset, chunksOf, isArrayDataset, isStream, rowsOf } from './streams.js';

/** What a dataset is, before its examples are read. */
export interface ServedDataset extends Pick<StreamDataset, 'name' | 'shape' | 'classes' | 'count'> {
  readonly isStream: boolean;
}

/** What a thread asks of a worker that serves a dataset. A reading goes over the examples once; each has a number. */
export type DatasetRequest =
  | { readonly type: 'open'; readonly options: unknown }
  | { readonly type: 'rows'; readonly places: Int32Array }
  | { readonly type: 'read'; readonly reading: number; readonly pass: Pass | undefined }
  | { readonly type: 'next' | 'return'; readonly reading: number };

/** The numbers of some examples, as they are sent. */
export type SentRows = Pick<ArrayDataset, (typeof FIELDS)[number]>;

/**
 * Makes this worker read a dataset for the page or the program that started it, which calls `workerDataset`. Call it once, in a Web Worker
 * or in one of Node's worker threads. `open` gets the `options` of `workerDataset`. Errors of `open` and of the dataset are thrown there,
 * too. Throws an `InputError` outside of a worker.
 *
 * ```ts
 * serveDataset(async ({ path }) => map(await openPictures(path), flipped));
 * ```
 */
export function serveDataset(open: (options: any) => Dataset | Promise<Dataset>): void {
  const port = ownPort('serveDataset');
  const readings = new Map<number, AsyncIterator<ArrayDataset>>();
  let dataset: IndexedDataset | StreamDataset | undefined;
  let again: IndexedDataset | StreamDataset | undefined;
  const answers: Readonly<Record<DatasetRequest['type'], (request: any) => unknown>> = {
    async open({ options }: DatasetRequest & { type: 'open' }): Promise<ServedDataset> {
      const opened = await open(options);
      checkDataset('serveDataset', 'the dataset', opened);
      dataset = isArrayDataset(opened) ? byRows(opened) : opened;
      again = isStream(dataset) ? beginAgain(dataset) : dataset;
      const { name, shape, classes, count } = dataset;
      return { name, shape, classes, count, isStream: isStream(dataset) };
    },
    rows: async ({ places }: DatasetRequest & { type: 'rows' }) => sent(await rowsOf('serveDataset', 'the dataset', openOnly(), places)),
    read({ reading, pass }: DatasetRequest & { type: 'read' }) {
      check(dataset !== undefined && again !== undefined, 'serveDataset: the dataset is not open');
      // A shuffled pass is an epoch of training, after which another may come.
      const examples = pass ? passOver(pass.seed === undefined ? dataset : again, pass) : chunksOf('serveDataset', 'the dataset', dataset);
      readings.set(reading, examples[Symbol.asyncIterator]());
    },
    async next({ reading }: DatasetRequest & { type: 'next' }) {
      const { done = true, value } = (await readings.get(reading)?.next()) ?? {};
      if (done) readings.delete(reading);
      return done ? undefined : sent(value as ArrayDataset);
    },
    async return({ reading }: DatasetRequest & { type: 'return' }) {
      const rest = readings.get(reading);
      readings.delete(reading);
      await rest?.return?.();
    },
  };
  const openOnly = (): IndexedDataset => {
    check(dataset !== undefined && !isStream(dataset), 'serveDataset: the dataset is not read by rows');
    return dataset;
  };
  answerRequests<DatasetRequest>(port, {
    call: 'workerDataset',
    answers,
    transferred: (type, value) => (type === 'next' || type === 'rows' ? buffersOf(value) : []),
    failed: (request) => 'reading' in request && readings.delete(request.reading),
  });
}

/** A dataset in memory as one that is read by rows. */
function byRows(dataset: ArrayDataset): IndexedDataset {
  const { name, shape, classes } = dataset;
  return {
    name,
    shape,
    classes,
    count: checkDataset('serveDataset', 'the dataset', dataset)!,
    rows: (places) => pickRows(dataset, places),
  };
}

/** A copy of the numbers of some examples, whose memory can be transferred. The dataset may use its own memory again. */
function sent(rows: ArrayDataset): SentRows {
  const copies: Record<string, NumberArray> = {};
  for (const field of FIELDS) {
    const numbers = rows[field];
    if (numbers !== undefined) copies[field] = ArrayBuffer.isView(numbers) ? (numbers as Float32Array).slice() : Float64Array.from(numbers);
  }
  return copies as unknown as SentRows;
}

const buffersOf = (rows: unknown): ArrayBufferLike[] =>
  Object.values((rows as SentRows) ?? {}).map((numbers) => (numbers as Float32Array).buffer);
