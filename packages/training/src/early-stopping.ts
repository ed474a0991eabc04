import type { EarlyStopping } from './options.js';
import { improves, isComparable, judgedLoss } from './result.js';
import type { Progress } from './progress.js';

/** What a judge remembers of the epochs so far. */
export interface JudgeState {
  /** The lowest loss of an epoch. */
  readonly bestLoss?: number | undefined;
  /** How many epochs came since then. */
  readonly epochsWithoutImprovement: number;
}

/** Judges epochs by their losses, one after the other. */
export interface Judge {
  /** Judges an epoch. Gives whether it is the best so far. */
  readonly isBest: (epoch: Pick<Progress, 'loss' | 'validation' | 'warmingUp'>) => boolean;
  /** Whether training stops after the epochs so far. */
  readonly stops: () => boolean;
  readonly state: () => JudgeState;
}

/** A judge that goes on from the epochs in `from`. Without options, no epoch is the best and none the last. */
export function earlyStopping(options: Required<EarlyStopping> | undefined, from: JudgeState = { epochsWithoutImprovement: 0 }): Judge {
  let { bestLoss, epochsWithoutImprovement } = from;
  return {
    isBest(epoch) {
      if (!options) return false;
      const loss = judgedLoss(epoch);
      const isBest = improves(loss, bestLoss, options.minDelta);
      // In a KL warm-up, the validation loss may rise, although training does what it should: the KL has a small weight in training only.
      epochsWithoutImprovement = isBest || epoch.warmingUp ? 0 : epochsWithoutImprovement + 1;
      if (isBest) bestLoss = isComparable(epoch) ? loss : undefined;
      return isBest;
    },
    stops: () => options !== undefined && epochsWithoutImprovement > options.patience,
    state: () => ({ bestLoss, epochsWithoutImprovement }),
  };
}
