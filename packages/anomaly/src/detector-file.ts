import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { parseSafetensors, sizeOf, toSafetensors } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import { tableEncoder } from '@autoencoders/tables';
import type { TableEncoderJson } from '@autoencoders/tables';
import { detectorOf } from './detector.js';
import type { Detector } from './detector.js';
import { openScorer } from './methods/open-scorer.js';
import type { DriftColumn } from './drift/drift-reference.js';
import type { Threshold } from './threshold/threshold.js';
import type { ScorerState } from './types.js';

/** The key of the metadata under which the config of the detector stands. */
const KEY = 'detector';
/** The version of the format that is written. */
const VERSION = 1;
/** Where the arrays of the scorer are, and the reference examples. */
const [SCORER, REFERENCE, SCORES] = ['scorer.', 'reference', 'referenceScores'];

/** What a detector's file has as JSON. */
interface DetectorJson {
  readonly version: number;
  readonly scorer: Pick<ScorerState, 'kind' | 'config'>;
  readonly shape: Shape;
  readonly scaling?: { readonly mean: readonly number[]; readonly deviation: readonly number[] } | undefined;
  readonly encoder?: TableEncoderJson | undefined;
  readonly calibration: readonly number[];
  readonly threshold: Threshold;
  /** The columns of the reference examples. */
  readonly columns: readonly DriftColumn[];
  readonly notes: readonly string[];
}

/** Options of `saveDetector`. */
export interface SaveDetectorOptions {
  /** Strings to keep with the detector. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * A detector as one safetensors file: scorer, preprocessing, held-out scores, threshold, and examples to compare later ones with. It gives
 * the same scores to the last bit when it is opened again on the same backend. docs/file-format.md is the specification.
 */
export async function saveDetector(detector: Detector, { metadata = {} }: SaveDetectorOptions = {}): Promise<Uint8Array> {
  check(!Object.hasOwn(metadata, KEY), `saveDetector: metadata.${KEY} is where the config goes; choose another name`);
  const { shape, scaling, encoder, calibration, threshold, notes, reference } = detector;
  const { kind, config, arrays } = await detector.scorer.state();
  const json: DetectorJson = {
    version: VERSION,
    scorer: { kind, config },
    shape,
    scaling: scaling && { mean: [...scaling.mean], deviation: [...scaling.deviation] },
    encoder: encoder?.toJSON(),
    calibration: [...calibration],
    threshold,
    columns: reference.columns,
    notes,
  };
  const { columns, values, scores } = reference;
  const rows = values.length / columns.length;
  const tensors = {
    ...Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${SCORER}${name}`, array])),
    [REFERENCE]: { shape: [rows, columns.length], values },
    ...(scores && { [SCORES]: { shape: [rows], values: scores } }),
  };
  return toSafetensors({ tensors, metadata: { ...metadata, [KEY]: JSON.stringify(json) } });
}

/** Opens a detector that `saveDetector` wrote. Throws when the file is damaged, and when it holds something else. */
export async function loadDetector(bytes: Uint8Array): Promise<Detector> {
  const { tensors, metadata } = parseSafetensors(bytes);
  const json = checkedJson(metadata[KEY]);
  const arrays = Object.entries(tensors).filter(([name]) => name.startsWith(SCORER));
  const named = Object.fromEntries(arrays.map(([name, array]) => [name.slice(SCORER.length), array])) as ScorerState['arrays'];
  const { scaling, encoder, calibration, threshold, columns, notes } = json;
  const reference = tensors[REFERENCE];
  check(reference !== undefined, 'loadDetector: the file has no reference examples; it is damaged');
  const scorer = await openScorer({ ...json.scorer, arrays: named });
  return detectorOf({
    scorer,
    scaling: scaling && { mean: Float64Array.from(scaling.mean), deviation: Float64Array.from(scaling.deviation) },
    encoder: encoder && tableEncoder(encoder),
    calibration: Float64Array.from(calibration),
    reference: { columns, values: reference.values as Float32Array, scores: tensors[SCORES]?.values as Float32Array | undefined },
    threshold,
    notes,
  });
}

function checkedJson(text: string | undefined): DetectorJson {
  check(text !== undefined, 'loadDetector: the file holds no detector; was it written by saveDetector?');
  let json: DetectorJson;
  try {
    json = JSON.parse(text) as DetectorJson;
  } catch (cause) {
    throw new InputError('loadDetector: the config of the detector is not JSON; the file is damaged', { cause });
  }
  const numbers = (value: unknown): boolean => Array.isArray(value) && value.every((each) => Number.isFinite(each));
  const { version, shape, scaling, calibration, threshold, scorer, columns, notes } = Object(json) as DetectorJson;
  check(version === VERSION, () => `loadDetector: the file is of version ${String(version)}, this reads version ${VERSION}`);
  const whole =
    Array.isArray(shape) &&
    shape.every((size) => Number.isInteger(size) && size > 0) &&
    numbers(calibration) &&
    Number.isFinite(threshold?.value) &&
    typeof scorer?.kind === 'string' &&
    Array.isArray(notes) &&
    Array.isArray(columns) &&
    (scaling === undefined || [scaling.mean, scaling.deviation].every((each) => numbers(each) && each.length === sizeOf(shape)));
  check(whole, 'loadDetector: the config of the detector lacks a part; the file is damaged');
  return json;
}
