import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { FusedKernels } from './kernels.js';
import { run } from './operations/differentiable.js';
import type { OptimizerUpdate } from './optimizers.js';
import { mapRecord } from './tree.js';
import type { Leaves } from './tree.js';
import type { Weights } from './types.js';

/* How an optimizer updates many weights: one after the other by tfjs's operations, or all by one kernel. */

/** Applies `f` to each weight that has a gradient. The others and their state stay unchanged. */
export function updateEach(
  gradients: Leaves,
  state: Weights,
  weights: Leaves,
  f: (gradient: Tensor, slots: Leaves, weight: Tensor) => { weight: Tensor; slots: Leaves },
): OptimizerUpdate {
  const next = mapRecord(weights, (weight, path) => {
    const slots = state[path] as Leaves;
    const gradient = gradients[path];
    return gradient ? f(gradient, slots, weight) : { weight, slots };
  });
  return { weights: mapRecord(next, ({ weight }) => weight), state: mapRecord(next, ({ slots }) => slots) };
}

/**
 * One step on all weights that have a gradient, by one backend kernel. Its inputs are the gradient, the weight and the parts of the
 * state of each weight in turn. Its outputs are the next weight and the next state of each.
 */
export function updateAll<N extends 'AdamStep' | 'SgdStep'>(
  kernel: N,
  gradients: Leaves,
  state: Weights,
  weights: Leaves,
  attrs: Omit<FusedKernels[N]['attrs'], 'count' | 'inPlace'>,
): OptimizerUpdate {
  const paths = Object.keys(weights).filter((path) => gradients[path]);
  if (paths.length === 0) return { weights, state };
  const slotsOf = (path: string): Leaves => state[path] as Leaves;
  const slots = Object.keys(slotsOf(paths[0]!));
  const inputs: Tensor[] = [];
  for (const path of paths) {
    inputs.push(gradients[path]!, weights[path]!);
    for (const slot of slots) inputs.push(slotsOf(path)[slot]!);
  }
  const made = run<'AdamStep' | 'SgdStep'>(kernel, inputs, { ...attrs, count: paths.length, inPlace } as FusedKernels[N]['attrs']);
  const next: Record<string, Tensor> = { ...weights };
  const changed: Record<string, Leaves> = {};
  let at = 0;
  for (const path of paths) {
    next[path] = made[at++]!;
    const own = made.slice(at, (at += slots.length));
    const before = slotsOf(path);
    if (own.some((part, i) => part !== before[slots[i]!])) changed[path] = Object.fromEntries(own.map((part, i) => [slots[i]!, part]));
  }
  const isSame = Object.keys(changed).length === 0;
  return { weights: next, state: isSame ? state : { ...state, ...changed }, weightSums: made[at] as Tensor1D | undefined };
}

let inPlace = false;

/** Runs an update of an optimizer whose next state may have tensors of the old one: those that a backend writes over. */
export function updateInPlace(update: () => OptimizerUpdate): OptimizerUpdate {
  inPlace = true;
  try {
    return update();
  } finally {
    inPlace = false;
  }
}
