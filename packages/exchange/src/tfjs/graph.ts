import type { Shape } from '@autoencoders/core';
import type { Numbers } from '../keras/place.js';

/** A weight as tfjs-layers names it: `codes/kernel`. */
export interface NamedWeight extends Numbers {
  readonly name: string;
}

/** The output of a layer. */
export interface Node {
  readonly name: string;
  readonly shape: Shape;
}

/** The weights of a layer by their names in Keras, in its order. */
export type LayerWeights = Readonly<Record<string, Numbers>>;

/** A functional model that grows layer by layer. */
export interface LayersGraph {
  readonly layers: unknown[];
  readonly weights: NamedWeight[];
  /** Adds a layer of this class after `inputs`. The name gets a number where it is taken. */
  readonly add: (name: string, className: string, config: object, after: readonly Node[], shape: Shape, weights?: LayerWeights) => Node;
}

/** An empty graph. */
export function layersGraph(): LayersGraph {
  const layers: unknown[] = [];
  const all: NamedWeight[] = [];
  const taken = new Set<string>();
  return {
    layers,
    weights: all,
    add(wanted, className, config, after, shape, weights = {}) {
      let name = wanted;
      for (let i = 1; taken.has(name); i++) name = `${wanted}_${i}`;
      taken.add(name);
      const inbound = after.length === 0 ? [] : [after.map((node) => [node.name, 0, 0, {}])];
      layers.push({ name, class_name: className, config: { name, trainable: true, ...config }, inbound_nodes: inbound });
      for (const [key, value] of Object.entries(weights)) all.push({ name: `${name}/${key}`, ...value });
      return { name, shape };
    },
  };
}
