import type { Activation, Corruption, Latent, Loss, Range, Shape } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { sigmoid } from '@autoencoders/layers';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Autoencoder } from '@autoencoders/models';
import { sizeOf } from '@autoencoders/core/internal';

/** The numbers that a variant is built and trained with: those that all variants have, and its own by name, `K`. */
export type Settings<K extends string = string> = Readonly<
  Record<K, number> & {
    /** How many latents a code has. */
    latent: number;
    /** Decides everything random. */
    seed: number;
  }
>;

/** What kind of numbers a variant is for: the output activation, and the loss of reconstruction. */
export interface DataForm {
  /** From logits to outputs. */
  readonly output: Activation;
  /** The loss of reconstruction. Undefined for that of the variant. */
  readonly reconstruction?: Loss | undefined;
  /** The range of the numbers, if they have one. Noisy numbers are clipped to it. */
  readonly range?: Range | undefined;
  /** What a denoising variant does to a batch before it adds its noise, such as hiding cells of a table. Default: nothing. */
  readonly corrupt?: Corruption | undefined;
  /** The least width of hidden layers. Default 1. Tables of few columns need more units than features. */
  readonly leastHidden?: number | undefined;
}

/** Numbers in [0, 1], such as pixels. */
export const PIXELS: DataForm = { output: sigmoid, range: [0, 1] };

/**
 * A kind of autoencoder: a model, the losses and the corruption to train it with, and default settings. `K` are the names of
 * its own settings. `X` and `L` are `any` by default, since a list of variants holds models of all inputs and bottlenecks.
 */
export interface Variant<K extends string = string, X extends Tensor = any, L extends Latent = any> {
  readonly name: string;
  /** Whether the model takes images `[height, width, channels]`. Otherwise it takes rows `[features]`. */
  readonly images: boolean;
  /** The name of the model's bottleneck, which its losses read. */
  readonly bottleneck: 'plain' | 'gaussian' | 'topK';
  /** Epochs that are enough for the 60,000 images of MNIST. */
  readonly epochs: number;
  /** `given`, with defaults for the settings that it leaves out: those for examples of this shape. */
  settings(shape: Shape, given?: Partial<Settings<K>>): Settings<K>;
  /** A new model for examples of this shape, and of this form (default `PIXELS`). Throws where the sizes do not fit, and where the model would not fit into memory. */
  model(shape: Shape, settings: Settings<K>, form?: DataForm): Autoencoder<X, L>;
  /** The terms of the loss, by name. */
  loss(settings: Settings<K>, form?: DataForm): Readonly<Record<string, Loss<L>>>;
  /** What is done to a batch before the model sees it. */
  corrupt?(settings: Settings<K>, form?: DataForm): Corruption;
}

/** How many numbers an example of this shape has: the product of its sizes. */
export const featuresOf = (shape: Shape): number => sizeOf(shape);

/** The most parameters of a model: with their gradients and Adam's moments they take half of the 4 GB that WebAssembly has. */
const MAX_PARAMETERS = 2 ** 27;

/** Throws where an encoder of dense layers of these widths, and a decoder that mirrors it, have too many parameters. */
export function checkWidths(name: string, widths: readonly number[], remedy: string = 'a smaller latent'): void {
  const parameters = 2 * widths.slice(1).reduce((sum, width, i) => sum + width * (widths[i]! + 1), 0);
  const millions = (n: number): string => `${Math.round(n / 1e6).toLocaleString('en-US')} million`;
  check(
    parameters <= MAX_PARAMETERS,
    () =>
      `${name}: layers of ${widths.join(', ')} units make a model of ${millions(parameters)} parameters, and at most ${millions(MAX_PARAMETERS)} fit into memory; choose ${remedy}, or smaller examples`,
  );
}
