import { check } from '@autoencoders/core/operations';
import { convolutional } from './convolutional.js';
import { denoising } from './denoising.js';
import { sparse } from './sparse.js';
import { stacked } from './stacked.js';
import { kSparse } from './top-k.js';
import { undercomplete } from './undercomplete.js';
import { variational } from './variational.js';
import type { Settings, Special, Variant } from './variant.js';

/** Every variant that `train` trains, in the order of the help. */
export const variants: readonly Variant[] = [undercomplete, sparse, kSparse, convolutional, denoising, variational];

/** The variant of that name, where there is one. */
export const knownVariant = (name: string): Variant | undefined => [...variants, stacked].find((known) => known.name === name);

/** The variant of that name; throws when there is none. */
export function variantOf(name: string): Variant {
  const variant = knownVariant(name);
  check(variant !== undefined, () => `there is no variant "${name}"; there are ${variants.map((known) => known.name).join(', ')}`);
  return variant;
}

/** The variant of that name, which `train` can train; throws where it cannot. */
export function trainable(name: string): Variant {
  check(name !== stacked.name, 'stacked autoencoders are trained level by level: use the command pretrain');
  return variantOf(name);
}

/** Checked settings with the variant's defaults; throws for a setting that the variant does not have. */
export function settingsOf(variant: Variant, shape: readonly number[], given: Partial<Settings>): Settings {
  const latent = given.latent ?? variant.latent(shape);
  const special = (name: Special, least: number, greatest: number): number => {
    const value = given[name];
    if (value === undefined) return variant.special[name] ?? 0;
    check(variant.special[name] !== undefined, () => `--${name} does not apply to ${variant.name}`);
    check(value >= least && value <= greatest, () => `--${name} must lie from ${least} to ${greatest}, not ${value}`);
    return value;
  };
  return {
    latent,
    seed: given.seed ?? 0,
    noise: special('noise', 0, 10),
    beta: special('beta', 0, 1000),
    rho: special('rho', 0.001, 0.999),
    // Of few units a quarter may fire, where the usual number is more than there are.
    k: given.k === undefined && special('k', 1, Infinity) > latent ? Math.max(1, latent >> 2) : special('k', 1, Infinity),
  };
}

export type { Method } from './stacked.js';
export type { Settings, Variant };
export { methods, sigmoidStack, stacked } from './stacked.js';
export { featuresOf } from './variant.js';
