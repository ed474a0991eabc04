import { nameOf } from './chain.js';
import { check, show } from './errors.js';
import { mapRecord } from './tree.js';
import type { Config } from './types.js';

/*
 * Configs as JSON. The result of a call becomes { "name": "dense", "args": [64] }, and a value such as relu becomes
 * { "name": "relu" }. A layer that is used twice, as with `tied`, becomes { "same": n } the second time; n counts the calls
 * from 0, in the order in which they are written. A record with one of these keys becomes { "record": … }.
 */

/** Anything that has a config: a layer, a loss, a schedule, a corruption, an optimizer, a model. */
export interface HasConfig {
  readonly config?: Config;
}

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The config of the call `name(...args)`. Options that are undefined are left out, and so are empty options. */
export function configOf(name: string, ...args: readonly unknown[]): Config {
  const isEmpty = (arg: unknown): boolean =>
    arg === undefined || (typeof arg === 'object' && arg !== null && Object.keys(arg).length === 0);
  const last = args.findLastIndex((arg) => !isEmpty(arg));
  return { name, args: args.slice(0, last + 1) };
}

/**
 * Adds a config to a function, such as a loss or a schedule.
 *
 * @param f The function. It is not changed.
 */
export const withConfig = <F extends Function>(f: F, config: Config): F & { readonly config: Config } => Object.assign(f, { config });

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** Functions without a config count as arguments, which JSON cannot hold. */
const isPart = (value: unknown): value is HasConfig =>
  typeof value === 'function' ? 'config' in value : isObject(value) && 'init' in value;
/** The keys that tell what an object of the JSON stands for. */
const KEYS = ['name', 'same', 'record'] as const;
export const hasKey = (value: object): boolean => KEYS.some((key) => Object.hasOwn(value, key));

/** A function that writes the configs of parts as JSON. Errors begin with `call`. It throws for a part without a config. */
export function configWriter(call: string): (part: HasConfig) => Json {
  const seen = new Map<HasConfig, number>();
  const write = (value: unknown, by: string): Json => {
    if (isPart(value)) return writePart(value);
    if (Array.isArray(value)) return value.map((item) => write(item, by));
    if (isObject(value)) {
      const given = Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
      const written = mapRecord(given, (item) => write(item, by));
      return hasKey(written) ? { record: written } : written;
    }
    const isJson = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    const hint = typeof value === 'function' ? '; give it a config with withConfig(f, { name, args })' : '';
    check(isJson, () => `${call}: an argument of ${by} is ${show(value)}, which JSON cannot hold${hint}`);
    return value as Json;
  };
  const writePart = (part: HasConfig): Json => {
    const same = seen.get(part);
    if (same !== undefined) return { same };
    const { config } = part;
    check(
      config !== undefined,
      () => `${call}: ${nameOf(part)} has no config, so that nobody could build it again; give it { name, args }`,
    );
    const { name, args } = config;
    if (!args) return { name };
    seen.set(part, seen.size);
    return { name, args: args.map((arg) => write(arg, name)) };
  };
  return writePart;
}
