import { transform } from 'sucrase';

/** What a program gets in place of what modules have: its imports, its exports and its console. */
export type Program = (require: (name: string) => unknown, exports: Record<string, unknown>, console: unknown) => Promise<void>;

/**
 * The text of a module whose default export runs a program in TypeScript. Lines keep their numbers. Throws a `SyntaxError` where the
 * program is not well-formed.
 */
export function compile(code: string): string {
  const options = { transforms: ['typescript' as const, 'imports' as const], production: true, disableESTransforms: true };
  return `export default async (require, exports, console) => {${transform(code, options).code}\n};`;
}

/** The line of a program, if an error tells it: in its stack, for a program at `address`; or as `(3:14)` in the message of a compiler. */
export function lineOf({ message, stack = '' }: Error, address: string | undefined): string | undefined {
  const [, after] = address === undefined ? [] : stack.split(`${address}:`, 2);
  return after === undefined ? /\((\d+):\d+\)/.exec(message)?.[1] : /^\d+/.exec(after)?.[0];
}
