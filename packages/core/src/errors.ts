// Here, since all that makes something disposable uses `check`: a bundler leaves out an import that only an index has.
import './disposal-symbols.js';
import { printable } from './printable.js';
import { shareInstances } from './share-instances.js';

/** An argument is wrong. The message names the call and the argument, what it was and what it must be. */
export class InputError extends Error {
  override readonly name: string = 'InputError';
}
shareInstances(InputError, 'InputError');

/** Where the first number of a step that is not finite was: in the data, in the forward pass or a loss, in a gradient, or in the new weights. */
export type FaultOrigin = 'data' | 'loss' | 'gradient' | 'weights';

/** What a `DivergenceError` says besides its message. */
export interface DivergenceDetails {
  /** The step that failed, counted from 1 over the whole run. */
  readonly step: number;
  readonly origin: FaultOrigin;
  /** The loss term that was not finite, or that rose far above the losses before it. */
  readonly term?: string | undefined;
  /** The first layer whose output was not finite, by place and name: `encoder, layer 1, dense(16)`. */
  readonly layer?: string | undefined;
}

/** Training met NaN, infinity or a spike of the loss, and stopped. The model has the last weights that gave a good loss. */
export class DivergenceError extends Error implements DivergenceDetails {
  override readonly name: string = 'DivergenceError';
  readonly step: number;
  readonly origin: FaultOrigin;
  readonly term: string | undefined;
  readonly layer: string | undefined;

  constructor(message: string, { step, origin, term, layer }: DivergenceDetails) {
    super(message);
    this.step = step;
    this.origin = origin;
    this.term = term;
    this.layer = layer;
  }
}
shareInstances(DivergenceError, 'DivergenceError');

/** Throws an {@link InputError} unless `condition` is true. A function as `message` is called only if it throws. */
export function check(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InputError(typeof message === 'string' ? message : message());
}

/**
 * Throws unless `value` is a whole number from `least` to `greatest`.
 *
 * @param call The function that was called, for the message.
 * @param argument The name of the argument, for the message.
 */
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

/**
 * Throws unless `value` is a finite number from `least` to `greatest`.
 *
 * @param call The function that was called, for the message.
 * @param argument The name of the argument, for the message.
 */
export function checkNumber(call: string, argument: string, value: unknown, least: number = -Infinity, greatest: number = Infinity): void {
  const bounds =
    least === -Infinity && greatest === Infinity ? '' : greatest === Infinity ? ` of ${least} or more` : ` from ${least} to ${greatest}`;
  check(
    Number.isFinite(value) && (value as number) >= least && (value as number) <= greatest,
    () => `${call}: ${argument} must be a finite number${bounds}, not ${show(value)}`,
  );
}

/**
 * Throws unless `value` is true or false.
 *
 * @param call The function that was called, for the message.
 * @param argument The name of the argument, for the message.
 */
export function checkBoolean(call: string, argument: string, value: unknown): void {
  check(typeof value === 'boolean', () => `${call}: ${argument} must be true or false, not ${show(value)}`);
}

/**
 * Throws unless `value` is a function.
 *
 * @param call The function that was called, for the message.
 * @param argument The name of the argument, for the message.
 */
export function checkFunction(call: string, argument: string, value: unknown): void {
  check(typeof value === 'function', () => `${call}: ${argument} must be a function, not ${show(value)}`);
}

/**
 * Throws unless `options` is an object with only `known` keys; an unknown option would otherwise be ignored silently.
 * `hints` give advice for likely mistakes, by key.
 *
 * @param call The function that was called, for the message.
 */
export function checkOptions<T extends object>(
  call: string,
  options: T,
  known: Readonly<Record<keyof T, true>>,
  hints: Readonly<Record<string, string>> = {},
): void {
  check(
    typeof options === 'object' && options !== null && !Array.isArray(options),
    () => `${call}: options must be an object, { ${Object.keys(known).slice(0, 3).join(', ')}, … }, not ${show(options)}`,
  );
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(known, key)) continue;
    const hint = Object.hasOwn(hints, key) ? hints[key] : `there are ${Object.keys(known).join(', ')}`;
    throw new InputError(`${call}: there is no option ${show(key)}; ${hint}`);
  }
}

/** How many items of a list an error message shows. */
const ITEMS = 8;

/** A value for an error message: short, with strings in quotes and control characters escaped. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `"${printable(value).replaceAll('"', '\\"')}"`;
  if (Array.isArray(value)) return `[${value.slice(0, ITEMS).map(shown).join(', ')}${value.length > ITEMS ? ', …' : ''}]`;
  if (typeof value === 'function') return value.name ? `the function ${printable(value.name)}` : 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** An item of a list for an error message. The items of a nested list are not shown. */
const shown = (item: unknown): string => (Array.isArray(item) ? 'a list' : show(item));

/** A shape for error messages and summaries: `[28, 28, 1]`. */
export function showShape(shape: readonly number[]): string {
  return show([...shape]);
}
