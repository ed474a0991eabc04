import '#stock';
import { engine, registerBackend } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { guardMemory } from './guard.js';
import { keepAccount } from './kernels/leftovers.js';
import { keepListeners, removeEarlierListeners, withoutListeners } from './listeners.js';

/*
 * tfjs makes a backend by the factory that is registered under its name: at the first `setBackend`, and again after
 * `engine().reset()` or `removeBackend`. Our factory replaces tfjs's, so that each WASM backend is guarded.
 */

type Factory = () => BackendWasm | Promise<BackendWasm>;

/** The same as tfjs's: above the CPU backend, below WebGPU. */
const PRIORITY = 2;

const stock = engine().registryFactory['wasm']!.factory as Factory;
const guarded = new WeakSet<BackendWasm>();

function guard(backend: BackendWasm): BackendWasm {
  if (guarded.has(backend)) return backend;
  guarded.add(backend);
  keepListeners(backend);
  guardMemory(backend);
  keepAccount(backend);
  return backend;
}

/** Makes tfjs's backend and guards it. */
export const makeStock = async (): Promise<BackendWasm> => guard(await withoutListeners(stock));

/** The WASM backend that the program has started before, if there is one. It is guarded. */
export function runningBackend(): BackendWasm | undefined {
  const backend = engine().registry['wasm'] as BackendWasm | undefined;
  if (!backend) return undefined;
  if (!guarded.has(backend)) removeEarlierListeners();
  return guard(backend);
}

/** From now on, tfjs makes its WASM backend by `make`. */
export function registerFactory(make: Factory): void {
  const { registryFactory } = engine();
  if (registryFactory['wasm']) registryFactory['wasm'].factory = make;
  else registerBackend('wasm', make, PRIORITY);
}

registerFactory(makeStock);
