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
