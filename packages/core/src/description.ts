import { nameOf } from './chain.js';
import { check, show } from './errors.js';
import type { Description } from './types.js';

/*
 * Descriptions as JSON. What was made by a call becomes { "name": "dense", "args": [64] }, a value such as relu becomes
 * { "name": "relu" }. What stands in two places, as a layer with `tied`, becomes { "same": n } the second time, n being the
 * position of its first description in the order in which they are written. A record with one of these keys of its own stands
 * in { "record": … }.
 */

/** What says how it was made: a layer, a loss, a schedule, a corruption, an optimizer, a model. */
export interface Described {
  readonly description?: Description;
}

/** What one level of the JSON can be. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The description of a call `name(...args)`; options that were not given, or are empty, are left out. */
export function describe(name: string, ...args: readonly unknown[]): Description {
  const isEmpty = (arg: unknown): boolean =>
    arg === undefined || (typeof arg === 'object' && arg !== null && Object.keys(arg).length === 0);
  const last = args.findLastIndex((arg) => !isEmpty(arg));
  return { name, args: args.slice(0, last + 1) };
}

/** A function, such as a loss or a schedule, with a description: of a value by its name, or of the call that made it. */
export const described = <F extends Function>(f: F, description: Description): F & { readonly description: Description } =>
  Object.assign(f, { description });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** Functions that say nothing of themselves are arguments like others, which JSON cannot hold. */
const isPart = (value: unknown): value is Described =>
  typeof value === 'function' ? 'description' in value : isObject(value) && 'init' in value;
const isMade = (value: unknown): boolean => typeof value === 'function' || (isObject(value) && ('init' in value || 'forward' in value));
/** The keys that say what an object is. */
const KEYS = ['name', 'same', 'record'] as const;
const hasKey = (value: object): boolean => KEYS.some((key) => Object.hasOwn(value, key));
const mapValues = <A, B>(object: object, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value as A)]));

/** A function that writes parts, remembering what it has written; errors begin with `call`. Throws for what has no description. */
export function describer(call: string): (part: Described) => Json {
  const seen = new Map<Described, number>();
  const write = (value: unknown, by: string): Json => {
    if (isPart(value)) return writePart(value);
    if (Array.isArray(value)) return value.map((item) => write(item, by));
    if (isObject(value)) {
      const given = Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
      const written = mapValues(given, (item) => write(item, by));
      return hasKey(written) ? { record: written } : written;
    }
    const isJson = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    check(isJson, () => `${call}: an argument of ${by} is ${show(value)}, which JSON cannot hold`);
    return value as Json;
  };
  const writePart = (part: Described): Json => {
    const same = seen.get(part);
    if (same !== undefined) return { same };
    const { description } = part;
    check(
      description !== undefined,
      () => `${call}: ${nameOf(part)} has no description, so that nobody could build it again; give it { name, args }`,
    );
    const { name, args } = description;
    if (!args) return { name };
    seen.set(part, seen.size);
    return { name, args: args.map((arg) => write(arg, name)) };
  };
  return writePart;
}

/** How a reviver speaks of what it makes. */
export interface Words {
  /** What errors begin with. */
  readonly call: string;
  /** What is made: a layer, a part. */
  readonly thing: string;
  /** What to do where nothing has a name. */
  readonly hint: (name: string) => string;
}

/** A function that makes parts from what a describer wrote, looking names up in `types`. */
export function reviver(types: Readonly<Record<string, unknown>>, { call, thing, hint }: Words): (json: Json | undefined) => any {
  const made: unknown[] = [];
  const read = (json: Json): unknown => {
    if (Array.isArray(json)) return json.map(read);
    if (!isObject(json)) return json;
    if (Object.hasOwn(json, 'record')) return mapValues(Object((json as { record?: unknown }).record), read);
    return hasKey(json) ? revive(json as Json) : mapValues(json, read);
  };
  const revive = (json: Json | undefined): unknown => {
    const { name, args, same } = Object(json) as { name?: string; args?: readonly Json[]; same?: number };
    if (same !== undefined) {
      check(made[same] !== undefined, () => `${call}: the description refers to ${thing} ${same}, which it has not described`);
      return made[same];
    }
    check(
      typeof name === 'string',
      () => `${call}: the description has ${JSON.stringify(json)} where a ${thing} should be; the file is damaged`,
    );
    check(Object.hasOwn(types, name), () => `${call}: there is no ${thing} "${name}" here; ${hint(name)}`);
    const type = types[name] as Described & Function;
    if (!Array.isArray(args)) {
      check(
        isMade(type) && type.description?.name === name,
        () => `${call}: "${name}" is described without arguments, but what has that name here is no ${thing}`,
      );
      return type;
    }
    check(typeof type === 'function' && !type.description, () => `${call}: "${name}" is described with arguments, but takes none`);
    const place = made.push(undefined) - 1;
    const part: unknown = type(...args.map(read));
    check(isMade(part), () => `${call}: what has the name "${name}" here makes no ${thing}`);
    return (made[place] = part);
  };
  return revive;
}
