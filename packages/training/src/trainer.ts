import { concat1d, dispose, mul, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { addAll } from '@autoencoders/core/operations';
import { readsWait } from '@autoencoders/core/internal';
import type { Clock, Latent, Weights } from '@autoencoders/core';
import type { CapturedPasses } from './captured.js';
import type { Fault, StepLosses } from './divergence.js';
import { recovers } from './faults.js';
import { usable } from './in-training.js';
import { recoveryOf } from './recovery.js';
import type { Gradients, Passes } from './passes.js';
import type { FaultCounts, Recovery, Trained } from './recovery.js';
import type { Batch } from './source.js';
import { gradientsOf, tensorsOf } from './step.js';
import type { GuardedPlan, StepPlan } from './step.js';
import { isWarmingUp } from './warming-up.js';
import type { WeightKeeper } from './weight-keeper.js';

/** What a step tells. */
export interface StepResult {
  /** The loss terms of all steps that were not read before, or none where reading can wait. */
  readonly losses: readonly StepLosses[];
  /** Whether the batch was left out, since something was not finite, or the loss was a spike. */
  readonly isSkipped: boolean;
}

/** Takes step after step. Holds the state of the optimizer, and the losses that have not been read yet. */
export interface Trainer<X extends Tensor> {
  /** How many steps were taken. Those that failed count, too. */
  readonly made: () => number;
  /** The state of the optimizer. It is not valid after the next step. */
  readonly state: () => Weights;
  /** The faults so far, counted; undefined if training stops at the first. */
  readonly faults: () => FaultCounts | undefined;
  /** Takes one step on a batch. Throws a `DivergenceError` after a fault, unless the options say how to go on. */
  readonly step: (batch: Batch<X>, mayWait?: boolean) => Promise<StepResult>;
  /** Throws a `DivergenceError` when a weight is not finite. The loss of a next step would show it; call this where none follows. */
  readonly settle: () => Promise<void>;
  /** Whether a schedule of a loss or of noise has not reached its final value yet, judged by the batch of the last step. */
  readonly isWarmingUp: () => Promise<boolean>;
  readonly dispose: () => void;
}

/** A step whose loss terms are on the device. */
interface UnreadStep<X extends Tensor> extends Trained<X> {
  readonly values: Tensor1D;
}

/** A fault whose epoch is not known. */
type Undated = Omit<Fault, 'epoch'>;

/** The losses that were read, and the fault that they show. */
interface Reading<X extends Tensor> {
  readonly losses: readonly StepLosses[];
  readonly fault?: Undated | undefined;
  readonly failed?: Trained<X> | undefined;
}

/** How many steps a GPU may take before their losses are read. Reading makes it wait. */
const AHEAD = 16;

/** How many steps may be taken before their losses are read. Ranks that average their weights look at them together, at the end of a round. */
const aheadOf = ({ composed, faults }: GuardedPlan<any, any, any>): number =>
  composed?.rounds ? Infinity : readsWait() && !recovers(faults) ? AHEAD : 1;

/** Where a training goes on: how many steps were made before, and the state of the optimizer, which the trainer frees. */
export interface TrainerStart {
  readonly made: number;
  readonly state: Weights;
}

/**
 * Trains by a plan. `steps` gives how many steps an epoch has, for schedules in epochs; `keeper` keeps the weights of the model. By
 * default, training starts at step 0.
 */
export function trainer<X extends Tensor, L extends Latent, K extends string>(
  run: GuardedPlan<X, L, K>,
  steps: () => number,
  keeper: WeightKeeper,
  start: TrainerStart = { made: 0, state: tidy(() => run.optimizer.init(run.trained.weights)) },
  captured?: Pick<CapturedPasses<X>, 'passes' | 'dispose'>,
): Trainer<X> {
  let { made } = start;
  let settled = 0;
  let last: Trained<X> | undefined;
  const recovery = recoveryOf<X, L, K>(run, keeper, start.state);
  const unread = unreadSteps(run, recovery, made);
  const ahead = aheadOf(run);
  const checkUsable = usable(run.call, run.model.weights);
  const dated = (fault: Undated): Fault => ({ ...fault, epoch: Math.ceil(fault.step / steps()) });
  return {
    made: () => made,
    state: recovery.state,
    faults: recovery.counts,
    async step(batch, mayWait = true) {
      checkUsable();
      const clock = { step: made, epoch: made / steps() };
      const found = gradientsFor(run, batch, clock, captured?.passes);
      const taken = { values: found.values, batch, clock };
      unread.add((last = taken));
      let areFreed = false;
      try {
        const { losses, fault, failed }: Reading<X> = mayWait && unread.count() < ahead ? { losses: [] } : await unread.read();
        const areGood = !fault && recovery.apply(found, clock, !mayWait);
        areFreed = !fault;
        made += 1;
        if (areGood && isSettled(found)) settled = made;
        if (areGood) return { losses, isSkipped: false };
        await (fault ? recovery.from(dated(fault), failed) : recovery.from(dated({ kind: 'weights', step: made }), taken));
        return { losses: [], isSkipped: true };
      } finally {
        if (!areFreed) dispose([...tensorsOf(found)]);
      }
    },
    async settle() {
      if (settled === made) return;
      if (!(await areFinite(run.model.weights))) await recovery.from(dated({ kind: 'weights', step: made }), undefined);
      settled = made;
    },
    isWarmingUp: async () => last !== undefined && isWarmingUp(run, last.batch, last.clock),
    dispose() {
      for (const each of [unread, recovery, captured]) each?.dispose();
    },
  };
}

/** The gradients of a step. */
const gradientsFor = <X extends Tensor>(
  run: GuardedPlan<X, any, any>,
  batch: Batch<X>,
  clock: Clock,
  compute: Passes<X> | undefined,
): Gradients => run.composed?.gradients(batch, clock, compute!) ?? gradientsOf(run, batch, clock, { compute });

/** Whether a good step shows that all weights are finite: where reading does not wait, it looks at all but statistics. */
const isSettled = ({ statistics }: Gradients): boolean => !readsWait() && statistics.length === 0;

/** Steps whose losses are on the device; `read` steps came before. */
function unreadSteps<X extends Tensor>(run: GuardedPlan<X, any, any>, recovery: Recovery<X>, read: number) {
  const unread: UnreadStep<X>[] = [];
  const free = (): void => unread.splice(0).forEach(({ values }) => values.dispose());
  return {
    add: (step: UnreadStep<X>): void => void unread.push(step),
    count: () => unread.length,
    /** Reads all losses. If they are good, the weights that gave them are kept. */
    async read(): Promise<Reading<X>> {
      // A shader compiler may assume that all numbers are finite. On a GPU, a loss may then look finite where weights are not.
      const [own, finite] = await Promise.all([readLosses(unread), !readsWait() || areFinite(run.model.weights)]);
      const losses = run.composed?.rounds?.losses(own) ?? own;
      const bad = badLoss(run, losses, read) ?? (finite ? spike(recovery.spikeIn(losses), read) : undefined);
      // The losses are of this step at last, the weights of the one before.
      const fault: Undated | undefined = bad ?? (finite ? undefined : { kind: 'weights', step: read + losses.length - 1 });
      const failed = unread.at(bad ? bad.step - read - 1 : -1);
      free();
      read += losses.length;
      if (!fault) recovery.keep(losses);
      return { losses, fault, failed };
    },
    dispose: free,
  };
}

/** The first of the losses that is not finite; `read` steps came before. */
function badLoss({ terms }: Pick<StepPlan<any, any, string>, 'terms'>, losses: readonly StepLosses[], read: number): Undated | undefined {
  const at = losses.findIndex(({ values }) => !values.every(Number.isFinite));
  if (at < 0) return undefined;
  const { values } = losses[at]!;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  return { kind: 'loss', step: read + at + 1, term: terms[bad]![0], value: values[bad]! };
}

const spike = (found: ReturnType<Recovery<any>['spikeIn']>, read: number): Undated | undefined =>
  found && { kind: 'spike', step: read + found.at + 1, value: found.value, median: found.median };

/** Whether every weight is finite: 0 · x is 0 unless x is NaN or infinite. */
async function areFinite(weights: Weights): Promise<boolean> {
  const zero = tidy(() => addAll(Object.values(leaves(weights)).map((weight) => sum(mul(weight, 0)))));
  const [value] = await zero.data<'float32'>().finally(() => zero.dispose());
  return value === 0;
}

/** The losses of all steps, read at once. */
async function readLosses(unread: readonly UnreadStep<any>[]): Promise<readonly StepLosses[]> {
  const [{ values: first }, ...others] = unread as readonly [UnreadStep<any>, ...UnreadStep<any>[]];
  const { size } = unread[0]!.batch;
  if (others.length === 0) return [{ values: readsWait() ? await first.data<'float32'>() : first.dataSync<'float32'>(), size }];
  const joined = concat1d(unread.map(({ values }) => values));
  const all = await joined.data<'float32'>().finally(() => joined.dispose());
  return unread.map(({ batch: { size } }, i) => ({ values: all.slice(i * first.size, (i + 1) * first.size), size }));
}
