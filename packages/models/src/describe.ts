import { InputError, check, nameOf } from '@autoencoders/core';
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

/** A function that writes layers, remembering what it has written. Throws for a layer without a description. */
export function describer(): (layer: Described) => Json {
  const seen = new Map<Described, number>();
  const write = (value: unknown): Json => {
    if (isLayer(value)) return describe(value);
    if (Array.isArray(value)) return value.map(write);
    return value as Json;
  };
  const describe = (layer: Described): Json => {
    const same = seen.get(layer);
    if (same !== undefined) return { same };
    const { description } = layer;
    check(description !== undefined, () => `save: ${nameOf(layer)} has no description, so that nobody could build it again; give your layer { name, args }`);
    if (description.args) seen.set(layer, seen.size);
    return { name: description.name, ...(description.args && { args: description.args.map(write) }) };
  };
  return describe;
}

/** A function that makes layers from what a describer wrote, looking names up in `types`. */
export function reviver(types: Readonly<Record<string, unknown>>): (json: Json) => any {
  const made: unknown[] = [];
  const read = (json: Json): unknown => {
    if (Array.isArray(json)) return json.map(read);
    if (isObject(json) && ('name' in json || 'same' in json)) return revive(json as Json);
    return json;
  };
  const revive = (json: Json): unknown => {
    const { name, args, same } = json as { name?: string; args?: readonly Json[]; same?: number };
    if (same !== undefined) {
      check(made[same] !== undefined, () => `load: the description refers to layer ${same}, which it has not described`);
      return made[same];
    }
    check(typeof name === 'string' && Object.hasOwn(types, name), () => `load: there is no layer "${name}" here; pass it as load(bytes, { layers: { ${name} } })`);
    if (!args) return types[name];
    const place = made.push(undefined) - 1;
    const make = types[name];
    if (typeof make !== 'function') throw new InputError(`load: "${name}" is described with arguments, but takes none`);
    return (made[place] = make(...args.map(read)));
  };
  return revive;
}
