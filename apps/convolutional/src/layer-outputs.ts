import type { AnyModel } from '@autoencoders/app-kit';
import type { Activation, Context, Layer, Shape, Weights } from '@autoencoders/core';
import { tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** The output of one layer for one picture. */
export interface LayerOutput {
  /** `[height, width, maps]`, or `[codeSize]`. */
  readonly shape: Shape;
  /** Map after map, each in rows. */
  readonly values: Float32Array;
}

const inference: Context = { training: false };

/** The outputs of a model's layers for one picture, `[1, height, width, channels]`: the picture, its feature maps, its code. */
export function layerOutputs({ spec, weights, encodeWith }: AnyModel, picture: Tensor): readonly LayerOutput[] {
  const outputs: LayerOutput[] = [];
  const add = (y: Tensor): void => {
    const maps = y.rank === 4 ? transpose(y, [0, 3, 1, 2]) : y;
    outputs.push({ shape: y.shape.slice(1), values: maps.dataSync<'float32'>().slice() });
  };
  /** Adds the feature maps of a part of the model; those of a convolution after its activation. */
  const addMaps = (part: Layer<any, any>, partWeights: Weights, x: Tensor, last?: Activation): void => {
    const layers: readonly Layer<any, any>[] = [...(part.layers ?? []), ...(last ? [last] : [])];
    layers.forEach((layer, i) => {
      x = layer.apply(partWeights[i] ?? {}, x, inference);
      const next = layers[i + 1] as Activation | undefined;
      if (x.rank === 4 && !next?.range && !next?.fusable) add(x);
    });
  };
  tidy(() => {
    add(picture);
    addMaps(spec.encoder, weights.encoder, picture);
    const { codes } = encodeWith(picture, inference);
    add(codes);
    addMaps(spec.decoder, weights.decoder, codes, spec.output);
  });
  return outputs;
}
