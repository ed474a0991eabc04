import { check, nameOf, show } from '@autoencoders/core';
import type { Description } from '@autoencoders/core';

/*
 * Descriptions as JSON. A layer made by a call becomes { "name": "dense", "args": [64] }, a value such as relu becomes
 * { "name": "relu" }. A layer that stands in two places, as with `tied`, becomes { "same": n } the second time, n
 * being the position of its first description in the order in which they are written.
 */
interface Described {
  readonly description?: Description;
}

/** What one level of the JSON can be. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isLayer = (value: unknown): value is Described => isObject(value) && 'init' in value && 'apply' in value;
const looksLikeLayer = (value: object): boolean => 'name' in value || 'same' in value;
const mapValues = <A, B>(object: object, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, f(value as A)]));

/** A function that writes layers, remembering what it has written. Throws for a layer without a description. */
export function describer(): (layer: Described) => Json {
  const seen = new Map<Described, number>();
  const write = (value: unknown, call: string): Json => {
    if (isLayer(value)) return describe(value);
    if (Array.isArray(value)) return value.map((item) => write(item, call));
    if (isObject(value)) {
      check(
        !looksLikeLayer(value),
        () => `save: an argument of ${call} has a key "name" or "same", which stand for layers in the file; choose another name`,
      );
      const given = Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
      return mapValues(given, (item) => write(item, call));
    }
    const isJson = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    check(isJson, () => `save: an argument of ${call} is ${show(value)}, which JSON cannot hold`);
    return value as Json;
  };
  const describe = (layer: Described): Json => {
    const same = seen.get(layer);
    if (same !== undefined) return { same };
    const { description } = layer;
    check(
      description !== undefined,
      () => `save: ${nameOf(layer)} has no description, so that nobody could build it again; give your layer { name, args }`,
    );
    const { name, args } = description;
    if (!args) return { name };
    seen.set(layer, seen.size);
    return { name, args: args.map((arg) => write(arg, name)) };
  };
  return describe;
}

/** A function that makes layers from what a describer wrote, looking names up in `types`. */
export function reviver(types: Readonly<Record<string, unknown>>): (json: Json) => any {
  const made: unknown[] = [];
  const read = (json: Json): unknown => {
    if (Array.isArray(json)) return json.map(read);
    if (!isObject(json)) return json;
    return looksLikeLayer(json) ? revive(json as Json) : mapValues(json, read);
  };
  const revive = (json: Json): unknown => {
    const { name, args, same } = Object(json) as { name?: string; args?: readonly Json[]; same?: number };
    if (same !== undefined) {
      check(made[same] !== undefined, () => `load: the description refers to layer ${same}, which it has not described`);
      return made[same];
    }
    check(typeof name === 'string', () => `load: the description has ${JSON.stringify(json)} where a layer should be; the file is damaged`);
    check(Object.hasOwn(types, name), () => `load: there is no layer "${name}" here; pass it as load(bytes, { layers: { ${name} } })`);
    const type = types[name];
    if (!Array.isArray(args)) {
      check(isLayer(type), () => `load: "${name}" is described without arguments, but what has that name here is no layer`);
      return type;
    }
    check(typeof type === 'function', () => `load: "${name}" is described with arguments, but takes none`);
    const place = made.push(undefined) - 1;
    const layer: unknown = type(...args.map(read));
    check(isLayer(layer), () => `load: what has the name "${name}" here makes no layer`);
    return (made[place] = layer);
  };
  return revive;
}
