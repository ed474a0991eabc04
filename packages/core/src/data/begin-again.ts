import type { ArrayDataset, StreamDataset } from './dataset.js';
import { pickRows, rowCount } from './rows.js';

/** How many numbers of the next reading are held: as many as the window of a shuffle takes before it gives its first example. */
const HELD = 2 ** 22;

/** How long they are held, in milliseconds. The source may change. */
const FRESH = 10_000;

/** A reading that has begun before it is asked for. */
interface Begun {
  readonly chunks: () => AsyncIterable<ArrayDataset>;
  readonly drop: () => void;
}

/** The same stream. As soon as one reading is complete, the next begins, so that a new epoch need not wait for its first examples. */
export function beginAgain(dataset: StreamDataset): StreamDataset {
  let next: Begun | undefined;
  return {
    ...dataset,
    async *chunks() {
      const begun = next;
      next = undefined;
      yield* begun ? begun.chunks() : dataset.chunks();
      (next as Begun | undefined)?.drop();
      const again = begin(dataset.chunks(), () => {
        if (next === again) next = undefined;
      });
      next = again;
    },
  };
}

/** Begins a reading. Without a loop that takes it, it is dropped after some time, and `dropped` is called. */
function begin(chunks: AsyncIterable<ArrayDataset>, dropped: () => void): Begun {
  const rest = chunks[Symbol.asyncIterator]();
  let held: ArrayDataset[] = [];
  let room = HELD;
  const fill = async (): Promise<void> => {
    while (room > 0) {
      const { done, value } = await rest.next();
      if (done) return;
      // A copy, since the stream may write over the memory of the chunk.
      held.push(
        pickRows(
          value,
          Int32Array.from({ length: rowCount(value) }, (_, i) => i),
        ),
      );
      room -= value.values.length;
    }
  };
  const filled = fill();
  // The loop that takes this reading throws the error.
  filled.catch(() => undefined);
  const close = async (): Promise<void> => void (await rest.return?.());
  const drop = (): void => {
    clearTimeout(timer);
    [held, room] = [[], 0];
    dropped();
    close().catch(() => undefined);
  };
  const timer = setTimeout(drop, FRESH);
  return {
    drop,
    async *chunks() {
      clearTimeout(timer);
      room = 0;
      try {
        await filled.catch(() => undefined);
        for (let chunk = held.shift(); chunk; chunk = held.shift()) yield chunk;
        await filled;
        for (let each = await rest.next(); !each.done; each = await rest.next()) yield each.value;
      } finally {
        await close();
      }
    },
  };
}
