import type { Layer } from '@autoencoders/core';
import { chain, dense, linear, relu, sigmoid } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import { convolutional, denoising, featuresOf, sparse, undercomplete, variational } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** A model to train on MNIST, and the test result that it must reach. */
export interface Case {
  readonly name: string;
  readonly variant: Variant;
  readonly epochs: number;
  /** The term of the loss that is the test result. Default: the whole loss. */
  readonly term?: string;
  /** The test result of the same model in PyTorch 1.13: same epochs, batch 128, Adam 1e-3, one seed. */
  readonly pytorch?: number;
  readonly atMost: number;
  /** The number of components of PCA to compare with: as many as the code has latents. */
  readonly components?: number;
}

/** A dense autoencoder with the given layers in its encoder and their mirror in its decoder, ReLU after all but the last. */
export function dense784(sizes: readonly number[], { codeActivation }: { codeActivation: 'relu' | 'linear' }): Variant {
  const code = sizes.at(-1)!;
  const hidden = sizes.slice(0, -1).map((size): FlatLayer => chain(dense(size), relu));
  const stack = (layers: readonly FlatLayer[]): FlatLayer => layers.reduce((before, layer) => chain(before, layer));
  return {
    ...undercomplete,
    settings: (_, given = {}) => ({ latent: code, seed: 0, ...given }),
    model(shape, { seed }) {
      const features = featuresOf(shape);
      return autoencoder({
        input: [features],
        encoder: chain(stack(hidden), dense(code), codeActivation === 'relu' ? relu : linear),
        decoder: chain(stack(hidden.toReversed()), dense(features)),
        output: sigmoid,
        seed,
      });
    },
  };
}

type FlatLayer = Layer<Tensor2D>;

/** PyTorch's models have ReLU after the code, too. The dense model of the command has not. */
const asInPytorch = { codeActivation: 'relu' } as const;

export const cases: readonly Case[] = [
  { name: 'dense 784-128-32', epochs: 10, variant: dense784([128, 32], asInPytorch), pytorch: 9.04, atMost: 9.3, components: 32 },
  { name: 'dense 784-512-256-30', epochs: 10, variant: dense784([512, 256, 30], asInPytorch), pytorch: 6.7, atMost: 6.9, components: 30 },
  { name: 'dense 784-128-32, linear code', epochs: 10, variant: undercomplete, atMost: 9.3, components: 32 },
  { name: 'variational 784-400-20', epochs: 10, variant: variational, pytorch: 105.7, atMost: 106.5 },
  { name: 'convolutional 16-32, code 32', epochs: 5, variant: convolutional, pytorch: 4.9, atMost: 5.1, components: 32 },
  { name: 'denoising 784-256-64', epochs: 10, variant: denoising, pytorch: 10.95, atMost: 11.2 },
  { name: 'sparse 784-196', epochs: 10, variant: sparse, term: 'reconstruction', pytorch: 9.55, atMost: 9.9, components: 196 },
];
