import { loadBuild, setThreadsCount } from '#stock';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import { idleWorker } from './idle-worker.js';

/**
 * Makes the next WASM backend use tfjs's threaded build, which has shared memory, but without its threads. This works in a
 * cross-origin-isolated page or worker, and in Node. Elsewhere it does nothing.
 *
 * tfjs 4.22 starts eight workers and uses half as many as there are processors, so none if there are two. In a minified page, their
 * program refers to a name that they lack, and the start never ends. In Node they do not start at all. Our pool does not need them,
 * and they would spin on its processors. So idle workers replace them while tfjs makes its own.
 */
export async function shareMemory(): Promise<void> {
  if (!(await canShare())) return;
  // Now, since it may take longer than `Worker` is replaced.
  await loadBuild(true);
  // With more than one, tfjs would wait forever for a thread to start.
  setThreadsCount(1);
  replaceWorkers();
}

/** The memory of tfjs's heap. It is shared in the threaded build. */
export function memoryOf({ wasm }: BackendWasm): WebAssembly.Memory {
  const { wasmMemory, asm } = wasm as unknown as { wasmMemory?: WebAssembly.Memory; asm: { memory?: WebAssembly.Memory } };
  return wasmMemory ?? asm.memory!;
}

/** Whether tfjs will use its threaded build. Tested before the start, which then need not wait for it. */
export async function canShare(): Promise<boolean> {
  // tfjs assumes that Node has no threads, since its workers do not start there.
  if (env().getBool('IS_NODE')) env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
  const [simd, threads] = await Promise.all([env().getAsync('WASM_HAS_SIMD_SUPPORT'), env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')]);
  return simd === true && threads === true;
}

/** Replaces the global `Worker` with idle workers until tfjs has made its own. It makes them before other tasks run. */
function replaceWorkers(): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  const Real = globalThis.Worker;
  let replaced = true;
  const restore = (): void => {
    if (replaced && before) Object.defineProperty(globalThis, 'Worker', before);
    else if (replaced) Reflect.deleteProperty(globalThis, 'Worker');
    replaced = false;
  };
  function Idle(address: string | URL, options?: WorkerOptions): object {
    // tfjs makes its workers from blobs and without options. Other code still gets a real worker.
    if (options || !String(address).startsWith('blob:')) return new Real(address, options);
    // tfjs makes all its workers at once.
    queueMicrotask(restore);
    return idleWorker();
  }
  // In Node, tfjs first sets the global to the class of worker_threads.
  Object.defineProperty(globalThis, 'Worker', { configurable: true, get: () => Idle, set: () => {} });
  setTimeout(restore);
}
