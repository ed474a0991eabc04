import { add } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';

/** x + layer(x). Throws when `layer` changes the shape. He et al. 2016. */
export function residual<X extends Tensor>(layer: Layer<X>): Layer<X> {
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
