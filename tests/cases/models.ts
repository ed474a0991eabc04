import { ones, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';
import type { Latent, Seeds } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { clip, compose, gaussianNoise, maskingNoise } from '@autoencoders/noise';
import type { FitOptions } from '@autoencoders/training';

/** What one fixture of `make-fixtures.py` was made by, said with the packages. */
export interface Case {
  readonly model: Autoencoder<any, any>;
  /** The losses, named as in the fixture, and the corruption. */
  readonly options: Pick<FitOptions<any, any, string>, 'loss' | 'corrupt'>;
  /** What a step draws from its seeds before anything else: the fixture's `draws`. */
  readonly draws?: (seeds: Seeds) => Tensor;
}

/** Lets the compiler compare the losses with the model. */
const of = <X extends Tensor, L extends Latent>(
  model: Autoencoder<X, L>,
  options: Pick<FitOptions<X, NoInfer<L>, string>, 'loss' | 'corrupt'>,
  draws?: Case['draws'],
): Case => ({
  model,
  options,
  ...(draws && { draws }),
});

const stacked = (seed: number, hidden: number, code: number) =>
  autoencoder({
    input: [64],
    encoder: chain(dense(hidden), relu, dense(code)),
    decoder: chain(dense(hidden), relu, dense(64)),
    output: sigmoid,
    seed,
  });

export const cases: Readonly<Record<string, (seed: number) => Case>> = {
  dense: (seed) => of(stacked(seed, 32, 8), { loss: { squaredError } }),

  sparse: (seed) =>
    of(autoencoder({ input: [64], encoder: chain(dense(48), sigmoid), decoder: chain(dense(64)), output: sigmoid, seed }), {
      loss: { squaredError, sparsity: weighted(3, sparsityKl(0.05)) },
    }),

  convolutional: (seed) =>
    of(
      autoencoder({
        input: [8, 8, 1],
        encoder: chain(conv2d(4, { stride: 2 }), relu, conv2d(8, { stride: 2 }), relu, flatten, dense(6)),
        decoder: chain(
          dense(2 * 2 * 8),
          relu,
          reshape([2, 2, 8]),
          conv2dTranspose(4, { stride: 2 }),
          relu,
          conv2dTranspose(1, { stride: 2 }),
        ),
        output: sigmoid,
        seed,
      }),
      { loss: { squaredError } },
    ),

  denoising: (seed) =>
    of(stacked(seed, 32, 16), { loss: { squaredError }, corrupt: maskingNoise(0.3) }, (seeds) => maskingNoise(0.3)(ones([16, 64]), seeds)),

  'denoising-gaussian': (seed) =>
    of(stacked(seed, 32, 16), { loss: { squaredError }, corrupt: compose(gaussianNoise(0.4), clip(0, 1)) }, (seeds) =>
      gaussianNoise(0.4)(zeros([16, 64]), seeds),
    ),

  variational: (seed) =>
    of(
      autoencoder({
        input: [64],
        encoder: chain(dense(32), relu),
        bottleneck: gaussian(4),
        decoder: chain(dense(32), relu, dense(64)),
        output: sigmoid,
        seed,
      }),
      { loss: { likelihood: binaryCrossEntropy, kl: gaussianKl } },
      (seeds) => normal([16, 4], seeds()),
    ),
};
