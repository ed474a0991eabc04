import type { Description } from '@autoencoders/core';

/** The description of a call `name(...args)`; options that were not given, or are empty, are left out. */
export function describe(name: string, ...args: readonly unknown[]): Description {
  const isEmpty = (arg: unknown): boolean =>
    arg === undefined || (typeof arg === 'object' && arg !== null && Object.keys(arg).length === 0);
  const last = args.findLastIndex((arg) => !isEmpty(arg));
  return { name, args: args.slice(0, last + 1) };
}
