import { check, checkInteger } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';

/** Throws unless `input` is the shape of one example. */
export function checkInput(call: string, input: Shape): void {
  check(
    Array.isArray(input) && input.length > 0,
    () => `${call}: input must be the shape of one example, such as [784], not ${JSON.stringify(input)}`,
  );
  for (const size of input) checkInteger(call, 'every size of input', size, 1);
}

const LAYER = 'a layer, such as dense(32)';
const EXPECTED: Readonly<Record<string, string>> = {
  bottleneck: 'a bottleneck, such as gaussian(2)',
  output: 'an activation, such as sigmoid',
};

/** Throws unless `part` is what its name says: a layer, a bottleneck or an activation. */
export function checkPart(call: string, name: string, part: unknown): void {
  check(
    typeof part === 'object' && part !== null && 'init' in part,
    () => `${call}: ${name} must be ${EXPECTED[name] ?? LAYER}, not ${show(part)}`,
  );
}
