import { check, checkInteger } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Span } from './step-scores.js';

/** Options of `flagsOf`. */
export interface FlagOptions {
  /** Runs of fewer steps are not flagged. Default 1. */
  readonly minLength?: number | undefined;
  /**
   * Steps are flagged where at least `atLeast` of `of` steps in a row are above the threshold: from the first to the last of these that
   * is above. Default: 1 of 1.
   */
  readonly vote?: { readonly of: number; readonly atLeast: number } | undefined;
}

/** Finds flagged steps, step by step. */
export interface Voting {
  /** The flagged run that ends with this step, so far; undefined where the step is not flagged, or not yet. Steps come in order. */
  readonly push: (step: number, above: boolean) => Span | undefined;
  /** Ends the run: a vote does not reach beyond a gap. */
  readonly reset: () => void;
}

/** Throws for options that do not fit each other. */
export function checkFlagOptions(call: string, { minLength = 1, vote }: FlagOptions): void {
  checkInteger(call, 'minLength', minLength, 1);
  if (vote === undefined) return;
  check(typeof vote === 'object' && vote !== null, () => `${call}: vote must be { of, atLeast }, not ${show(vote)}`);
  checkInteger(call, 'vote.of', vote.of, 1);
  checkInteger(call, 'vote.atLeast', vote.atLeast, 1, vote.of);
}

/** Flags steps in a row as they come, by the options of `flagsOf`. It holds `atLeast` steps. */
export function voting({ minLength = 1, vote: { of, atLeast } = { of: 1, atLeast: 1 } }: FlagOptions): Voting {
  /** The last steps that are above, as many as a vote needs. */
  let above: number[] = [];
  let run: Span | undefined;
  return {
    push(step, isAbove) {
      if (!isAbove) return undefined;
      above = [...above, step].slice(-atLeast);
      const first = above[0]!;
      if (above.length < atLeast || step - first >= of) return undefined;
      run = { start: run && first <= run.end ? run.start : first, end: step + 1 };
      return run.end - run.start >= minLength ? run : undefined;
    },
    reset() {
      above = [];
      run = undefined;
    },
  };
}
