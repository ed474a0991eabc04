import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import type { TableEncoderJson } from '@autoencoders/tables';
import type { DriftColumn } from './drift/drift-reference.js';
import type { SeriesOptions } from './series/options.js';
import type { Scaling } from './scaling.js';
import type { AlarmRule } from './series/alarm-rule.js';
import type { SeriesDetectorParts } from './series/series-detector.js';
import { isThreshold } from './threshold/is-threshold.js';
import type { Threshold } from './threshold/threshold.js';
import type { ScorerState } from './types.js';

/** The key of the metadata under which the config of the detector stands. */
export const KEY = 'detector';
/** The version of the format that is written. */
export const VERSION = 1;
/** What the names of the scorer's arrays begin with, and the names of the reference examples and of their scores. */
export const SCORER = 'scorer.';
export const REFERENCE = 'reference';
export const SCORES = 'referenceScores';

/** What a detector looks at: examples, such as rows of a table, or a series. */
export type DetectorKind = 'examples' | 'series';

/** What the files of both kinds of detectors have as JSON. */
export interface Common {
  readonly version: number;
  readonly scorer: Pick<ScorerState, 'kind' | 'config'>;
  readonly shape: Shape;
  readonly calibration: readonly number[];
  readonly threshold: Threshold;
  readonly notes: readonly string[];
}

/** What the file of a detector of examples has as JSON. */
export interface ExamplesJson extends Common {
  readonly kind: 'examples';
  readonly scaling?: Scaling | undefined;
  readonly encoder?: TableEncoderJson | undefined;
  /** The columns of the reference examples. */
  readonly columns: readonly DriftColumn[];
}

/** What the file of a series detector has as JSON. */
export interface SeriesJson extends Common, Pick<SeriesDetectorParts, 'window' | 'effectiveSize' | 'columns'> {
  readonly kind: 'series';
  readonly options: SeriesOptions;
  readonly rule: AlarmRule;
}

/** What a file of a kind has as JSON. */
export type DetectorJson<K extends DetectorKind = DetectorKind> = { readonly examples: ExamplesJson; readonly series: SeriesJson }[K];

type Fits = (value: unknown) => boolean;
type Parts<T> = Readonly<Record<Exclude<keyof T, 'version' | 'kind'>, Fits>>;

const isText: Fits = (value) => typeof value === 'string';
const isRecord: Fits = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole: Fits = (value) => Number.isInteger(value) && (value as number) > 0;
const listOf =
  (fits: Fits): Fits =>
  (value) =>
    Array.isArray(value) && value.every(fits);
const optional =
  (fits: Fits): Fits =>
  (value) =>
    value === undefined || fits(value);
const isSorted: Fits = (value) =>
  listOf(Number.isFinite)(value) && (value as number[]).every((each, i, all) => i === 0 || each >= all[i - 1]!);
const isWindow: Fits = (value) => {
  const { length, period, why } = Object(value) as SeriesJson['window'];
  return isWhole(length) && optional(isWhole)(period) && isText(why);
};
const isColumn: Fits = (value) => {
  const { name, kind, levels } = Object(value) as DriftColumn;
  return isText(name) && (kind === 'number' || kind === 'category') && optional(listOf(isText))(levels);
};

const common: Parts<Common> = {
  scorer: (value) => isText((Object(value) as Common['scorer']).kind),
  shape: listOf(isWhole),
  calibration: (value) => isSorted(value) && (value as number[]).length > 0,
  threshold: isThreshold,
  notes: listOf(isText),
};

const parts: { readonly examples: Parts<ExamplesJson>; readonly series: Parts<SeriesJson> } = {
  examples: {
    ...common,
    scaling: optional(isRecord),
    encoder: optional(isRecord),
    columns: listOf(isColumn),
  },
  series: {
    ...common,
    options: isRecord,
    window: isWindow,
    columns: optional(listOf(isText)),
    rule: isRecord,
    effectiveSize: (value) => Number.isFinite(value) && (value as number) >= 1,
  },
};

/** A JSON object. Throws for text that is none. */
export function parsedJson(call: string, text: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${call}: the config of the detector is not JSON; the file is damaged`, { cause });
  }
  check(isRecord(json), `${call}: the config of the detector is no JSON object; the file is damaged`);
  return json as Readonly<Record<string, unknown>>;
}

/** The config of a detector of a kind. Throws unless it has all parts, and they fit each other. */
export function checkedJson<K extends DetectorKind>(call: string, kind: K, given: Readonly<Record<string, unknown>>): DetectorJson<K> {
  const { version } = given;
  check(version === VERSION, () => `${call}: the file is of version ${String(version)}, this reads version ${VERSION}`);
  const wrong = Object.entries<Fits>(parts[kind]).find(([name, fits]) => !fits(Object.hasOwn(given, name) ? given[name] : undefined));
  check(wrong === undefined, () => `${call}: ${wrong![0]} of the detector is not as it should be; the file is damaged`);
  return given as unknown as DetectorJson<K>;
}
