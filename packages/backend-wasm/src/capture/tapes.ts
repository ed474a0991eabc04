import type { DataId } from '@tensorflow/tfjs-core';
import type { Call } from '../threads/pool.js';
import type { Heap, Workers } from '../simd/simd-heap.js';

/*
 * Most of our kernels do nothing but call functions with numbers. A tape has these calls, and can be played again without the kernel. Some of
 * the numbers are addresses of tensors that lie elsewhere each time. While a tape is recorded, these addresses are marked, and so is what is
 * computed from them.
 */

/** A marked address has a multiple of this on top: the place of its tensor, from 1. Addresses are below 2³². */
const MARK = 2 ** 44;
/** How many tensors can be marked, so that marked addresses are exact. */
const PLACES = 500;

/** A number of a call that depends on where a tensor lies: its address plus `offset`. */
interface Patch {
  readonly numbers: number[];
  readonly at: number;
  readonly place: number;
  readonly offset: number;
}

/** The calls of a kernel in order. */
export interface Tape {
  /** Rows of calls. The threads share those of one row. */
  readonly rows: readonly (readonly Call[])[];
  readonly patches: readonly Patch[];
  /** What it was recorded for. With others, it is out of date. */
  readonly workers: Workers;
  readonly scratch: number;
  /** How many bytes of scratch memory it and the tapes before it use. */
  readonly used: number;
}

/** Records and plays tapes. */
export interface Tapes {
  /** Runs a kernel. Gives whether it did nothing but call functions. */
  readonly isWhole: (kernel: () => void) => boolean;
  /**
   * Runs a kernel that does nothing but call functions, and records it. Tensors have their place in `places`, and lie at `addresses`. The first
   * `skipped` bytes of scratch memory stay as they are.
   */
  readonly record: (
    kernel: () => void,
    places: ReadonlyMap<DataId, number>,
    addresses: readonly number[],
    skipped: number,
  ) => Tape | undefined;
  /** Plays a tape with tensors at these addresses. Gives false, and does nothing, if it is out of date. */
  readonly play: (tape: Tape, addresses: readonly number[]) => boolean;
  /** Notes that a kernel uses so many bytes of scratch memory, and gives how many bytes to skip before. */
  readonly skipped: (bytes: number) => number;
  /** The marked address of a tensor, while a tape is recorded. */
  readonly marked: (dataId: DataId) => number | undefined;
  /** Notes that a kernel does something besides calling functions. */
  readonly spoil: () => void;
  /** Notes a call, and gives its numbers without marks. */
  readonly call: (name: string, numbers: readonly number[]) => readonly number[];
  /** Notes a row of calls, and gives them without marks. */
  readonly row: (calls: readonly Call[]) => readonly Call[];
}

/** A tape that is being recorded. */
interface Open {
  readonly rows: Call[][];
  readonly patches: Patch[];
  readonly places: ReadonlyMap<DataId, number>;
  readonly addresses: readonly number[];
  readonly skipped: number;
  used: number;
  isSpoilt: boolean;
}

/** Numbers without marks. What was marked is noted as a patch. */
function unmarked(given: readonly number[], { patches, addresses }: Open): number[] {
  const numbers = [...given];
  for (const [at, number] of given.entries()) {
    const place = Math.floor(number / MARK) - 1;
    const offset = number - (place + 1) * MARK;
    if (number < MARK || !(place < addresses.length && offset < 2 ** 32)) continue;
    patches.push({ numbers, at, place, offset });
    numbers[at] = addresses[place]! + offset;
  }
  return numbers;
}

/** Notes a row of calls on a tape, without marks. */
function taped(open: Open, calls: readonly Call[]): readonly Call[] {
  const row = calls.map(({ name, numbers }) => ({ name, numbers: unmarked(numbers, open) }));
  open.rows.push(row);
  return row;
}

/**
 * One tape of the tapes of a stage, whose kernels do not depend on each other. The threads share the first rows of all, then the second ones, and so
 * on. Undefined if one of them has no tape, or they were not recorded for the same workers and scratch memory.
 */
export function together(tapes: readonly (Tape | undefined)[]): Tape | undefined {
  const all = tapes.filter((tape) => tape !== undefined);
  const [first] = all;
  if (!first || all.length < tapes.length || all.some(({ workers, scratch }) => workers !== first.workers || scratch !== first.scratch))
    return undefined;
  const firstShared = Math.max(0, ...all.map(({ rows }) => rows.findIndex(({ length }) => length > 1)));
  // A single call goes beside one that is shared.
  const rowOf = ({ rows }: Tape, i: number): readonly Call[] | undefined => rows[rows.length === 1 ? i - firstShared : i];
  const longest = Math.max(...all.map(({ rows }) => rows.length));
  const rows = Array.from({ length: longest }, (_, i) => {
    const parts = all.map((tape) => rowOf(tape, i)).filter((row) => row !== undefined);
    // Single calls alone are too short to be worth a thread.
    return parts.some((part) => part.length > 1) ? [interleaved(parts)] : parts;
  }).flat();
  return { ...all.at(-1)!, rows, patches: all.flatMap(({ patches }) => patches) };
}

/**
 * The calls of several rows as one. One thread takes calls from the front, the others from the back. So they begin with the same kernel. Calls that
 * cannot be shared are in the middle, and come last.
 */
function interleaved(rows: readonly (readonly Call[])[]): readonly Call[] {
  const half = (row: readonly Call[]): number => Math.floor(row.length / 2);
  const shared = rows.filter(({ length }) => length > 1);
  return [
    ...shared.flatMap((row) => row.slice(0, half(row))),
    ...rows.filter(({ length }) => length === 1).flat(),
    ...shared.toReversed().flatMap((row) => row.slice(half(row))),
  ];
}

/** The tapes of a heap. */
export function tapesOf({ workers, scratchStart: scratch }: Pick<Heap, 'workers' | 'scratchStart'>): Tapes {
  let open: Open | undefined;

  /** Runs a kernel, and notes its calls. */
  const noted = (kernel: () => void, places: Open['places'] = new Map(), addresses: Open['addresses'] = [], skipped = 0): Open => {
    const own: Open = { rows: [], patches: [], places, addresses, skipped, used: skipped, isSpoilt: false };
    open = own;
    try {
      kernel();
      return own;
    } finally {
      open = undefined;
    }
  };

  return {
    isWhole: (kernel) => !noted(kernel).isSpoilt,
    record(kernel, places, addresses, skipped) {
      if (addresses.length > PLACES) return void kernel();
      const { rows, patches, used } = noted(kernel, places, addresses, skipped);
      return { rows, patches, workers: workers(), scratch: scratch(), used };
    },
    play(tape, addresses) {
      const now = workers();
      if (tape.workers !== now || tape.scratch !== scratch()) return false;
      for (const { numbers, at, place, offset } of tape.patches) numbers[at] = addresses[place]! + offset;
      for (const row of tape.rows) {
        if (row.length === 1) now.functions[row[0]!.name]!(...row[0]!.numbers);
        else now.pool.run(row);
      }
      return true;
    },
    skipped(bytes) {
      if (!open) return 0;
      open.used = Math.max(open.used, open.skipped + Math.ceil(bytes / 64) * 64);
      return open.skipped;
    },
    marked(dataId) {
      const place = open?.places.get(dataId);
      return place === undefined ? undefined : (place + 1) * MARK;
    },
    spoil() {
      if (open) open.isSpoilt = true;
    },
    call: (name, given) => (open ? taped(open, [{ name, numbers: given }])[0]!.numbers : given),
    row: (calls) => (open ? taped(open, calls) : calls),
  };
}
