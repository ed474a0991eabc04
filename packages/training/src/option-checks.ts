import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { EarlyStopping } from './options.js';
import { asideOf } from './source.js';

/** `earlyStopping` with its defaults. Throws for numbers that do not fit. */
export function checkedEarlyStopping(call: string, given: EarlyStopping | undefined): Required<EarlyStopping> | undefined {
  if (given === undefined) return undefined;
  checkOptions(`${call}: earlyStopping`, given, { patience: true, minDelta: true });
  const { patience, minDelta = 0 } = given;
  checkInteger(call, 'earlyStopping.patience', patience, 0);
  checkNumber(call, 'earlyStopping.minDelta', minDelta, 0);
  return { patience, minDelta };
}

/** The share of `count` examples that is set aside for validation. */
export function shareOf(call: string, validation: unknown, count: number | undefined): number {
  if (validation === undefined || (typeof validation === 'object' && validation !== null)) return 0;
  check(
    typeof validation === 'number' && validation > 0 && validation < 1,
    () => `${call}: validation must be a share between 0 and 1, or data of its own, not ${show(validation)}`,
  );
  if (count === undefined) return validation;
  const aside = asideOf(validation, count);
  check(
    aside > 0 && aside < count,
    () => `${call}: validation of ${validation} leaves ${aside} of ${count} examples to validate and ${count - aside} to train`,
  );
  return validation;
}
