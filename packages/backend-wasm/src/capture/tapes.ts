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
}

/** Records and plays tapes. */
export interface Tapes {
  /** Runs a kernel. Gives whether it did nothing but call functions. */
  readonly isWhole: (kernel: () => void) => boolean;
  /** Runs a kernel that does nothing but call functions, and records it. Tensors have their place in `places`, and lie at `addresses`. */
  readonly record: (kernel: () => void, places: ReadonlyMap<DataId, number>, addresses: readonly number[]) => Tape | undefined;
  /** Plays a tape with tensors at these addresses. Gives false, and does nothing, if it is out of date. */
  readonly play: (tape: Tape, addresses: readonly number[]) => boolean;
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

/** The tapes of a heap. */
export function tapesOf({ workers, scratchStart: scratch }: Pick<Heap, 'workers' | 'scratchStart'>): Tapes {
  let open: Open | undefined;

  /** Runs a kernel, and notes its calls. */
  const noted = (kernel: () => void, places: Open['places'] = new Map(), addresses: Open['addresses'] = []): Open => {
    const own: Open = { rows: [], patches: [], places, addresses, isSpoilt: false };
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
    record(kernel, places, addresses) {
      if (addresses.length > PLACES) return void kernel();
      const { rows, patches } = noted(kernel, places, addresses);
      return { rows, patches, workers: workers(), scratch: scratch() };
    },
    play({ rows, patches, ...recorded }, addresses) {
      const now = workers();
      if (recorded.workers !== now || recorded.scratch !== scratch()) return false;
      for (const { numbers, at, place, offset } of patches) numbers[at] = addresses[place]! + offset;
      for (const row of rows) {
        if (row.length === 1) now.functions[row[0]!.name]!(...row[0]!.numbers);
        else now.pool.run(row);
      }
      return true;
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
