'use strict';

const { writeSync } = require('node:fs');
const { workerData } = require('node:worker_threads');

/* Looks whether the same call of MPI goes on for too long. The thread that made it cannot throw, since MPI does not return. */

const { state, timeout } = workerData;
let last = 0;
let since = 0;

setInterval(
  () => {
    const call = Atomics.load(state, 0);
    if (call !== last) since = performance.now();
    last = call;
    if (call === 0 || performance.now() - since < 1000 * timeout) return;
    writeSync(2, `mpiGroup: a sum over all ranks has not ended for ${timeout} seconds; a rank or the network is gone\n`);
    process.kill(process.pid, 'SIGKILL');
  },
  Math.min(1000, 250 * timeout),
);
