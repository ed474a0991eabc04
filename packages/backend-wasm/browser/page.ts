import { check } from './check.js';
import type { Report, Workers } from './check.js';
import { use } from './use.js';

/** What the test calls: the check on this thread, or in a worker. */
declare global {
  var checkHere: (workers: Workers) => Promise<Report>;
  var checkInWorker: (workers: Workers) => Promise<Report>;
  var useHere: typeof use;
}

globalThis.checkHere = check;
globalThis.useHere = use;
globalThis.checkInWorker = (workers) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(workers, []);
  });
