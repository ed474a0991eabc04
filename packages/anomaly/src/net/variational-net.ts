import { sizeOf } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import { dense, flatten, relu, reshape } from '@autoencoders/layers';
import { autoencoder, gaussian } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import { chained } from './chained.js';

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
  return autoencoder({
    input: shape,
    encoder: chained([...(flat ? [] : [flatten]), ...layers(hidden)]),
    bottleneck: gaussian(codeSize),
    decoder: chained([...layers(hidden.toReversed()), dense(size), ...(flat ? [] : [reshape(shape as never)])]),
    seed,
  }) as unknown as AnyAutoencoder;
}
