/** An argument that does not fit: the message names the call, the argument, what came and what fits. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}

/** Training met NaN or infinity and stopped; the model holds the last weights that gave a finite loss. */
export class DivergenceError extends Error {
  override readonly name: string = 'DivergenceError';
  /** The step of the whole run that failed, from 1. */
  readonly step: number;
  /** The loss term that was not finite, or `weights` where a last step left such weights. */
  readonly term: string;

  constructor(message: string, { step, term }: { step: number; term: string }) {
    super(message);
    this.step = step;
    this.term = term;
  }
}

/** Throws an {@link InputError} unless `condition` holds; the message is made only when it is needed. */
export function check(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InputError(typeof message === 'string' ? message : message());
}

/** Throws unless `value` is a whole number from `least` to `greatest`. */
export function checkInteger(
  call: string,
  argument: string,
  value: unknown,
  least: number,
  greatest: number = Number.MAX_SAFE_INTEGER,
): void {
  const bounds = greatest === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${greatest}`;
  check(
    Number.isInteger(value) && (value as number) >= least && (value as number) <= greatest,
    () => `${call}: ${argument} must be a whole number ${bounds}, not ${show(value)}`,
  );
}

/** Throws unless `value` is a finite number from `least` to `greatest`. */
export function checkNumber(call: string, argument: string, value: unknown, least: number = -Infinity, greatest: number = Infinity): void {
  const bounds =
    least === -Infinity && greatest === Infinity ? '' : greatest === Infinity ? ` of ${least} or more` : ` from ${least} to ${greatest}`;
  check(
    Number.isFinite(value) && (value as number) >= least && (value as number) <= greatest,
    () => `${call}: ${argument} must be a finite number${bounds}, not ${show(value)}`,
  );
}

/** A value as an error message shows it: short, and telling strings from numbers. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  if (typeof value === 'function') return value.name ? `the function ${value.name}` : 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** A shape as error messages and summaries show it: `[28, 28, 1]`. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
