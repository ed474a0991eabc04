import type { Call, Input, Source, Use, WasmRecording } from './recording.js';

/** An attribute that is a seed: the place of the seed among those that the run has drawn. */
export interface SeedAttribute {
  readonly call: number;
  readonly name: string;
  readonly seed: number;
}

/** Why two runs differ in more than their seeds, or why the next may. */
export function difference(first: WasmRecording, second: WasmRecording): string | undefined {
  const flaw = first.flaw ?? second.flaw;
  if (flaw !== undefined) return flaw;
  if (first.calls.length !== second.calls.length) return `one step has ${first.calls.length} kernels, the next ${second.calls.length}`;
  for (const [i, call] of first.calls.entries()) {
    const why = differs(call, second.calls[i]!, first, second);
    if (why !== undefined) return why;
  }
  const used = new Set(seedAttributes(first, second).map(({ seed }) => seed));
  if (used.size < first.seeds.length) return 'a seed is drawn that no kernel gets, so that the program may decide by it';
  const sameResults = first.results.every((use, i) => sameUse(use, second.results[i]));
  return first.results.length === second.results.length && sameResults ? undefined : 'the results of two steps come from other kernels';
}

/** The attributes that are seeds. */
export const seedAttributes = (first: WasmRecording, second: WasmRecording): readonly SeedAttribute[] =>
  first.calls.flatMap((call, i) => {
    const [a, b] = [attributesOf(call), attributesOf(second.calls[i]!)];
    return Object.keys(a).flatMap((name) => {
      const seed = placeOfSeed(a[name], b[name], first, second);
      return seed < 0 ? [] : [{ call: i, name, seed }];
    });
  });

const attributesOf = ({ given }: Call): Readonly<Record<string, unknown>> => (given.attrs ?? {}) as Readonly<Record<string, unknown>>;

/** The place of a seed that is `a` in one run and `b` in the other; −1 if there is none. */
const placeOfSeed = (a: unknown, b: unknown, first: WasmRecording, second: WasmRecording): number =>
  first.seeds.findIndex((seed, i) => seed === a && second.seeds[i] === b);

function differs(a: Call, b: Call, first: WasmRecording, second: WasmRecording): string | undefined {
  if (a.name !== b.name) return `one step calls ${a.name} where the next calls ${b.name}`;
  const [given, other] = [attributesOf(a), attributesOf(b)];
  for (const name of new Set([...Object.keys(given), ...Object.keys(other)]))
    if (!same(given[name], other[name]) && placeOfSeed(given[name], other[name], first, second) < 0)
      return `${name} of ${a.name} changes from step to step`;
  if (a.inputs.length !== b.inputs.length || !a.inputs.every((input, i) => sameInput(input, b.inputs[i]!)))
    return `the inputs of ${a.name} change from step to step`;
  return same(a.made, b.made) ? undefined : `what ${a.name} makes changes from step to step`;
}

const sameInput = (a: Input, b: Input): boolean => a.name === b.name && sameUse(a, b);

const sameUse = (a: Use, b: Use | undefined): boolean =>
  b !== undefined && a.dtype === b.dtype && same(a.shape, b.shape) && sameSource(a.source, b.source);

function sameSource(a: Source, b: Source): boolean {
  if (a.kind === 'constant') return b.kind === 'constant' && (a.dataId === b.dataId || same(Array.from(a.values), Array.from(b.values)));
  return same(a, b);
}

/** Whether two values of attributes are the same: numbers to the bit, functions only if they are one. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  return (
    keys.length === others.length && keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
