import { add, dispose, mul, sub, tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import type { Optimizer, Weights } from '@autoencoders/core';
import type { FaultPlan } from './faults.js';

/** What a training remembers of its faults. */
export interface FaultRecord {
  /** What the learning rate is multiplied by. */
  readonly factor: number;
  /** How many steps failed in the whole run. */
  readonly skippedSteps: number;
  /** How many steps failed in a row until now. */
  readonly consecutive: number;
  /** The losses of the last good steps, the newest last. */
  readonly losses: readonly number[];
}

const NO_FAULTS: FaultRecord = { factor: 1, skippedSteps: 0, consecutive: 0, losses: [] };

const tensorsOf = ({ factor, skippedSteps, consecutive, losses }: FaultRecord, window: number): Weights => ({
  counts: tensor1d([factor, skippedSteps, consecutive, losses.length]),
  // Not empty, for backends that have no empty tensors.
  losses: tensor1d([...losses, ...Array.from({ length: Math.max(1, window) - losses.length }, () => 0)]),
});

/**
 * An optimizer whose state also has the record of faults, so that a checkpoint holds it. An update is multiplied by the factor of the record:
 * w ← w + factor·(w′ − w) for the weights w′ that `optimizer` gives. For gradient descent and Adam, that is a lower learning rate.
 */
export function guardedOptimizer(optimizer: Optimizer, { nonFinite, spikes }: FaultPlan): Optimizer {
  return {
    config: configOf('guardedOptimizer', optimizer, nonFinite, spikes),
    init: (weights) => ({ optimizer: optimizer.init(weights), faults: tensorsOf(NO_FAULTS, spikes?.window ?? 0) }),
    update(gradients, { optimizer: own, faults }, weights, clock) {
      const next = optimizer.update(gradients, own as Weights, weights, clock);
      const { factor } = recordOf({ faults: faults! });
      const lowered = (value: Tensor, old: Tensor): Tensor =>
        factor === 1 || value === old ? value : add(old, mul(sub(value, old), factor));
      return {
        ...next,
        weights: Object.fromEntries(Object.entries(next.weights).map(([path, value]) => [path, lowered(value, weights[path]!)])),
        state: { optimizer: next.state, faults: faults! },
      };
    },
  };
}

/** The record in the state of a guarded optimizer. Its tensors come from plain numbers, so that no backend has to wait for them. */
export function recordOf({ faults }: Weights): FaultRecord {
  const { counts, losses } = faults as { readonly counts: Tensor; readonly losses: Tensor };
  const [factor, skippedSteps, consecutive, count] = counts.dataSync<'float32'>() as unknown as [number, number, number, number];
  return { factor, skippedSteps, consecutive, losses: [...losses.dataSync<'float32'>().subarray(0, count)] };
}

/** The state with another record. The tensors of the old one are freed. */
export function withRecord(state: Weights, record: FaultRecord, window: number = 0): Weights {
  dispose(state.faults as Record<string, Tensor>);
  return { ...state, faults: tensorsOf(record, window) };
}
