import { InputError } from '@autoencoders/core';
import fc from 'fast-check';
import { expect } from 'vitest';

type Read = (bytes: Uint8Array) => unknown;

/** What `read` throws, or undefined. */
async function thrownBy(read: Read, bytes: Uint8Array): Promise<unknown> {
  try {
    await read(bytes);
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Expects an InputError of one line, which names `file`. */
function expectRefusal(error: unknown, file: string): void {
  expect(error).toBeInstanceOf(InputError);
  const { message } = error as InputError;
  expect(message).toContain(file);
  expect(message).not.toMatch(/[\n\r]/);
}

interface CutOptions {
  /** What the messages must name. */
  readonly file: string;
  /** About how many lengths are tried. Default 400. */
  readonly lengths?: number;
}

/** Expects that `read` refuses the file when its end is missing, at every length or at about `lengths` of them. */
export async function expectCutsRefused(bytes: Uint8Array, read: Read, { file, lengths = 400 }: CutOptions): Promise<void> {
  const step = Math.max(1, Math.floor(bytes.length / lengths));
  for (let length = 0; length < bytes.length; length += step) expectRefusal(await thrownBy(read, bytes.slice(0, length)), file);
}

interface FlipOptions {
  /** What the messages must name. */
  readonly file: string;
  /** How many damaged files are tried. Default 300. */
  readonly runs?: number;
}

/** Expects that `read` takes a file with some other bytes as it is, or refuses it by an InputError that names it. */
export async function expectFlipsHandled(bytes: Uint8Array, read: Read, { file, runs = 300 }: FlipOptions): Promise<void> {
  const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(flips, async (list) => {
      const damaged = bytes.slice();
      for (const [at, change] of list) damaged[at]! ^= change;
      const error = await thrownBy(read, damaged);
      if (error !== undefined) expectRefusal(error, file);
    }),
    { numRuns: runs, seed: 1 },
  );
}
