import type { Settings } from '@autoencoders/app-kit';

export const isTopK = ({ kind }: Settings): boolean => kind === 'topK';

/** How many units TopK lets through: the share ρ of them, and at least one. */
export const kOf = ({ units, rho }: Settings): number => Math.max(1, Math.round(Number(rho) * Number(units)));

/** A sigmoid is never 0: above this, a unit counts as firing. What TopK lets through is above 0. */
export const thresholdOf = (settings: Settings): number => (isTopK(settings) ? 0 : 0.2);
