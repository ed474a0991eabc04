import { InputError } from '@autoencoders/core';
import type { Format } from './formats.js';
import { random } from './random.js';

/** What became of one mutated file. */
export interface Outcome {
  readonly format: string;
  /** `opened`, `refused` by an InputError, ended by any other error, or never ended. */
  readonly kind: 'opened' | 'refused' | 'crash' | 'hang';
  readonly error?: string;
  readonly ms: number;
}

/** The mutated file of a number. The same number always gives the same file. */
export function fileOf(formats: readonly Format[], index: number): { readonly format: Format; readonly bytes: Uint8Array } {
  // A third of the files are models and configs, of which there is most to get wrong.
  const turn = Math.floor(index / 3);
  const format = formats[index % 3 === 0 ? turn % 2 : (2 * turn + (index % 3) - 1) % formats.length]!;
  const chance = random(index);
  const bytes = format.mutate(chance.pick(format.files), chance);
  return { format, bytes: chance.below(8) === 0 && bytes.length > 0 ? again(format, bytes, index) : bytes };
}

/** A second change, where the first one left something that can be changed. */
function again(format: Format, bytes: Uint8Array, index: number): Uint8Array {
  try {
    return format.mutate(bytes, random(index + 2 ** 40));
  } catch {
    return bytes;
  }
}

/** What reading a file may take, in bytes. No valid file has more than 84 kB, and few decoders take less than some MB. */
const MOST_MEMORY = 64e6;

/** Reads the mutated file of a number. */
export async function tryFile(formats: readonly Format[], index: number): Promise<Outcome> {
  const { format, bytes } = fileOf(formats, index);
  const before = process.memoryUsage().arrayBuffers;
  const start = performance.now();
  const ended = (kind: Outcome['kind'], error?: string): Outcome => ({
    format: format.name,
    kind,
    ...(error !== undefined && { error }),
    ms: performance.now() - start,
  });
  const frugal = (kind: Outcome['kind']): Outcome => {
    const taken = process.memoryUsage().arrayBuffers - before;
    return taken <= MOST_MEMORY ? ended(kind) : ended('crash', `${kind} with ${Math.round(taken / 1e6)} MB for ${bytes.length} bytes`);
  };
  try {
    await format.read(bytes);
    return frugal('opened');
  } catch (error) {
    if (error instanceof InputError && !error.message.includes('cannot be built from its config')) return frugal('refused');
    const { stack } = error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error);
    return ended('crash', (stack ?? String(error)).split('\n').slice(0, 4).join(' | '));
  }
}
