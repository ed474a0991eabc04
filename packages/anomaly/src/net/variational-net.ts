import type { Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '@autoencoders/core/internal';
import type { Layer, Shape } from '@autoencoders/core';
import { chain, dense, flatten, relu, reshape } from '@autoencoders/layers';
import { autoencoder, gaussian } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';

/** What a variational net is made for. */
export interface VariationalNetOptions {
  /** The shape of one example. */
  readonly shape: Shape;
  /** The units of each hidden layer of the encoder; the decoder mirrors them. */
  readonly hidden: readonly number[];
  readonly codeSize: number;
  readonly seed: number;
}

/** A dense variational autoencoder with ReLU and a linear output. */
export function variationalNet({ shape, hidden, codeSize, seed }: VariationalNetOptions): AnyAutoencoder {
  const size = sizeOf(shape);
  const flat = shape.length === 1;
  const layers = (units: readonly number[]): unknown[] => units.flatMap((each) => [dense(each), relu]);
  const chained = (parts: readonly unknown[]): Layer<Tensor, any> =>
    (chain as unknown as (...all: readonly unknown[]) => Layer<Tensor, any>)(...parts);
  return autoencoder({
    input: shape,
    encoder: chained([...(flat ? [] : [flatten]), ...layers(hidden)]),
    bottleneck: gaussian(codeSize),
    decoder: chained([...layers(hidden.toReversed()), dense(size), ...(flat ? [] : [reshape(shape as never)])]),
    seed,
  }) as unknown as AnyAutoencoder;
}
