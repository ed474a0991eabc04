import { InputError } from '@autoencoders/core';
import { showUntrusted } from '@autoencoders/core/internal';

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of an object's own, never of its prototype. */
export const own = (object: Json, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

/** Lists and objects deeper than this are refused, before something that calls itself runs out of stack. */
const DEEPEST = 100;

/** Throws where lists and objects stand deeper in each other than Keras writes them. */
export function shallow(what: string, value: unknown): void {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new InputError(`${what} is nested deeper than ${DEEPEST}; the file is damaged`);
    level = level.filter((one) => typeof one === 'object' && one !== null).flatMap((one) => Object.values(one as object));
  }
}

/** The parsed text. Throws what is wrong, after `what`. */
export function parsed(what: string, text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${what} is not JSON; the file is damaged`, { cause });
  }
  shallow(what, value);
  return object(what, value);
}

export function object(what: string, value: unknown): Json {
  if (!isObject(value)) throw new InputError(`${what} must be an object, not ${showUntrusted(value)}`);
  return value;
}

export function list(what: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new InputError(`${what} must be a list, not ${showUntrusted(value)}`);
  return value;
}

export function text(what: string, value: unknown): string {
  if (typeof value !== 'string') throw new InputError(`${what} must be a text, not ${showUntrusted(value)}`);
  return value;
}

/** The largest number that a file may name as a size. */
const MOST = 2 ** 31 - 1;

/** A whole number from `least`. */
export function whole(what: string, value: unknown, least: number = 1): number {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > MOST)
    throw new InputError(`${what} must be a whole number from ${least}, not ${showUntrusted(value)}`);
  return value as number;
}

export function finite(what: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new InputError(`${what} must be a number, not ${showUntrusted(value)}`);
  return value;
}
