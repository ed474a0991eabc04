import { firstEvent, summaryEvent } from './event.js';
import type { Summary } from './event.js';
import { tfRecord } from './record.js';

/** Where the bytes of an event file go: an open file of Node, a stream of a browser's file, or an array. */
export interface EventSink {
  readonly write: (bytes: Uint8Array) => unknown;
  /** Called once, after the last bytes. */
  readonly close?: (() => unknown) | undefined;
}

/** Seconds since 1970. */
export const now = (): number => Date.now() / 1000;

/** What writes events. */
export interface EventStream {
  /** Writes the values that `make` gives, after those of the calls before. It never throws. */
  readonly write: (step: number, make: () => Promise<readonly Summary[]>) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Writes events in the order of their calls, until one fails. */
export async function eventStream(sink: EventSink, onNotice: (notice: string) => void): Promise<EventStream> {
  await sink.write(tfRecord(firstEvent(now())));
  let last: Promise<void> = Promise.resolve();
  let isOpen = true;
  const attempt = (task: () => Promise<unknown>): Promise<void> =>
    (last = last.then(async () => {
      if (!isOpen) return;
      try {
        await task();
      } catch (error) {
        isOpen = false;
        onNotice(
          `tensorboard: events cannot be written: ${error instanceof Error ? error.message : String(error)}. Training goes on without them`,
        );
      }
    }));
  return {
    write: (step, make) =>
      attempt(async () => {
        const values = await make();
        if (values.length > 0) await sink.write(tfRecord(summaryEvent(now(), step, values)));
      }),
    async close() {
      await attempt(async () => sink.close?.());
      isOpen = false;
    },
  };
}
