import type { Koffi, Library } from './koffi.js';

/** The functions of an MPI that we call, with its handles filled in. Each throws if MPI returns an error. */
export interface Mpi {
  /** What the library says that it is: `Open MPI v4.1.4`, `MPICH 4.0.2`. */
  readonly name: string;
  /** The path or name by which it was loaded. */
  readonly path: string;
  readonly init: () => void;
  readonly rank: () => number;
  readonly size: () => number;
  /** Sums over all ranks, in place. */
  readonly allReduce: (values: Float32Array) => void;
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
interface Handles {
  readonly type: 'int' | 'intptr_t';
  readonly world: number | bigint;
  readonly float: number | bigint;
  readonly sum: number | bigint;
  readonly inPlace: number;
}

const MPICH: Handles = { type: 'int', world: 0x44000000, float: 0x4c00040a, sum: 0x58000003, inPlace: -1 };
/** The standard binary interface of MPI 5.0, chapter 20. */
const STANDARD: Handles = { type: 'intptr_t', world: 0x101, float: 0x210, sum: 0x21, inPlace: 1 };

function openMpi(koffi: Koffi, library: Library): Handles {
  const address = (name: string): bigint => koffi.address(library.symbol(name, 'char'));
  return {
    type: 'intptr_t',
    world: address('ompi_mpi_comm_world'),
    float: address('ompi_mpi_float'),
    sum: address('ompi_mpi_op_sum'),
    inPlace: 1,
  };
}

/** Loads an MPI. Throws if the library does not load, or is no MPI whose handles we know. */
export function loadMpi(koffi: Koffi, path: string): Mpi {
  // UCX, which Debian's MPICH uses, replaces the functions of the C library that get memory. In Node, which has several threads, that crashed.
  process.env['UCX_MEM_EVENTS'] ??= 'n';
  const library = koffi.load(path);
  const name = versionOf(library);
  return { name, path, ...functionsOf(library, handlesOf(koffi, library, path, name)) };
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

/** The tag of the messages of `signal`. */
const SIGN = 33;

function functionsOf(library: Library, { type, world, float, sum, inPlace }: Handles): Omit<Mpi, 'name' | 'path'> {
  const declared = (name: string, parameters: string): ((...given: readonly unknown[]) => void) => {
    const call = library.func(`int ${name}(${parameters})`);
    return (...given) => {
      const code = call(...given);
      if (code !== 0) throw new Error(`${name} failed with error ${String(code)}`);
    };
  };
  const number = (name: string): (() => number) => {
    const call = declared(name, `${type} comm, void *value`);
    return () => {
      const value = new Int32Array(1);
      call(world, value);
      return value[0]!;
    };
  };
  const init = declared('MPI_Init_thread', 'void *argc, void *argv, int required, void *provided');
  const allReduce = declared('MPI_Allreduce', `intptr_t send, void *receive, int count, ${type} datatype, ${type} op, ${type} comm`);
  const broadcast = declared('MPI_Bcast', `void *buffer, int count, ${type} datatype, int root, ${type} comm`);
  const barrier = declared('MPI_Ibarrier', `${type} comm, void *request`);
  const test = declared('MPI_Test', 'void *request, void *flag, void *status');
  const send = declared('MPI_Isend', `void *buffer, int count, ${type} datatype, int to, int tag, ${type} comm, void *request`);
  const probe = declared('MPI_Iprobe', `int from, int tag, ${type} comm, void *flag, void *status`);
  // MPI writes into these after the call has returned. Arrays with a buffer of their own are not moved.
  const [status, sign, request] = [128, 4, 8].map((bytes) => new Int32Array(new ArrayBuffer(bytes))) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const flag = new Int32Array(new ArrayBuffer(4));
  return {
    // 1 is MPI_THREAD_FUNNELED: there are other threads, but only this one calls MPI.
    init: () => init(null, null, 1, new Int32Array(1)),
    rank: number('MPI_Comm_rank'),
    size: number('MPI_Comm_size'),
    allReduce: (values) => allReduce(inPlace, values, values.length, float, sum, world),
    broadcast: (from, values) => broadcast(values, values.length, float, from, world),
    barrier() {
      barrier(world, request);
      return () => {
        test(request, flag, status);
        return flag[0] !== 0;
      };
    },
    signal: (to) => send(sign, 1, float, to, SIGN, world, new Int32Array(new ArrayBuffer(8))),
    isSignalled(from) {
      probe(from, SIGN, world, flag, status);
      return flag[0] !== 0;
    },
    finalize: declared('MPI_Finalize', 'void'),
  };
}
