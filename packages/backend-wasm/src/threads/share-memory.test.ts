import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import asc from 'assemblyscript/asc';
import { expect, it } from 'vitest';
import { squareByPool, squareSource } from '../../test/square-by-pool.js';
import { startPool } from './pool.js';
import type { Functions } from './pool.js';
import { withSharedMemory } from './shared.js';
import { memoryOf, shareMemory } from './share-memory.js';

it("starts tfjs on shared memory in Node, where a pool works on tfjs's tensors", async () => {
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await shareMemory();
  expect(await tf.setBackend('wasm')).toBe(true);
  expect('Worker' in globalThis).toBe(false);
  expect(getThreadsCount()).toBe(1);

  const memory = memoryOf(tf.backend() as BackendWasm);
  expect(memory.buffer).toBeInstanceOf(SharedArrayBuffer);

  const { binary } = await asc.compileString(squareSource, { runtime: 'stub', bindings: 'raw', importMemory: true } as object);
  const module = new WebAssembly.Module(withSharedMemory(binary!, 65_536));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const pool = await startPool(module, memory, exports as Functions, 2);

  // More than the heap holds at first, so that it grows under the workers.
  expect(await squareByPool(pool, 10_000_000)).toBe(0);
  expect((await tf.matMul(tf.ones([3, 4]), tf.ones([4, 5])).data()).every((value) => value === 4)).toBe(true);
  pool.dispose();
  tf.removeBackend('wasm');
});
