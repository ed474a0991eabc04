import type { AnyModel } from '@autoencoders/app-kit';
import type { Latent, Shape, Visit } from '@autoencoders/core';
import { tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What a picture has become at one place in a model. */
export interface Stage {
  /** `[height, width, maps]`, or `[codeSize]`. */
  readonly shape: Shape;
  /** Map after map, each in rows. */
  readonly values: Float32Array;
}

/** Where a picture is looked at: a convolution's maps when its activation has cut them off. */
const shown = new Set(['relu', 'reshape', 'sigmoid']);

/** What the layers of a model make of one picture, `[1, height, width, channels]`: the picture, its feature maps, its code. */
export function stagesOf(model: AnyModel, picture: Tensor): readonly Stage[] {
  const stages: Stage[] = [];
  const add = (y: Tensor): void => {
    const maps = y.rank === 4 ? transpose(y, [0, 3, 1, 2]) : y;
    stages.push({ shape: y.shape.slice(1), values: maps.dataSync<'float32'>().slice() });
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
  return stages;
}
