import type { LevelProgress } from '../pretrain.js';
import type { Progress } from '../progress.js';
import type { Outcome } from '../training-run.js';
import type { Checkpoint } from './checkpoint.js';

/** The history of a checkpoint. There may be more epochs now: `epochsOf` gives those of a level, from 1. */
export const pastOf = <P extends Progress>({ history }: Checkpoint, epochsOf: (level: number) => number): readonly P[] =>
  history.map((progress) => ({ ...(progress as P), epochs: epochsOf(levelOf(progress)) }));

/** The outcome of a run together with the part before it was resumed. */
export const withPast = <P extends Progress>(past: readonly P[], { history, last, finished }: Outcome<P>): Outcome<P> => ({
  history: [...past, ...history],
  last: last ?? past.at(-1),
  finished,
});

/** The level of a progress, from 1. */
export const levelOf = (progress: Progress | LevelProgress): number => ('level' in progress ? progress.level : 1);
