/**
 * The streams of the seed of `fit`, and what each decides. `seeded(seed, stream, …)` gives random numbers that are
 * independent of those of other streams. The table "Seeds" in the README is checked against this one.
 */
export const SEED_STREAMS = {
  /** Which examples a share for validation sets aside. */
  split: 0,
  /** The order of the examples, in each epoch anew. */
  order: 1,
  /** Corruption, then dropout and the samples of a Gaussian bottleneck, in each step anew. */
  step: 2,
  /** The seed that validation is evaluated with, the same in every epoch. */
  validation: 3,
  /** The augmentation, in each step anew. */
  augmentation: 4,
  /** The seeds of the batches of a step after its first, for all that is drawn for them. */
  parts: 5,
} as const;
