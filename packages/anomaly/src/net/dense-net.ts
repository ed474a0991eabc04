import { check, checkInteger } from '@autoencoders/core/operations';
import { sizeOf } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import { dense, flatten, relu, reshape } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import { chained } from './chained.js';

/** What a dense net is made for. */
export interface NetOptions {
  /** The shape of one example. */
  readonly shape: Shape;
  /** The units of each hidden layer. The one in the middle is the code. */
  readonly hidden: readonly number[];
  /** Decides the initial weights. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * A dense autoencoder with ReLU and a linear output. The middle one of `hidden` gives the codes; it is linear where it is narrower than an
 * example, so that it can hold any numbers. Examples of more than one axis are flattened.
 */
export function denseNet({ shape, hidden, seed = 0 }: NetOptions): AnyAutoencoder {
  check(hidden.length > 0, 'denseNet: hidden must name one layer at least, such as [128, 16, 128]');
  for (const units of hidden) checkInteger('denseNet', 'each number of hidden', units, 1);
  const size = sizeOf(shape);
  const middle = hidden.length >> 1;
  const layers = hidden.map((units, i) => (i === middle && units < size ? [dense(units)] : [dense(units), relu]));
  const flat = shape.length === 1;
  const encoder = [...(flat ? [] : [flatten]), ...layers.slice(0, middle + 1).flat()];
  const decoder = [...layers.slice(middle + 1).flat(), dense(size), ...(flat ? [] : [reshape(shape as never)])];
  return autoencoder({ input: shape, encoder: chained(encoder), decoder: chained(decoder), seed }) as unknown as AnyAutoencoder;
}
