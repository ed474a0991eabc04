import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import type { Settings } from '@autoencoders/variants';
import { convolutional } from './convolutional.js';
import { denoising } from './denoising.js';
import { sparse } from './sparse.js';
import { stacked } from './stacked.js';
import { topK } from './top-k.js';
import { undercomplete } from './undercomplete.js';
import type { SettingOption, TrainableVariant, VariantView } from './variant.js';
import { variational } from './variational.js';

/** Every variant that `train` trains, in the order of the help. */
export const variants: readonly TrainableVariant[] = [undercomplete, sparse, topK, convolutional, denoising, variational];

/** How to show the models of every variant, those of other commands too. */
export const views: readonly VariantView[] = [...variants, stacked];

/** The variant of that name, to train. Throws where there is none, and where another command trains it. */
export function trainableVariant(name: string): TrainableVariant {
  const variant = variants.find((known) => known.name === name);
  if (variant) return variant;
  check(!views.some((known) => known.name === name), () => `train: ${name} autoencoders are trained by the command pretrain`);
  check(false, () => `train: there is no variant "${name}"; there are ${variants.map((known) => known.name).join(', ')}`);
}

/** The names of the settings that only some variants have. */
export const ownSettings: readonly string[] = [...new Set(variants.flatMap(({ options }) => Object.keys(options)))];

/** Settings from options of the command line. Throws for an option that the variant does not have, and for one out of bounds. */
export function settingsFrom(variant: TrainableVariant, shape: Shape, given: object): Settings {
  const own: Record<string, number> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === 'latent' || name === 'seed') own[name] = value as number;
    if (!ownSettings.includes(name)) continue;
    const option = variant.options[name];
    check(option !== undefined, () => `--${name} does not apply to ${variant.name}`);
    const { least, greatest, whole = false } = option;
    check(!whole || Number.isInteger(value), () => `--${name} must be a whole number, not ${value}`);
    check(value >= least && value <= greatest, () => `--${name} must lie from ${least} to ${greatest}, not ${value}`);
    own[name] = value as number;
  }
  return variant.settings(shape, own);
}

export { stacked };
export type { SettingOption, TrainableVariant, VariantView };
