import { Tensor } from '@tensorflow/tfjs-core';
import { leaves, trainable } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Leaves, Weights } from '@autoencoders/core';

/** The part of a model that is trained. */
export interface TrainedPart {
  /** The names of the parts that are not trained. */
  readonly freeze: readonly string[];
  /** The weights that steps change. */
  readonly weights: Leaves;
  /** The weights of frozen layers, which the layers compare with their own. */
  readonly frozen: ReadonlySet<Weights>;
  /** Whether a running statistic may change. */
  readonly follows: (statistic: Tensor) => boolean;
  /** The running statistics of which each rank has those of its own rows. The first step adds them. */
  readonly ofRank: Set<Tensor>;
}

/** All of a model except for the parts named in `freeze`. Throws for a name of no part, and where nothing is left to train. */
export function trainedOf(call: string, weights: Weights, freeze: readonly string[]): TrainedPart {
  check(Array.isArray(freeze), () => `${call}: freeze must be a list of parts, such as ['encoder'], not ${show(freeze)}`);
  const parts = freeze.map((path) => partAt(call, weights, path));
  const still = new Set(parts.flatMap((part) => (part instanceof Tensor ? [part] : Object.values(leaves(part)))));
  const moving = Object.fromEntries(Object.entries(trainable(weights)).filter(([, leaf]) => !still.has(leaf)));
  check(still.size === 0 || Object.keys(moving).length > 0, () => `${call}: freeze ${show(freeze)} leaves nothing to train`);
  return {
    freeze,
    weights: moving,
    frozen: new Set(parts.filter((part): part is Weights => !(part instanceof Tensor))),
    follows: (statistic) => !still.has(statistic),
    ofRank: new Set(),
  };
}

/** The part at a path such as `encoder.0`. */
function partAt(call: string, weights: Weights, path: string): Weights | Tensor {
  check(typeof path === 'string', () => `${call}: freeze must name parts, such as 'encoder', not ${show(path)}`);
  let part: Weights | Tensor = weights;
  for (const name of path.split('.')) {
    const names: readonly string[] = part instanceof Tensor ? [] : Object.keys(part);
    check(
      names.includes(name),
      () => `${call}: freeze names ${show(path)}, but there is no ${show(name)}; there are ${names.join(', ') || 'no parts'}`,
    );
    part = (part as Weights)[name]!;
  }
  return part;
}
