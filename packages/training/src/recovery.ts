import { clone } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { DivergenceError, mapLeaves } from '@autoencoders/core';
import { readsWait } from '@autoencoders/core/internal';
import type { Clock, Latent, Weights } from '@autoencoders/core';
import { diagnosed, firstBadWeight } from './diagnosis.js';
import type { Diagnosis } from './diagnosis.js';
import type { Fault, StepLosses } from './divergence.js';
import { recovers, spikeAfter } from './faults.js';
import type { SpikeOptions } from './faults.js';
import { recordOf, withRecord } from './guarded-optimizer.js';
import type { FaultRecord } from './guarded-optimizer.js';
import type { Batch } from './source.js';
import type { Gradients } from './passes.js';
import { applyGradients, tensorsIn } from './step.js';
import type { GuardedPlan } from './step.js';
import type { WeightKeeper } from './weight-keeper.js';

/** A batch, and when it was trained on. */
export interface Trained<X extends Tensor> {
  readonly batch: Batch<X>;
  readonly clock: Clock;
}

/** How many steps failed, and what the learning rate is multiplied by. */
export type FaultCounts = Pick<FaultRecord, 'skippedSteps' | 'factor'>;

/** A loss far above those before it. */
interface Spike {
  /** Its place. */
  readonly at: number;
  readonly value: number;
  /** The median of the losses before. */
  readonly median: number;
}

/** Holds the state of the optimizer. Stops training after a fault, or goes back to where it was good. */
export interface Recovery<X extends Tensor> {
  readonly state: () => Weights;
  /** The faults so far, counted; undefined if training stops at the first. */
  readonly counts: () => FaultCounts | undefined;
  /** The first of `losses` that is a spike. */
  readonly spikeIn: (losses: readonly StepLosses[]) => Spike | undefined;
  /** Keeps the weights and the state as they are. They gave good losses. Where ranks average their weights, those are kept instead. */
  readonly keep: (losses: readonly StepLosses[]) => void;
  /**
   * Updates the weights and the state, and averages them over the ranks at the end of a round. Gives whether the weights are finite, as far as
   * that can be known without waiting.
   */
  readonly apply: (found: Gradients, clock: Clock, endsRound: boolean) => boolean;
  /** Goes on after a fault as the options say, or puts the last good weights back and throws a `DivergenceError`. */
  readonly from: (fault: Fault, trained: Trained<X> | undefined) => Promise<void>;
  readonly dispose: () => void;
}

/** Takes over the state of the optimizer. */
export function recoveryOf<X extends Tensor, L extends Latent, K extends string>(
  run: GuardedPlan<X, L, K>,
  keeper: WeightKeeper,
  state: Weights,
): Recovery<X> {
  const { nonFinite, spikes } = run.faults;
  const goesOn = recovers(run.faults);
  const rounds = run.composed?.rounds;
  const good = lastGood(keeper, state, goesOn);
  const note = (changes: Partial<FaultRecord>): void =>
    void (state = withRecord(state, { ...recordOf(state), ...changes }, spikes?.window));
  const goBack = (): void => {
    const record = recordOf(state);
    free(state);
    state = good.restored();
    note(record);
  };
  return {
    state: () => state,
    counts: () => (goesOn ? recordOf(state) : undefined),
    spikeIn: (losses) => spikes && firstSpike(recordOf(state).losses, losses, spikes),
    keep(losses) {
      if (spikes) note({ losses: [...recordOf(state).losses, ...losses.map(totalOf)].slice(-spikes.window) });
      if (!rounds) good.keep(state);
    },
    apply(found, clock, endsRound) {
      const applied = applyGradients(run, found, state, clock, endsRound);
      ({ state } = applied);
      // Before the end of a round, a rank does not know of the others.
      if (rounds && !endsRound) return true;
      if (rounds && applied.areFinite) good.keep(state);
      if (goesOn && applied.areFinite && recordOf(state).consecutive > 0) note({ consecutive: 0 });
      return applied.areFinite;
    },
    async from(fault, trained) {
      const { action, factor, maxConsecutive } = fault.kind === 'spike' ? spikes! : nonFinite;
      const before = goesOn ? recordOf(state).consecutive : 0;
      if (action === 'stop' || before >= maxConsecutive)
        return stop(run, keeper, fault, { trained, before, isUnchanged: !good.isNew() && fault.kind !== 'weights' });
      if (action === 'lowerLearningRate' || fault.kind === 'weights' || rounds) goBack();
      note(afterFault(recordOf(state), action === 'skip' ? 1 : factor));
    },
    dispose() {
      free(state);
      good.dispose();
    },
  };
}

/** The counts after one more fault. */
const afterFault = ({ factor, skippedSteps, consecutive }: FaultRecord, lower: number): Partial<FaultRecord> => ({
  factor: Math.fround(factor * lower),
  skippedSteps: skippedSteps + 1,
  consecutive: consecutive + 1,
});

/** The weights, and where `withState` the state of the optimizer, that gave the last good loss; at first, those at the start. */
function lastGood(keeper: WeightKeeper, start: Weights, withState: boolean) {
  keeper.keep('finite');
  let kept = withState ? cloned(start) : {};
  let isNew = false;
  return {
    keep(state: Weights): void {
      if (withState) {
        free(kept);
        kept = cloned(state);
      }
      keeper.keep('finite');
      isNew = true;
    },
    /** Puts the weights back, and gives a copy of the state. */
    restored(): Weights {
      keeper.restore('finite');
      return cloned(kept);
    },
    /** Whether any were kept since the start. */
    isNew: () => isNew,
    dispose: () => free(kept),
  };
}

/** Copies of all tensors. A backend writes the next state over the old one, but not over a clone. */
const cloned = (tree: Weights): Weights => mapLeaves(tree, (leaf) => clone(leaf));
const free = (tree: Weights): void => tensorsIn(tree).forEach((tensor) => tensor.dispose());

/** Puts the last good weights back, and throws the error that says what went wrong. */
async function stop<X extends Tensor, L extends Latent, K extends string>(
  run: GuardedPlan<X, L, K>,
  keeper: WeightKeeper,
  fault: Fault,
  { trained, ...circumstances }: { readonly trained: Trained<X> | undefined; readonly isUnchanged: boolean; readonly before: number },
): Promise<never> {
  const weight = fault.kind === 'weights' ? await firstBadWeight(run.model.weights) : undefined;
  // Weights that gave a bad loss show the cause. Weights after a bad step do not, and on a GPU later steps have changed them.
  if (fault.kind === 'weights' || readsWait() || run.composed?.rounds) keeper.restore('finite');
  // What fails here must not hide the fault.
  let diagnosis: Diagnosis | undefined;
  for (const batch of trained ? (trained.batch.parts ?? [trained.batch]) : [])
    if (!diagnosis?.first) diagnosis = await diagnosed(run, batch, trained!.clock).catch(() => undefined);
  keeper.restore('finite');
  const { call } = run;
  // A page that has lost its connection cannot load what explains the fault.
  const explained = await import('./divergence.js')
    .then(({ divergence }) => divergence({ ...fault, weight }, { call, diagnosis, ...circumstances }))
    .catch(() => undefined);
  throw new DivergenceError(
    ...(explained ?? ([`${call}: training stopped at step ${fault.step}`, { step: fault.step, origin: 'loss' }] as const)),
  );
}

/** The loss of a step, rounded to float32, as the record of faults keeps it. */
const totalOf = ({ values }: StepLosses): number => Math.fround(values.reduce((a, b) => a + b, 0));

/** The first of `losses` that is a spike after those `before` it: its place, and their median. */
function firstSpike(
  before: readonly number[],
  losses: readonly StepLosses[],
  { threshold, window }: Required<SpikeOptions>,
): Spike | undefined {
  const all = [...before];
  for (const [at, step] of losses.entries()) {
    const value = totalOf(step);
    const median = spikeAfter(all.slice(-window), value, threshold);
    if (median !== undefined) return { at, value, median };
    all.push(value);
  }
  return undefined;
}
