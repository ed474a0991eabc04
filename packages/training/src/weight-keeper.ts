import type { Tensor } from '@tensorflow/tfjs-core';
import { BackendLostError, leaves, readWeights } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { alias, readsWait, whileAlive } from '@autoencoders/core/internal';
import type { Leaves, Model, StateDict } from '@autoencoders/core';
import { isDisposed } from './in-training.js';

/** What weights are kept for: the last that gave a finite loss, and those of the best epoch. */
export type Purpose = 'finite' | 'best';

/** Keeps the values that the weights of a model had, and puts them back. */
export interface WeightKeeper {
  /** Keeps the weights as they are, or other `values` of them. Nothing is copied, since a variable that is assigned to gets another tensor. */
  readonly keep: (purpose: Purpose, values?: Leaves) => void;
  /** Puts the weights back that were kept last, if there are any. */
  readonly restore: (purpose: Purpose) => void;
  /** The weights by path that were kept last, if there are any. */
  readonly kept: (purpose: Purpose) => Leaves | undefined;
  /** Copies the weights after an epoch out of the device, where the backend can lose it. */
  readonly copyAfter: (epoch: number) => Promise<void>;
  /** Does `work`. Where the device is lost meanwhile, throws a `BackendLostError` with the weights that were copied last. */
  readonly whileAlive: <T>(work: () => Promise<T>) => Promise<T>;
  readonly dispose: () => void;
}

/** A keeper for a training, which has checkpoints or not. */
export function weightKeeper(call: string, weights: Model['weights'], hasCheckpoints: boolean): WeightKeeper {
  const all = Object.entries(leaves(weights));
  const kept = new Map<Purpose, readonly Tensor[]>();
  let copied: { readonly epoch: number; readonly weights: StateDict } | undefined;
  const forget = (purpose: Purpose): void => kept.get(purpose)?.forEach((value) => value.dispose());
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await whileAlive(call, work);
    } catch (error) {
      if (!(error instanceof BackendLostError)) throw error;
      const where = copied ? `; the weights after epoch ${copied.epoch} are in the error` : '';
      throw new BackendLostError(error.message + where + advice, { backend: error.backend, ...copied, cause: error.cause });
    }
  };
  const advice = hasCheckpoints
    ? `; to go on from the last checkpoint, set the backend again, or start another worker, and call ${call.split(',', 1)[0]} with resume: true`
    : '';
  // A backend whose reads wait for nothing has no device that it could lose.
  const canBeLost = readsWait();
  return {
    keep(purpose, values) {
      check(!all.some(([, leaf]) => leaf.isDisposed), () => `${call}: the model was disposed`);
      forget(purpose);
      kept.set(
        purpose,
        all.map(([path, leaf]) => alias(values ? values[path]! : leaf)),
      );
    },
    restore(purpose) {
      // A disposed model has nothing to put weights into.
      if (isDisposed(weights)) return;
      kept.get(purpose)?.forEach((value, i) => all[i]![1].assign(value));
    },
    kept(purpose) {
      const values = kept.get(purpose);
      return values && Object.fromEntries(all.map(([path], i) => [path, values[i]!]));
    },
    async copyAfter(epoch) {
      if (!canBeLost) return;
      copied = { epoch, weights: await guarded(() => readWeights({ weights })) };
    },
    whileAlive: canBeLost ? guarded : (work) => work(),
    dispose: () => (['finite', 'best'] as const).forEach(forget),
  };
}
