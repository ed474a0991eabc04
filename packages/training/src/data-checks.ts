import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import type { Latent } from '@autoencoders/core';
import { checkSource } from './checks.js';
import type { DataChecks } from './checks.js';
import type { Plan } from './plan.js';
import type { ARGUMENT_NAMES } from './pairs.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Source } from './source.js';

/** The data to train on, and the data to validate by. */
export interface DividedData<X extends Tensor> {
  readonly source: Source<X>;
  readonly validation: Source<X> | undefined;
}

/** Does a task. */
export const doneHere = (task: () => Promise<void>): Promise<void> => task();

/** Checks the data that are in memory, and sets examples aside as the plan says. */
export async function dividedData<X extends Tensor, L extends Latent, K extends string>(plan: Plan<X, L, K>): Promise<DividedData<X>> {
  const { source, validation, share, seed } = plan;
  const checks = checksOf(plan, 'training');
  // The labels of a part may all be the same where those of the whole are not.
  const isWhole = source.own === undefined;
  await (plan.ranks?.all ?? doneHere)(async () => {
    if (source.inMemory) await checkSource({ ...checks, several: share === 0 && isWhole }, source.own ?? source);
    if (validation?.inMemory) await checkSource(checksOf(plan, 'validation'), validation.own ?? validation);
  });
  if (share === 0) return { source, validation };
  const [rest, aside] = source.divide(share, seeded(seed, SEED_STREAMS.split)());
  if (isWhole && rest.inMemory && plan.model.classes !== undefined) await checkSource({ ...checks, several: true }, rest);
  return { source: rest, validation: aside };
}

/** What the data of a plan must be. */
export const checksOf = <X extends Tensor, L extends Latent, K extends string>(
  { call, names, model, terms, faults }: Plan<X, L, K>,
  which: keyof typeof ARGUMENT_NAMES,
): Omit<DataChecks, 'model' | 'terms'> & Pick<Plan<X, L, K>, 'model' | 'terms'> => ({
  call,
  names: names[which],
  model,
  terms,
  mayBeNonFinite: which === 'training' && faults.nonFinite.action === 'skip',
});
