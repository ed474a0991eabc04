import { workerSource } from './worker.js';
import type { Setup } from './worker.js';

/** A worker that runs calls. */
export interface Thread {
  readonly stop: () => void;
}

/** Starts workers in a page, in a worker or in Node. Rejects with the error of the first worker that fails. */
export async function spawn(setup: Setup, count: number, patience: number): Promise<Thread[]> {
  const node = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  const start = node ? spawnInNode(node) : spawnInPage();
  const threads: Thread[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  });
  try {
    const answers = Array.from({ length: count }, () => start.one(setup, threads));
    await Promise.race([Promise.all(answers), late]);
    return threads;
  } catch (error) {
    threads.forEach(({ stop }) => stop());
    throw error;
  } finally {
    clearTimeout(timer);
    start.end();
  }
}

interface Start {
  /** Starts a worker, adds it to the list at once, and resolves after its answer. */
  readonly one: (setup: Setup, threads: Thread[]) => Promise<void>;
  /** Call it after the last worker has started. */
  readonly end: () => void;
}

function spawnInPage(): Start {
  const source = `${workerSource}onmessage = ({ data }) => work(data, () => postMessage(0));`;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  return {
    one: async (setup, threads) => {
      const worker = new Worker(url);
      threads.push({ stop: () => worker.terminate() });
      await new Promise<void>((resolve, reject) => {
        worker.onmessage = () => resolve();
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message || 'a worker from a blob: address did not load, as where a Content-Security-Policy forbids it'));
        };
        worker.postMessage(setup, []);
      });
    },
    end: () => URL.revokeObjectURL(url),
  };
}

function spawnInNode({ Worker }: typeof import('node:worker_threads')): Start {
  const source = `${workerSource}const { parentPort, workerData } = require('node:worker_threads');
work(workerData, () => parentPort.postMessage(0), require);`;
  return {
    one: async (setup, threads) => {
      const worker = new Worker(source, { eval: true, workerData: setup, execArgv: [] });
      threads.push({ stop: () => void worker.terminate() });
      await new Promise<void>((resolve, reject) => {
        worker.once('message', () => resolve());
        worker.on('error', reject);
      });
      // So that a program can end without `dispose`.
      worker.unref();
    },
    end: () => {},
  };
}
