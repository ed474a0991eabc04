import { createRequire } from 'node:module';
import type { Koffi, Library } from './koffi.js';

/** An MPI that was loaded. */
export interface Mpi extends MpiFunctions {
  /** What the library says that it is: `Open MPI v4.1.4`, `MPICH 4.0.2`. */
  readonly name: string;
  /** The path or name by which it was loaded. */
  readonly path: string;
  readonly handles: Handles;
  /** Where the numbers of an array are. They stay there. */
  readonly addressOf: (array: Float32Array) => bigint;
}

/** The functions of an MPI that we call, with its handles filled in. Each throws if MPI returns an error. */
interface MpiFunctions {
  /** Starts MPI. Gives whether several threads may call it, one at a time. */
  readonly init: () => boolean;
  readonly rank: () => number;
  readonly size: () => number;
  /** Sums over all ranks, in place. */
  readonly allReduce: (values: Float32Array) => void;
  /** Sends a part of `from` with `part` numbers to each rank, and gets one from each, in their order. */
  readonly allToAll: (from: Float32Array, to: Float32Array, part: number) => void;
  /** Sends `from` to each rank, and gets its own from each, in their order. */
  readonly allGather: (from: Float32Array, to: Float32Array) => void;
  readonly broadcast: (from: number, values: Float32Array) => void;
  /** Begins to wait until every rank has come here. The function that it gives says whether all have. */
  readonly barrier: () => () => boolean;
  /** Sends a sign to a rank, and does not wait for it. */
  readonly signal: (to: number) => void;
  /** Whether a rank has sent a sign. */
  readonly isSignalled: (from: number) => boolean;
  readonly finalize: () => void;
}

/** Values of mpi.h. A handle is an address in Open MPI, an integer in MPICH, and a small number of the size of an address in MPI 5. */
export interface Handles {
  readonly type: 'int' | 'intptr_t';
  readonly world: number | bigint;
  readonly float: number | bigint;
  readonly sum: number | bigint;
  readonly inPlace: number;
  /** MPI_THREAD_SERIALIZED: several threads call MPI, one at a time. */
  readonly serialized: number;
}

const MPICH: Handles = { type: 'int', world: 0x44000000, float: 0x4c00040a, sum: 0x58000003, inPlace: -1, serialized: 2 };
/** The standard binary interface of MPI 5.0, chapter 20. */
const STANDARD: Handles = { type: 'intptr_t', world: 0x101, float: 0x210, sum: 0x21, inPlace: 1, serialized: 2048 };

function openMpi(koffi: Koffi, library: Library): Handles {
  const address = (name: string): bigint => koffi.address(library.symbol(name, 'char'));
  return {
    type: 'intptr_t',
    world: address('ompi_mpi_comm_world'),
    float: address('ompi_mpi_float'),
    sum: address('ompi_mpi_op_sum'),
    inPlace: 1,
    serialized: 2,
  };
}

/** What makes the functions on each thread. `worker/` lies beside `src/` and beside `dist/`. */
const loadFunctions = () =>
  createRequire(import.meta.url)('../worker/mpi.cjs') as { readonly functionsOf: (library: Library, handles: Handles) => MpiFunctions };

/** Loads an MPI. Throws if the library does not load, or is no MPI whose handles we know. */
export function loadMpi(koffi: Koffi, path: string): Mpi {
  // UCX, which Debian's MPICH uses, replaces the functions of the C library that get memory. In Node, which has several threads, that crashed.
  process.env['UCX_MEM_EVENTS'] ??= 'n';
  const library = koffi.load(path);
  const name = versionOf(library);
  const handles = handlesOf(koffi, library, path, name);
  // An array that has no buffer yet may be moved. Asking for it makes one.
  const addressOf = (array: Float32Array): bigint => (array.buffer, koffi.address(array));
  return { name, path, handles, addressOf, ...loadFunctions().functionsOf(library, handles) };
}

function handlesOf(koffi: Koffi, library: Library, path: string, name: string): Handles {
  if (/mpi_abi/.test(path)) return STANDARD;
  if (/open mpi/i.test(name)) return openMpi(koffi, library);
  // Intel's MPI, MVAPICH and Cray's have the binary interface of MPICH.
  if (/mpich|mvapich|intel|cray/i.test(name)) return MPICH;
  throw new Error(`${name} is no MPI whose handles are known`);
}

/** The first words of what the library says of itself. */
function versionOf(library: Library): string {
  const text = Buffer.alloc(8192);
  const length = new Int32Array(1);
  library.func('int MPI_Get_library_version(void *text, void *length)')(text, length);
  const words = text.toString('utf8', 0, Math.max(0, length[0]!)).replaceAll('\0', '');
  const [, mpich] = /^MPICH Version:\s*(\S+)/.exec(words) ?? [];
  return mpich ? `MPICH ${mpich}` : words.split(/[,\n]/)[0]!.trim();
}
