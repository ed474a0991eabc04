import { add } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import { isLayer, show } from '@autoencoders/core/internal';
import type { Layer } from '@autoencoders/core';

/** x + layer(x). Throws when `layer` changes the shape. He et al. 2016. */
export function residual<X extends Tensor>(layer: Layer<X>): Layer<X> {
  check(isLayer(layer), () => `residual: layer must be a layer, such as chain(…), not ${show(layer)}`);
  return {
    init(shape, context) {
      const { weights, shape: after } = layer.init(shape, context);
      check(
        String(after) === String(shape),
        () => `residual: the layer inside gives ${showShape(after)}, which cannot be added to its input ${showShape(shape)}`,
      );
      return { weights, shape };
    },
    apply: (weights, x, context) => add(x, layer.apply(weights, x, context)),
    config: configOf('residual', layer),
  };
}
