import type { Call } from './pool.js';

/*
 * The shared memory by which one thread gives calls to others. The thread that posts a row of calls takes them from the front; the
 * workers take them from the back. So the same call tends to run on the same thread. A worker that wakes late does not delay the
 * row, since the other threads take its calls.
 *
 * A row is replaced only after all its calls are done, so that the numbers of a call do not change while it runs.
 */

/** Places of 32-bit words, far enough apart to be in different cache lines. */
export const place = {
  /** 256 · (calls taken from the front) + (position of the back). If both are equal, no call is left. */
  row: 0,
  /** How many calls of the row are done. */
  done: 16,
  /** 1 while the posting thread sleeps until more calls are done. */
  waiting: 17,
  /** How many workers sleep, or are about to. */
  asleep: 32,
  /** The length of the message of the first call that failed. */
  failed: 48,
} as const;

/** The calls of a row; the numbers of a call (its export, how many follow, and these); the length of an error message. */
export const room = { calls: 64, numbers: 32, text: 256 } as const;

const textOffset = 256 + 8 * room.calls * room.numbers;

/** Where the numbers and the text start, and where the text ends, in bytes. */
export const offset: Readonly<Record<'numbers' | 'text' | 'end', number>> = {
  numbers: 256,
  text: textOffset,
  end: textOffset + 2 * room.text,
};

/** A block and its parts. */
export interface Block {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly numbers: Float64Array;
  readonly text: Uint16Array;
}

/** A new block, with an empty row. */
export function makeBlock(): Block {
  const buffer = new SharedArrayBuffer(offset.end);
  return {
    buffer,
    words: new Int32Array(buffer, 0, offset.numbers / 4),
    numbers: new Float64Array(buffer, offset.numbers, room.calls * room.numbers),
    text: new Uint16Array(buffer, offset.text, room.text),
  };
}

/** Posts a row of calls. `exportOf` gives the number of an export. Wakes as many workers as there are calls for. */
export function post({ words, numbers }: Block, calls: readonly Call[], exportOf: (call: Call) => number): void {
  for (let i = 0; i < calls.length; i++) {
    const call = calls[i]!;
    const given = call.numbers;
    const start = i * room.numbers;
    numbers[start] = exportOf(call);
    numbers[start + 1] = given.length;
    // For so few numbers, `set` takes longer.
    for (let n = 0; n < given.length; n++) numbers[start + 2 + n] = given[n]!;
  }
  Atomics.store(words, place.done, 0);
  Atomics.store(words, place.row, calls.length);
  // A worker counts itself as asleep before it waits for a new row, so that no wake-up is missed.
  if (Atomics.load(words, place.asleep) > 0) Atomics.notify(words, place.row, calls.length - 1);
}

/** Takes the first call that is left, if any is. */
export function takeFirst({ words }: Block): number | undefined {
  for (;;) {
    const row = Atomics.load(words, place.row);
    if (row >> 8 >= (row & 255)) return undefined;
    if (Atomics.compareExchange(words, place.row, row, row + 256) === row) return row >> 8;
  }
}

/** Counts a call as done. */
export const countDone = ({ words }: Block): number => Atomics.add(words, place.done, 1);

/**
 * Waits until the calls of a row are done. Returns false after so many milliseconds. It polls, since the main thread of a page may
 * not sleep. Other threads soon sleep, since a worker may need this processor. Time in which the whole process was stopped, as
 * after Ctrl-Z, does not count.
 */
export function waitUntilDone({ words }: Block, calls: number, patience: number): boolean {
  let last: number | undefined;
  let waited = 0;
  for (let asked = 1; ; asked++) {
    const done = Atomics.load(words, place.done);
    if (done >= calls) return true;
    pause();
    if (asked % 64 !== 0) continue;
    // Most rows are done before the clock is read.
    const now = performance.now();
    waited += Math.min(now - (last ?? now), longestGap);
    last = now;
    if (waited > patience) return false;
    if (waited > patienceAwake && mayWait()) sleepUntilChanged(words, done);
  }
}

/** A longer gap between two readings of the clock, in milliseconds, means that the process was stopped. Sleep is a tenth of it. */
const longestGap = 100;

/** Milliseconds of polling before sleep. */
const patienceAwake = 0.1;

function sleepUntilChanged(words: Int32Array, done: number): void {
  Atomics.store(words, place.waiting, 1);
  Atomics.wait(words, place.done, done, 10);
  Atomics.store(words, place.waiting, 0);
}

/** Returns and clears the error message of a worker's call, if there is one. */
export function failure({ words, text }: Block): string | undefined {
  const length = Atomics.exchange(words, place.failed, 0);
  return length > 0 ? String.fromCharCode(...text.subarray(0, length)) : undefined;
}

/** Lets the other hardware thread of the core run, if the engine supports it. */
const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => {});

/** Whether this thread may sleep. Tried once. */
function mayWait(): boolean {
  try {
    may ??= Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1) === 'not-equal';
  } catch {
    may = false;
  }
  return may;
}
let may: boolean | undefined;
