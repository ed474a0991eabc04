import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkOptions, showShape } from '@autoencoders/core/operations';
import { checkDataset, checkModel, chunksOf, periodicYield, rebatch, sizeOf } from '@autoencoders/core/internal';
import type { Dataset, Latent, Model, Shape, StreamDataset } from '@autoencoders/core';
import { repeatedOf } from './capturing.js';
import { floats } from './examples.js';
import type { EncodingModel } from './pretrain.js';

/** Options of `encode` and `reconstruct`. */
export interface PredictOptions {
  /** Examples per pass. Default 512 for examples of up to 1,024 numbers, 128 for larger ones, which need more memory. */
  readonly batch?: number;
}

/** A model that reconstructs: `[batch, …input] → [batch, …input]`. */
export interface ReconstructingModel<X extends Tensor> extends Model<X, Latent> {
  /** The reconstructions of a batch. The caller frees them. */
  readonly reconstruct: (x: X) => X;
}

/**
 * The codes of a dataset, as a stream of examples of shape `[codeSize]` with the same labels. They are computed when they are read, a
 * batch at a time, so that neither the data nor the codes need be in memory. `cache` of `@autoencoders/datasets` reads them all.
 *
 * ```ts
 * const codes = await cache(encode(model, dataset));
 * ```
 */
export function encode<X extends Tensor>(
  model: Pick<EncodingModel<X>, 'input' | 'weights' | 'forward' | 'codeSize' | 'encode'>,
  data: Dataset,
  options: PredictOptions = {},
): StreamDataset {
  checkModel('encode', model);
  return predicted<X>('encode', { model, shape: [model.codeSize], predict: model.encode }, data, options);
}

/**
 * The reconstructions of a dataset, as a stream of examples of the model's input shape with the same labels. Read like `encode`.
 *
 * @param data In memory, by rows, or a stream.
 */
export function reconstruct<X extends Tensor>(
  model: Pick<ReconstructingModel<X>, 'input' | 'weights' | 'forward' | 'reconstruct'>,
  data: Dataset,
  options: PredictOptions = {},
): StreamDataset {
  checkModel('reconstruct', model);
  return predicted<X>('reconstruct', { model, shape: model.input, predict: model.reconstruct }, data, options);
}

/** What `predict` gives for examples of a model: examples of this shape. */
interface Prediction<X extends Tensor> {
  readonly model: Pick<Model, 'input' | 'weights' | 'config'>;
  readonly shape: Shape;
  readonly predict: (x: X) => Tensor | Tensor2D;
}

/** The numbers of an example of which many fit into the caches. */
const SMALL = 1024;

function predicted<X extends Tensor>(
  call: string,
  { model, shape, predict }: Prediction<X>,
  data: Dataset,
  options: PredictOptions,
): StreamDataset {
  checkOptions(call, options, { batch: true });
  const { input } = model;
  const { batch = sizeOf(input) <= SMALL ? 512 : 128 } = options;
  checkInteger(call, 'batch', batch, 1);
  const count = checkDataset(call, 'data', data);
  check(
    sizeOf(data.shape) === sizeOf(input),
    () => `${call}: the examples of data have shape ${showShape(data.shape)}, the model takes ${showShape(input)}`,
  );
  const { name, classes } = data;
  return {
    name,
    classes,
    shape,
    count,
    async *chunks() {
      const breathe = periodicYield();
      const repeated = await repeatedOf<X>(model, predict, count && Math.floor(count / batch));
      try {
        for await (const { values, labels } of rebatch(chunksOf(call, 'data', data, batch), batch)) {
          const y = freeing(floats<X>(values, input), repeated.run);
          yield { shape, labels, values: await y.data<'float32'>().finally(() => y.dispose()) };
          await breathe();
        }
      } finally {
        repeated.dispose();
      }
    },
  };
}

/** `f` of a tensor, which is freed. */
function freeing<X extends Tensor, Y>(x: X, f: (x: X) => Y): Y {
  try {
    return f(x);
  } finally {
    x.dispose();
  }
}
