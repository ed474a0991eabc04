/// <reference types="vite/client" />
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threads from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { getThreadsCount, setWasmPaths } from '#stock';
// Gives tfjs's backend its loaders.
import '../src/index.js';
import { startPool } from '../src/threads/pool.js';
import type { Functions } from '../src/threads/pool.js';
import { withSharedMemory } from '../src/threads/shared.js';
import { memoryOf, shareMemory } from '../src/threads/share-memory.js';
import { squareByPool } from '../test/square-by-pool.js';

/** The module to be shared, in base64, which the test puts in. */
declare const KERNELS: string;

/** Who starts tfjs's workers: tfjs itself, or nobody, as `shareMemory` has it. */
export type Workers = 'tfjs' | 'none';

/** What has come of it. */
export interface Report {
  readonly isolated: boolean;
  readonly shared: boolean;
  readonly tfjsThreads: number;
  readonly size: number;
  /** Why the pool has no workers, if it has none. */
  readonly reason: string | undefined;
  /** The largest difference from the right numbers. */
  readonly wrongBy: number;
}

/** Starts tfjs and a pool of two, and squares a tensor by the pool. */
export async function check(workers: Workers): Promise<Report> {
  setWasmPaths({ 'tfjs-backend-wasm.wasm': plain, 'tfjs-backend-wasm-simd.wasm': simd, 'tfjs-backend-wasm-threaded-simd.wasm': threads });
  if (workers === 'none') await shareMemory();
  await tf.setBackend('wasm');

  const memory = memoryOf(tf.backend() as BackendWasm);
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const bytes = Uint8Array.from(atob(KERNELS), (letter) => letter.charCodeAt(0));
  const module = await WebAssembly.compile(shared ? withSharedMemory(bytes, 65_536) : bytes);
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, multiply: () => 0 } });
  let reason: string | undefined;
  const pool = await startPool(module, memory, exports as Functions, 2, { onFailure: (why) => (reason = why) });
  const { size } = pool;

  // More than the heap holds at first, so that it grows under the worker.
  const wrongBy = await squareByPool(pool, 6_000_000);
  pool.dispose();
  return { isolated: globalThis.crossOriginIsolated, shared, tfjsThreads: getThreadsCount(), size, reason, wrongBy };
}
