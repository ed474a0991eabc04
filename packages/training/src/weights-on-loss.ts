import { BackendLostError, readWeights } from '@autoencoders/core';
import { readsWait, whileAlive } from '@autoencoders/core/internal';
import type { Model, StateDict } from '@autoencoders/core';

/** Keeps weights where no device can lose them. */
export interface Keeper {
  /** What `work` gives; where the device is lost meanwhile, a `BackendLostError` with the weights that were kept last. */
  readonly alive: <T>(work: () => Promise<T>) => Promise<T>;
  /** Reads the weights, as they are after an epoch. */
  readonly keep: (epoch: number) => Promise<void>;
}

/** On backends that lose nothing, it does nothing. */
export function keeper(call: string, weights: Model['weights']): Keeper {
  if (!readsWait()) return { alive: (work) => work(), keep: () => Promise.resolve() };
  let kept: { readonly epoch: number; readonly weights: StateDict } | undefined;
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await whileAlive(call, work);
    } catch (error) {
      if (!(error instanceof BackendLostError)) throw error;
      const have = kept ? `; the weights after epoch ${kept.epoch} are in the error` : '';
      throw new BackendLostError(error.message + have, { backend: error.backend, ...kept, cause: error.cause });
    }
  };
  return {
    alive,
    keep: (epoch) =>
      alive(async () => {
        kept = { epoch, weights: await readWeights({ weights }) };
      }),
  };
}
