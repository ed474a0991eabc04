import { InputError } from '@autoencoders/core';
import { printable } from '@autoencoders/core/internal';
import { OutputError } from '@autoencoders/core/node';
import type { Terminal } from './terminal.js';
import { raw, text } from './text.js';

/** Collects failures of what a run makes besides its model, so that all the rest is written. */
export interface Failures {
  /** The result of `f`. If `f` throws: undefined, and a line is printed that says what was left out, and why. */
  readonly attempt: <T>(what: string, f: () => T | Promise<T>) => Promise<T | undefined>;
  /** Throws the first failure. What cannot be made of these data, an `InputError`, is no failure. */
  readonly rethrow: () => void;
}

/** The longest reason that is printed. */
const LONGEST = 300;

export function failures({ err }: Pick<Terminal, 'err'>): Failures {
  let first: Error | undefined;
  return {
    async attempt(what, f) {
      try {
        return await f();
      } catch (cause) {
        const { message } = cause as Error;
        err.write(text`\nLeft out: ${raw(what)} (${raw(printable(message, LONGEST))})\n`);
        if (!(cause instanceof InputError))
          first ??= new OutputError(`${what} could not be made, and the run was written without it: ${message}`, { cause });
        return undefined;
      }
    },
    rethrow() {
      if (first) throw first;
    },
  };
}
