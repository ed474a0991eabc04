import { check } from '@autoencoders/core/operations';
import type { Corruption, Leaves, Loss, Shape } from '@autoencoders/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Autoencoder } from '@autoencoders/models';

/** What a variant is trained with. */
export interface Settings {
  /** How many latents a code has. */
  readonly latent: number;
  readonly seed: number;
  /** Standard deviation of the noise; denoising only. */
  readonly noise: number;
  /** Weight of the second loss term; sparse and variational only. */
  readonly beta: number;
  /** Mean activation to aim at; sparse only. */
  readonly rho: number;
  /** How many units of a code may fire; top-k only. */
  readonly k: number;
}

/** The settings that not every variant has. */
export type Special = 'noise' | 'beta' | 'rho' | 'k';

/** A kind of autoencoder that the command can train: a model, its losses, and sensible settings. */
export interface Variant {
  readonly name: string;
  /** One line for the help. */
  readonly about: string;
  /** The model's layers in words, for the help. */
  readonly layers: string;
  /** Whether the model takes images `[height, width, channels]`, or flat rows. */
  readonly images: boolean;
  /** What its model has between encoder and decoder, which its losses read; `plain` where nothing is said. */
  readonly bottleneck?: 'gaussian' | 'topK';
  /** What the loss is measured in. */
  readonly unit: string;
  readonly epochs: number;
  readonly latent: (shape: Shape) => number;
  /** Its special settings with their defaults. */
  readonly special: Readonly<Partial<Record<Special, number>>>;
  readonly model: (shape: Shape, settings: Settings) => Autoencoder<any, any>;
  readonly loss: (settings: Settings) => Readonly<Record<string, Loss<any>>>;
  readonly corrupt?: (settings: Settings) => Corruption;
  /** What each unit stands for, `[units, features]`, of the model's weights by their paths: pictures worth looking at. */
  readonly filters?: (weights: Leaves) => Tensor2D;
}

/** How many numbers one example has. */
export const featuresOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** The most numbers that a model may have: with their gradients and Adam's moments they take half of the 4 GB that WebAssembly has. */
const MOST = 2 ** 27;

/** Throws where dense layers of these widths, and their mirror, have more numbers than fit. */
export function checkWidths(name: string, widths: readonly number[], remedy: string = 'a smaller --latent'): void {
  const numbers = 2 * widths.slice(1).reduce((sum, width, i) => sum + width * (widths[i]! + 1), 0);
  const many = (n: number): string => `${Math.round(n / 1e6).toLocaleString('en-US')} million`;
  check(
    numbers <= MOST,
    () =>
      `${name}: layers of ${widths.join(', ')} units make a model of ${many(numbers)} numbers, and ${many(MOST)} fit; choose ${remedy}, or smaller examples`,
  );
}
