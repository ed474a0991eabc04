import { readValues } from '@autoencoders/app-kit';
import type { AnyModel } from '@autoencoders/app-kit';
import type { Latent, Shape, Visit } from '@autoencoders/core';
import { tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The output of one layer for one picture. */
export interface LayerOutput {
  /** `[height, width, maps]`, or `[codeSize]`. */
  readonly shape: Shape;
  /** Map after map, each in rows. */
  readonly values: Float32Array;
}

/** The layers whose outputs are shown: those after a convolution's activation, and the reshaped code. */
const shown = new Set(['relu', 'reshape', 'sigmoid']);

/** The outputs of a model's layers for one picture, `[1, height, width, channels]`: the picture, its feature maps, its code. */
export function layerOutputs(model: AnyModel, picture: Tensor): readonly LayerOutput[] {
  const outputs: LayerOutput[] = [];
  const add = (y: Tensor): void => {
    const values = readValues(() => (y.rank === 4 ? transpose(y, [0, 3, 1, 2]) : y));
    outputs.push({ shape: y.shape.slice(1), values });
  };
  const visit: Visit = (where, part, weights, x, context) => {
    const y = part.apply(weights, x, context);
    if (where === 'bottleneck') add((y as Latent).codes);
    else if (shown.has(part.config?.name ?? '') && (y as Tensor).rank === 4) add(y as Tensor);
    return y;
  };
  tidy(() => {
    add(picture);
    model.forward(picture, { training: false, visit });
  });
  return outputs;
}
