import type { Threshold } from '@autoencoders/anomaly';
import { InputError } from '@autoencoders/core';
import type { Findings, RowDetail, Settings } from '../findings.js';
import { opened, saved } from './file.js';
import { isSeries, tableOf, timeOf } from './read.js';
import { lookAtRows, trainRows } from './rows.js';
import type { RowSession } from './rows.js';
import { lookAtSeries, trainSeries } from './series.js';
import type { SeriesSession } from './series.js';

/** What the page asks for. A worker answers, or the page itself where no worker starts. */
export type Request =
  | { readonly type: 'train'; readonly learn: File; readonly look?: File | undefined; readonly settings: Settings }
  | { readonly type: 'cancel' }
  | { readonly type: 'describe'; readonly rows: readonly number[] }
  | { readonly type: 'save'; readonly threshold: Threshold }
  | { readonly type: 'open'; readonly bytes: Uint8Array; readonly look: File; readonly shipped?: Shipped };

/** How a detector that comes with the page was trained. */
export interface Shipped {
  readonly learn: File;
  readonly settings: Settings;
}

/** An answer to each request. */
export interface Answers {
  readonly train: (request: Extract<Request, { type: 'train' }>) => Promise<Findings>;
  /** Ends a training, if there is one. */
  readonly cancel: () => Promise<void>;
  readonly describe: (request: Extract<Request, { type: 'describe' }>) => Promise<readonly RowDetail[]>;
  readonly save: (request: Extract<Request, { type: 'save' }>) => Promise<Uint8Array>;
  readonly open: (request: Extract<Request, { type: 'open' }>) => Promise<Findings>;
}

/** A detector, and what it has looked at. */
export type Session = RowSession | SeriesSession;

/** Trains, looks and explains; holds one detector. `told` gets the share of a training that is done. */
export function service(told: (share: number) => void): Answers {
  let session: Session | undefined;
  let training = new AbortController();
  // The one before stays until another one is there.
  const become = (next: Session): Findings => {
    session?.detector.dispose();
    session = next;
    return next.findings;
  };
  const current = (): Session => {
    if (!session) throw new InputError('there is no detector yet');
    return session;
  };
  return {
    async train({ learn, look, settings }) {
      training = new AbortController();
      const watched = { onProgress: told, signal: training.signal };
      const read = await tableOf(learn);
      const train = isSeries(read, settings.reading) ? trainSeries : trainRows;
      const next = await train(learn, read, look, settings, watched);
      const trained = { learn: read.reading, look: look && next.reading, settings, time: timeOf(read) };
      return { ...become(next), trained };
    },
    cancel: async () => training.abort(),
    async describe({ rows }) {
      const now = current();
      return now.kind === 'rows' ? now.describe(rows) : [];
    },
    save: async ({ threshold }) => saved(current(), threshold),
    async open({ bytes, look, shipped }) {
      const detector = await opened(bytes);
      const read = shipped && (await tableOf(shipped.learn));
      const notes = [shipped ? 'The detector came with the page.' : 'The detector was opened, not trained here.'];
      try {
        // Of a series that was learned from, the rest is looked at.
        const start = shipped?.learn === look ? Math.round(shipped.settings.usual * read!.table.rows) : 0;
        const next = await (detector.kind === 'series' ? lookAtSeries(detector, look, notes, start) : lookAtRows(detector, look, notes));
        const { settings } = shipped ?? {};
        const trained = read && settings && { learn: read.reading, look: start ? undefined : next.reading, settings, time: timeOf(read) };
        return { ...become(next), trained };
      } catch (error) {
        detector.dispose();
        throw error;
      }
    },
  };
}
