'use strict';

/*
 * The functions of an MPI that we call, with its handles filled in. Handles are addresses or numbers, which are the same in all threads, so that each
 * thread makes its own functions. Only one thread at a time may call them.
 */

/** The tag of the messages of `signal`. */
const SIGN = 33;

/** Declares a function, which throws if MPI returns an error. */
const declaring = (library) => (name, parameters) => {
  const call = library.func(`int ${name}(${parameters})`);
  return (...given) => {
    const code = call(...given);
    if (code !== 0) throw new Error(`${name} failed with error ${String(code)}`);
  };
};

/** src/mpi-library.ts has the types. */
function functionsOf(library, { type, world, float, sum, inPlace, serialized }) {
  const declared = declaring(library);
  const number = (name) => {
    const call = declared(name, `${type} comm, void *value`);
    return () => {
      const value = new Int32Array(1);
      call(world, value);
      return value[0];
    };
  };
  const init = declared('MPI_Init_thread', 'void *argc, void *argv, int required, void *provided');
  const allReduce = declared('MPI_Allreduce', `intptr_t send, void *receive, int count, ${type} datatype, ${type} op, ${type} comm`);
  const broadcast = declared('MPI_Bcast', `void *buffer, int count, ${type} datatype, int root, ${type} comm`);
  const exchange = `void *send, int sent, ${type} sentType, void *receive, int received, ${type} receivedType, ${type} comm`;
  const allToAll = declared('MPI_Alltoall', exchange);
  const allGather = declared('MPI_Allgather', exchange);
  const barrier = declared('MPI_Ibarrier', `${type} comm, void *request`);
  const test = declared('MPI_Test', 'void *request, void *flag, void *status');
  const send = declared('MPI_Isend', `void *buffer, int count, ${type} datatype, int to, int tag, ${type} comm, void *request`);
  const probe = declared('MPI_Iprobe', `int from, int tag, ${type} comm, void *flag, void *status`);
  // MPI writes into these after the call has returned. Arrays with a buffer of their own are not moved.
  const [status, sign, request, flag] = [128, 4, 8, 4].map((bytes) => new Int32Array(new ArrayBuffer(bytes)));
  return {
    init() {
      const provided = new Int32Array(1);
      init(null, null, serialized, provided);
      return provided[0] >= serialized;
    },
    rank: number('MPI_Comm_rank'),
    size: number('MPI_Comm_size'),
    allReduce: (values, count = values.length) => allReduce(inPlace, values, count, float, sum, world),
    allToAll: (from, to, part) => allToAll(from, part, float, to, part, float, world),
    allGather: (from, to) => allGather(from, from.length, float, to, from.length, float, world),
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

module.exports = { functionsOf };
