import { check, checkInteger } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';

/** Throws unless `input` is the shape of one example. */
export function checkInput(call: string, input: Shape): void {
  check(
    Array.isArray(input) && input.length > 0,
    () => `${call}: input must be the shape of one example, such as [784], not ${JSON.stringify(input)}`,
  );
  for (const size of input) checkInteger(call, 'every size of input', size, 1);
}
