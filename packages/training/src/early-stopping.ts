import type { Leaves } from '@autoencoders/core';
import type { EarlyStopping } from './options.js';
import { snapshot } from './snapshot.js';
import type { Snapshot } from './snapshot.js';

/** Watches the loss from epoch to epoch, and keeps the weights that gave the lowest. */
export interface Watcher {
  /** Takes note of an epoch's loss; true when it is time to stop. */
  readonly shouldStop: (loss: number) => boolean;
  /** Puts the best weights back, if any were kept, and frees them. */
  readonly finish: () => void;
}

export function watcher(weights: Leaves, options: Required<EarlyStopping> | undefined): Watcher {
  if (!options) return { shouldStop: () => false, finish: () => undefined };
  let best: Snapshot | undefined;
  let lowest = Infinity;
  let waited = 0;
  return {
    shouldStop(loss) {
      // A first loss of NaN is no measure of what follows.
      if (best === undefined || Number.isNaN(lowest) || loss < lowest - options.minDelta) {
        best?.dispose();
        best = snapshot(weights);
        lowest = loss;
        waited = 0;
        return false;
      }
      waited += 1;
      return waited > options.patience;
    },
    finish() {
      best?.restore();
      best?.dispose();
      best = undefined;
    },
  };
}
