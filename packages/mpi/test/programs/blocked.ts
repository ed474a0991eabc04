import { watchdog } from '../../src/watchdog.js';

/* A call that blocks for ever, as one of MPI does where a rank is gone in the middle of a sum. */
const watch = watchdog(0.5, 2);
watch.over(() => undefined);
watch.over(() => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
