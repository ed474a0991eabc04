import { getBackend } from '@tensorflow/tfjs-core';
import { shareInstances } from './share-instances.js';
import type { StateDict } from './state-dict.js';

/**
 * The device behind a backend was lost. This happens to GPUs when a driver restarts, or when a page is in the background for a long
 * time. All tensors on the device are gone. `weights` are the last copy that training kept, if there is one.
 */
export class BackendLostError extends Error {
  override readonly name: string = 'BackendLostError';
  readonly backend: string;
  /** The epoch after which `weights` were copied; 0 if there are none. */
  readonly epoch: number;
  readonly weights: StateDict | undefined;

  constructor(
    message: string,
    { backend, epoch = 0, weights, cause }: { backend: string; epoch?: number; weights?: StateDict | undefined; cause?: unknown },
  ) {
    super(message, { cause });
    this.backend = backend;
    this.epoch = epoch;
    this.weights = weights;
  }
}
shareInstances(BackendLostError, 'BackendLostError');

/** The reason why each lost backend was lost, by its name. */
const lost = new Map<string, string>();
const listeners = new Set<(backend: string) => void>();

/** For backends: reports that the device behind a backend was lost, and why. */
export function declareLost(backend: string, why: string): void {
  lost.set(backend, why);
  for (const listener of listeners) listener(backend);
}

/** For backends: reports that a backend has a device again. */
export function declareFound(backend: string): void {
  lost.delete(backend);
}

/** Calls `listener` with the name of every backend whose device is lost. Returns a function that stops this. */
export function onLost(listener: (backend: string) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const errorOf = (call: string, backend: string): BackendLostError =>
  new BackendLostError(`${call}: the device behind the ${backend} backend was lost (${lost.get(backend)})`, { backend });

/**
 * The result of `work`. Throws a `BackendLostError` as soon as the device behind the current backend is lost, since its results
 * would never arrive. An error that `work` throws after the loss also becomes a `BackendLostError`.
 */
export async function whileAlive<T>(call: string, work: () => T | Promise<T>): Promise<T> {
  const backend = getBackend();
  if (lost.has(backend)) throw errorOf(call, backend);
  let end = (): void => undefined;
  const gone = new Promise<never>((_, reject) => {
    end = onLost((name) => name === backend && reject(errorOf(call, backend)));
  });
  try {
    return await Promise.race([work(), gone]);
  } catch (error) {
    if (!(error instanceof BackendLostError) && lost.has(backend)) throw Object.assign(errorOf(call, backend), { cause: error });
    throw error;
  } finally {
    end();
  }
}
