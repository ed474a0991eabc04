import type { AnyModel } from '@autoencoders/app-kit';
import type { Activation, Context, Layer, Shape, Weights } from '@autoencoders/core';
import { tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What a picture has become at one place in a model. */
export interface Stage {
  /** `[height, width, maps]`, or `[codeSize]`. */
  readonly shape: Shape;
  /** Map after map, each in rows. */
  readonly values: Float32Array;
}

const inference: Context = { training: false };

/** What the layers of a model make of one picture, `[1, height, width, channels]`: the picture, its feature maps, its code. */
export function stagesOf({ spec, weights, encodeWith }: AnyModel, picture: Tensor): readonly Stage[] {
  const stages: Stage[] = [];
  const add = (y: Tensor): void => {
    const maps = y.rank === 4 ? transpose(y, [0, 3, 1, 2]) : y;
    stages.push({ shape: y.shape.slice(1), values: maps.dataSync<'float32'>().slice() });
  };
  /** Adds the maps of each layer; those of a convolution are added when its activation has cut them off. */
  const through = (part: Layer<any, any>, partWeights: Weights, x: Tensor, last?: Activation): void => {
    const layers: readonly Layer<any, any>[] = [...(part.layers ?? []), ...(last ? [last] : [])];
    layers.forEach((layer, i) => {
      x = layer.apply(partWeights[i] ?? {}, x, inference);
      const next = layers[i + 1] as Activation | undefined;
      if (x.rank === 4 && !next?.range && !next?.fusable) add(x);
    });
  };
  tidy(() => {
    add(picture);
    through(spec.encoder, weights.encoder, picture);
    const { codes } = encodeWith(picture, inference);
    add(codes);
    through(spec.decoder, weights.decoder, codes, spec.output);
  });
  return stages;
}
