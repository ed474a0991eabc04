/*
 * The shared memory by which one thread hands calls to others. The calls of a row are taken from both ends: by the thread
 * that posts them from the front, by the workers from the back. So a call tends to stay with one thread, and a worker
 * that is late to wake holds nothing up, since what it has not taken yet is done by who is there.
 *
 * A row is replaced only when all of it is done, so whoever has taken a call finds its numbers as they were posted.
 */

/** Places of 32-bit words, far enough apart to be in different cache lines. */
export const place = {
  /** How many calls are taken from the front, times 256, plus where the back is: no call is left when the two are the same. */
  row: 0,
  /** How many calls of the row are done. */
  done: 16,
  /** 1 while the thread that posts sleeps until more are done. */
  waiting: 17,
  /** How many workers sleep, or are about to. */
  asleep: 32,
  /** The length of what the first call to fail has said. */
  failed: 48,
} as const;

/** How many calls fit in a row, how many numbers are kept for each (its export's, how many follow, these), how much of an error. */
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

/** Offers a row of calls, each the number of an export and its numbers, and wakes as many workers as may be of use. */
export function post({ words, numbers }: Block, calls: readonly (readonly number[])[]): void {
  calls.forEach(([which, ...given], i) => numbers.set([which!, given.length, ...given], i * room.numbers));
  Atomics.store(words, place.done, 0);
  Atomics.store(words, place.row, calls.length);
  // A worker counts itself as asleep before it waits for another row than it has seen, so that none is missed.
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
 * Waits until a row's calls are done; false after so many milliseconds. Asks again and again, which is all that a page's
 * main thread may do; others soon sleep, since it may be this very processor that a worker needs. Time in which the whole
 * process stood still, as after Ctrl-Z, is not counted: its workers stood still, too.
 */
export function waitUntilDone({ words }: Block, calls: number, patience: number): boolean {
  let last = performance.now();
  let waited = 0;
  for (let asked = 1; ; asked++) {
    const done = Atomics.load(words, place.done);
    if (done >= calls) return true;
    pause();
    if (asked % 64 !== 0) continue;
    const now = performance.now();
    waited += Math.min(now - last, longestGap);
    last = now;
    if (waited > patience) return false;
    if (waited > patienceAwake && mayWait()) sleepUntilChanged(words, done);
  }
}

/** Milliseconds between two looks at the clock that can be taken for waiting; sleep lasts a tenth of it. */
const longestGap = 100;

/** Milliseconds to ask again and again before sleep. */
const patienceAwake = 0.1;

function sleepUntilChanged(words: Int32Array, done: number): void {
  Atomics.store(words, place.waiting, 1);
  Atomics.wait(words, place.done, done, 10);
  Atomics.store(words, place.waiting, 0);
}

/** What a worker's call has thrown, if one has; forgotten with it. */
export function failure({ words, text }: Block): string | undefined {
  const length = Atomics.exchange(words, place.failed, 0);
  return length > 0 ? String.fromCharCode(...text.subarray(0, length)) : undefined;
}

/** Lets a processor's other thread go ahead, where the engine can say so. */
const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => {});

/** Whether this thread may sleep; found out once, by trying. */
function mayWait(): boolean {
  try {
    may ??= Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1) === 'not-equal';
  } catch {
    may = false;
  }
  return may;
}
let may: boolean | undefined;
