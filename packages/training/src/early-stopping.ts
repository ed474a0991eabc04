import type { EarlyStopping } from './options.js';
import { improves } from './result.js';

/** What the loss of an epoch means for training. */
export interface Verdict {
  /** Whether this epoch is the best so far. */
  readonly isBest: boolean;
  /** Whether training stops after this epoch. */
  readonly stops: boolean;
}

/** Judges epochs by their losses, one after the other. Without options, no epoch is the best and none the last. */
export function earlyStopping(options: Required<EarlyStopping> | undefined): (loss: number) => Verdict {
  let lowest: number | undefined;
  let waited = 0;
  return (loss) => {
    if (!options) return { isBest: false, stops: false };
    const isBest = improves(loss, lowest, options.minDelta);
    waited = isBest ? 0 : waited + 1;
    if (isBest) lowest = loss;
    return { isBest, stops: waited > options.patience };
  };
}
