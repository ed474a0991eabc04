import { concat1d } from '@tensorflow/tfjs-core';
import { configOf } from './config.js';
import { check } from './errors.js';
import type { Optimizer } from './optimizers.js';
import type { Leaves } from './tree.js';
import type { Weights } from './types.js';

/**
 * An optimizer for each part of a model. The keys of `parts` are the beginnings of weights' paths: `head`, `encoder.0`. If several
 * match, the longest one counts. All other weights use `rest`. `init` throws for a key that matches no weight.
 *
 * ```ts
 * parameterGroups({ head: adam({ learningRate: 1e-3 }) }, adam({ learningRate: 1e-4 }));
 * ```
 */
export function parameterGroups(parts: Readonly<Record<string, Optimizer>>, rest: Optimizer): Optimizer {
  const names = Object.keys(parts).sort((a, b) => b.length - a.length);
  const nameOf = (path: string): string | undefined => names.find((name) => path === name || path.startsWith(`${name}.`));
  const under = (all: Leaves, name: string | undefined): Leaves =>
    Object.fromEntries(Object.entries(all).filter(([path]) => nameOf(path) === name));
  return {
    config: configOf('parameterGroups', parts, rest),
    init(weights) {
      const states = names.map((name): [string, Weights] => {
        const own = under(weights, name);
        check(
          Object.keys(own).length > 0,
          () => `parameterGroups: no weight lies under "${name}"; there are ${Object.keys(weights).join(', ')}`,
        );
        return [name, parts[name]!.init(own)];
      });
      return { parts: Object.fromEntries(states), rest: rest.init(under(weights, undefined)) };
    },
    update(gradients, state, weights, clock) {
      const step = (optimizer: Optimizer, name: string | undefined, own: Weights) =>
        optimizer.update(under(gradients, name), own, under(weights, name), clock);
      const states = state.parts as Weights;
      const done = names.map((name) => [name, step(parts[name]!, name, states[name] as Weights)] as const);
      const others = step(rest, undefined, state.rest as Weights);
      const all = [others, ...done.map(([, updated]) => updated)].filter(({ weights }) => Object.keys(weights).length > 0);
      const sums = all.flatMap(({ weightSums }) => weightSums ?? []);
      return {
        weightSums: sums.length > 0 && sums.length === all.length ? concat1d(sums) : undefined,
        weights: Object.assign({}, others.weights, ...done.map(([, { weights }]) => weights)) as Leaves,
        state: { parts: Object.fromEntries(done.map(([name, { state }]) => [name, state])), rest: others.state },
      };
    },
  };
}
