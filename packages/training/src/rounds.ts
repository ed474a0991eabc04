import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { Rounds } from './composing.js';
import type { Tools } from './composed.js';
import type { Plan } from './plan.js';

/** What ranks do at the end of a round, if they average their weights. Those that do not change in training are the same on all, and are not sent. */
export function roundsOf(
  { model, trained, group, averageEvery }: Plan<any, any, any>,
  { leaves, mapLeaves }: Pick<Tools, 'leaves' | 'mapLeaves'>,
): Rounds | undefined {
  if (!group || averageEvery === 1) return undefined;
  const { size, allReduce } = group;
  const moving = (): Tensor[] => Object.values(leaves(model.weights)).filter(trained.follows);
  return {
    every: averageEvery,
    losses(shares) {
      const all = shares.map(({ values, size }) => ({ values: values.slice(), size }));
      allReduce(...all.map(({ values }) => values));
      return all;
    },
    average(state) {
      const [weights, slots] = [moving(), Object.values(leaves(state))];
      // Copies, since some backends give their own memory.
      const means = [...weights, ...slots].map((each) => each.dataSync<'float32'>().slice());
      allReduce(...means);
      for (const values of means) for (let i = 0; i < values.length; i++) values[i]! /= size;
      for (const [i, weight] of weights.entries()) {
        const mean = tensor(means[i]!, weight.shape);
        (weight as Variable).assign(mean);
        mean.dispose();
      }
      let at = weights.length;
      const next = mapLeaves(state, (slot) => tensor(means[at++]!, slot.shape));
      dispose(slots);
      return { state: next, areFinite: means.slice(0, weights.length).every((values) => values.every(Number.isFinite)) };
    },
  };
}
