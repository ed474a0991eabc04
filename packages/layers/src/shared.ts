import type { Layer, Seeds, Weights } from '@autoencoders/core';

/*
 * A tied layer reads the kernel of another layer of the same model, so it must find that layer's weights while the
 * model is built. One model is built with one supply of seeds; what is remembered hangs on that supply and goes with it.
 */
type AnyLayer = Layer<any, any, any>;
const builds = new WeakMap<Seeds, Map<AnyLayer, Weights>>();

/** Notes the weights that `layer` was given in the build that uses `seeds`, and hands them back. */
export function remember<W extends Weights>(seeds: Seeds, layer: AnyLayer, weights: W): W {
  const build = builds.get(seeds) ?? new Map<AnyLayer, Weights>();
  builds.set(seeds, build.set(layer, weights));
  return weights;
}

/** The weights `layer` was given in the build that uses `seeds`, if it was built. */
export function recall(seeds: Seeds, layer: AnyLayer): Weights | undefined {
  return builds.get(seeds)?.get(layer);
}
