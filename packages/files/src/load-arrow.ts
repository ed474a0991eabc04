import { InputError } from '@autoencoders/core';
import type { ArrowModule } from './arrow-columns.js';

/** The npm package apache-arrow, which is optional. Throws where it is not installed. */
export async function loadArrow(call: string): Promise<ArrowModule> {
  try {
    return await import('apache-arrow');
  } catch (cause) {
    throw new InputError(`${call}: the npm package apache-arrow is not installed; run \`npm install apache-arrow\``, { cause });
  }
}
