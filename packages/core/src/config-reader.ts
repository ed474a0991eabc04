import { hasKey, isObject } from './config.js';
import type { HasConfig, Json } from './config.js';
import { InputError, check, show } from './errors.js';
import { showUntrusted } from './show-untrusted.js';
import { printable } from './printable.js';
import { mapRecord } from './tree.js';

/** Options of `configReader`. */
export interface ConfigReaderOptions {
  /** The beginning of error messages. */
  readonly call: string;
  /** What the reader makes, for error messages: a layer, a part. */
  readonly thing: string;
  /** What an error message advises for an unknown name. */
  readonly hint: (name: string) => string;
  /** What may stand at the top of a config, but not within another part: models, by name. */
  readonly models?: Parts;
}

type Parts = Readonly<Record<string, unknown>>;

/** How deep the parts and lists of a config may be nested. */
const DEEPEST = 100;
/** How many parts a config may have, counting a part each time that it is used. */
const MOST = 10_000;

/** The keys that lead to a place in a config. The part at the top has none. */
type Place = readonly string[];
const showPlace = (place: Place): string => printable(place.join('').replace(/^\./, ''));

/** What a reader has read so far. */
interface Reading extends Required<ConfigReaderOptions> {
  readonly types: Parts;
  /** The parts that were made, in the order of the JSON, and how many parts each of them has. */
  readonly made: (unknown | undefined)[];
  readonly sizes: number[];
  /** How many parts there are in all. */
  parts: number;
}

const isMade = (value: unknown): boolean => typeof value === 'function' || (isObject(value) && ('init' in value || 'forward' in value));
const isModel = (value: unknown): value is { readonly dispose?: () => void } => isObject(value) && 'forward' in value;

/**
 * A function that makes parts from the JSON of a config writer. It looks up names in `types`. It throws for a config that is nested too
 * deep, has too many parts, or asks a part for what it refuses; errors of inner parts then name their place.
 */
export function configReader(types: Parts, options: ConfigReaderOptions): (json: Json | undefined) => any {
  const reading: Reading = { models: {}, ...options, types, made: [], sizes: [], parts: 0 };
  const all = { ...types, ...options.models };
  return (json) => {
    const { made, parts } = reading;
    const { length } = made;
    try {
      return partOf(reading, all, json, []);
    } catch (error) {
      // The same config, read again, counts its parts from the same number.
      made.length = length;
      reading.parts = parts;
      throw error;
    }
  };
}

/** The part that a config describes. It looks up its name in `known`. */
function partOf(reading: Reading, known: Parts, json: Json | undefined, place: Place): unknown {
  const { call, thing, hint, made, sizes } = reading;
  const { name, args, same } = Object(json) as { name?: unknown; args?: unknown; same?: unknown };
  if (same !== undefined) return earlierPart(reading, same);
  check(typeof name === 'string', () => `${call}: the config has ${show(json)} where a ${thing} should be; the file is damaged`);
  check(Object.hasOwn(known, name), () => `${call}: there is no ${thing} "${name}" here; ${hint(name)}`);
  const type = known[name] as HasConfig & Function;
  const before = reading.parts;
  count(reading, 1);
  if (!Array.isArray(args)) {
    check(
      isMade(type) && type.config?.name === name,
      () => `${call}: "${name}" has no arguments in the config, but the value of that name is not a ${thing}`,
    );
    return type;
  }
  check(typeof type === 'function' && !type.config, () => `${call}: "${name}" is described with arguments, but takes none`);
  check(args.length <= MOST, () => `${call}: "${name}" has more than ${MOST} arguments in the config`);
  const index = made.push(undefined) - 1;
  const given = args.map((arg: Json, i) => valueOf(reading, arg, [...place, `.args[${i}]`]));
  const part = calling(reading, place, () => type(...given) as unknown);
  check(isMade(part), () => `${call}: "${name}" does not make a ${thing}`);
  sizes[index] = reading.parts - before;
  return (made[index] = part);
}

function earlierPart(reading: Reading, index: unknown): unknown {
  const { call, thing, made, sizes } = reading;
  const earlier = Number.isInteger(index) ? made[index as number] : undefined;
  check(earlier !== undefined, () => `${call}: the config refers to ${thing} ${showUntrusted(index)}, which is not in it`);
  count(reading, sizes[index as number]!);
  return earlier;
}

/** Counts parts. A chain that has another one twice doubles them, so that a few lines could describe more than any memory holds. */
function count(reading: Reading, more: number): void {
  reading.parts += more;
  check(reading.parts <= MOST, () => `${reading.call}: the config has more than ${MOST} parts`);
}

/** An argument of a part: a number, a text, a list, a record, or another part. */
function valueOf(reading: Reading, json: Json, place: Place): unknown {
  check(place.length <= DEEPEST, () => `${reading.call}: the config is nested more than ${DEEPEST} deep`);
  if (Array.isArray(json)) return json.map((item: Json, i) => valueOf(reading, item, [...place, `[${i}]`]));
  if (!isObject(json)) return json;
  const record = (entries: object): Record<string, unknown> =>
    mapRecord<string, Json, unknown>(entries as Record<string, Json>, (item, key) => valueOf(reading, item, [...place, `.${key}`]));
  if (Object.hasOwn(json, 'record')) return record(Object((json as { record?: unknown }).record));
  return hasKey(json) ? innerPart(reading, json as Json, place) : record(json);
}

/** A part of another part. It cannot be a model, since nothing would free its weights. */
function innerPart(reading: Reading, json: Json, place: Place): unknown {
  const { call, thing, models, types } = reading;
  const { name } = json as { readonly name?: unknown };
  const isNamed = typeof name === 'string' && Object.hasOwn(models, name);
  const part = isNamed ? undefined : partOf(reading, types, json, place);
  if (!isNamed && !isModel(part)) return part;
  (part as { readonly dispose?: () => void } | undefined)?.dispose?.();
  throw new InputError(`${call}: the config has a model where a ${thing} should be`);
}

/** What `make` gives. The errors of an inner part begin with its place. */
function calling<T>({ call }: Reading, place: Place, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (place.length === 0 || !(error instanceof InputError)) throw error;
    throw new InputError(`${call}: in ${showPlace(place)} of the config, ${error.message}`, { cause: error });
  }
}
