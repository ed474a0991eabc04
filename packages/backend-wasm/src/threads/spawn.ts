import source from '../../kernels/thread.js';
import type { offset, place, room } from './block.js';
import type { Program } from './pool.js';

/** The data that a worker gets at its start. */
export interface Setup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The shared block, and where its parts are; see `block.ts`. */
  readonly buffer: SharedArrayBuffer;
  readonly layout: { readonly offset: typeof offset; readonly place: typeof place; readonly room: typeof room };
  /** The names of the functions, by number. */
  readonly names: readonly string[];
  /** The program with the function `multiply` that the module imports. */
  readonly program: Program | undefined;
  /** Milliseconds to poll for more calls before sleep, so that the next kernel finds the worker awake. */
  readonly awake: number;
}

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

/**
 * Workers from the file `worker/thread.js`, which a Content-Security-Policy with `worker-src 'self'` allows. Where it does not load, as
 * with a bundler that left it out, workers from its text.
 */
function spawnInPage(): Start {
  let url: string | undefined;
  let isOver = false;
  const fromFile = (): Worker => new Worker(new URL('../../worker/thread.js', import.meta.url), { type: 'module' });
  const fromText = (): Worker => new Worker((url ??= URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))));
  return {
    one: (setup, threads) =>
      answerOf(fromFile, setup, threads).catch((error) => {
        if (isOver) throw error;
        return answerOf(fromText, setup, threads);
      }),
    end: () => {
      isOver = true;
      if (url) URL.revokeObjectURL(url);
    },
  };
}

/** Starts a worker and waits for its answer. It is in the list unless it fails. */
async function answerOf(start: () => Worker, setup: Setup, threads: Thread[]): Promise<void> {
  const worker = start();
  const thread = { stop: () => worker.terminate() };
  threads.push(thread);
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      threads.splice(threads.indexOf(thread), 1);
      reject(new Error(event.message || 'a worker did not load, as where a Content-Security-Policy forbids it'));
    };
    worker.postMessage(setup, []);
  });
}

function spawnInNode({ Worker }: typeof import('node:worker_threads')): Start {
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
