import type { EarlyStopping } from './options.js';
import type { LevelProgress } from './pretrain.js';
import type { Progress } from './progress.js';
import type { Outcome } from './training-run.js';

/** What came of a training. */
export interface TrainingResult<P extends Progress = Progress> {
  /** The progress at the end of every epoch. */
  readonly history: readonly P[];
  /**
   * The epoch with the lowest validation loss, or training loss where there is no validation. Undefined without validation
   * and early stopping. The model has the weights of this epoch only with early stopping.
   */
  readonly best: P | undefined;
  /** Why training stopped: after all epochs, by early stopping, or because its loop was left or `return` was called. */
  readonly stopped: 'completed' | 'early stopping' | 'interrupted';
}

/** Whether a loss improves on the best so far by more than `minDelta`. A best loss of NaN is no measure of what follows. */
export const improves = (loss: number, best: number | undefined, minDelta: number): boolean =>
  best === undefined || Number.isNaN(best) || loss < best - minDelta;

/** The loss that an epoch is judged by: that of the validation data where there are any. */
export const judgedLoss = ({ loss, validation }: Pick<Progress, 'loss' | 'validation'>): number => (validation ?? { loss }).loss;

/** Whether that loss can be compared with those of later epochs. A training loss with schedules on their way cannot. */
export const isComparable = ({ validation, warmingUp }: Pick<Progress, 'validation' | 'warmingUp'>): boolean =>
  validation !== undefined || !warmingUp;

/** The result of one training with these options. */
export function resultOf<P extends Progress>(
  { history, finished }: Omit<Outcome<P>, 'last'>,
  earlyStopping: EarlyStopping | undefined,
): TrainingResult<P> {
  const judged = earlyStopping !== undefined || history[0]?.validation !== undefined;
  return { history, best: judged ? bestOf(history, earlyStopping?.minDelta ?? 0) : undefined, stopped: stoppedBy(history, finished) };
}

function bestOf<P extends Progress>(history: readonly P[], minDelta: number): P | undefined {
  let best: P | undefined;
  for (const epoch of history)
    if (improves(judgedLoss(epoch), best && isComparable(best) ? judgedLoss(best) : undefined, minDelta)) best = epoch;
  return best;
}

/** A training that left out epochs, and was not left itself, was stopped early. */
function stoppedBy(history: readonly Progress[], finished: boolean): TrainingResult['stopped'] {
  const last = history.at(-1);
  if (last ? last.epoch === last.epochs : finished) return 'completed';
  return finished ? 'early stopping' : 'interrupted';
}

/** The results of all levels of a stack; `earlyStopping` has what each level was trained with. */
export const resultsOfLevels = (
  { history, last, finished }: Outcome<LevelProgress>,
  earlyStopping: readonly (EarlyStopping | undefined)[],
): readonly TrainingResult<LevelProgress>[] =>
  earlyStopping.map((options, i) => {
    const own = history.filter(({ level }) => level === i + 1);
    return resultOf({ history: own, finished: finished || (last?.level ?? 0) > i + 1 }, options);
  });
