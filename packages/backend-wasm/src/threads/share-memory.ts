import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { env } from '@tensorflow/tfjs-core';
import { idleWorker } from './idle-worker.js';

/**
 * Has the WASM backend that is made next take tfjs's threaded build, whose memory is shared, but without its threads,
 * wherever memory can be shared: in a cross-origin-isolated page or worker, and in Node. Elsewhere it does nothing.
 *
 * tfjs 4.22 starts eight workers, of which it uses half as many as there are processors, so none where there are two.
 * Minified, their program names what they do not have, and the start never ends; in Node they do not start at all. They
 * are not needed where a pool shares out the kernels, and would take its processors, spinning. So workers that do nothing
 * are put in their place, for the moment in which tfjs makes them.
 */
export async function shareMemory(): Promise<void> {
  if (!(await canShare())) return;
  // With more, tfjs would wait for ever for a thread to come up.
  setThreadsCount(1);
  replaceWorkers();
}

/** The memory that tfjs's heap is in; it is shared in the threaded build. */
export function memoryOf({ wasm }: BackendWasm): WebAssembly.Memory {
  const { wasmMemory, asm } = wasm as unknown as { wasmMemory?: WebAssembly.Memory; asm: { memory?: WebAssembly.Memory } };
  return wasmMemory ?? asm.memory!;
}

/** Whether tfjs will take its threaded build; found out before the start, which then has nothing to wait for. */
async function canShare(): Promise<boolean> {
  // tfjs holds that Node has no threads, since its workers do not start there.
  if (env().getBool('IS_NODE')) env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
  const [simd, threads] = await Promise.all([env().getAsync('WASM_HAS_SIMD_SUPPORT'), env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')]);
  return simd === true && threads === true;
}

/** Puts idle workers in place of the global `Worker` until tfjs has made its own, which it does before other tasks run. */
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
    // tfjs's are from blobs and without options; whoever else makes one in between gets it.
    if (options || !String(address).startsWith('blob:')) return new Real(address, options);
    // tfjs makes all of its own at once.
    queueMicrotask(restore);
    return idleWorker();
  }
  // In Node, tfjs first sets the global to the class of worker_threads.
  Object.defineProperty(globalThis, 'Worker', { configurable: true, get: () => Idle, set: () => {} });
  setTimeout(restore);
}
