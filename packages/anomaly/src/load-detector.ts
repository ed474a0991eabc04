import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { parseMetadata, parseSafetensors, show, sizeOf } from '@autoencoders/core/internal';
import type { Safetensors } from '@autoencoders/core/internal';
import { tableEncoder } from '@autoencoders/tables';
import { detectorOf } from './detector.js';
import type { Detector } from './detector.js';
import { checkedJson, KEY, parsedJson, REFERENCE, SCORER, SCORES } from './detector-json.js';
import type { DetectorJson, DetectorKind, ExamplesJson, SeriesJson } from './detector-json.js';
import { driftColumns } from './drift/drift-rows.js';
import type { DriftReference } from './drift/drift-reference.js';
import { openScorer } from './methods/open-scorer.js';
import { checkScaling, columnsOf } from './scaling.js';
import { checkRule } from './series/alarm-rule.js';
import { resolve, SERIES_OPTIONS } from './series/options.js';
import { seriesDetectorOf } from './series/series-detector.js';
import type { SeriesDetector } from './series/series-detector.js';
import type { Scorer, ScorerState } from './types.js';

/**
 * Which kind of detector a file holds: what `loadDetector` or what `loadSeriesDetector` opens. Undefined where it holds none.
 *
 * @param bytes The content of the file.
 */
export function readDetectorKind(bytes: Uint8Array): DetectorKind | undefined {
  const text = parseMetadata(bytes)[KEY];
  return text === undefined ? undefined : kindOf('readDetectorKind', text);
}

/** The kind that the config of a detector names. */
function kindOf(call: string, text: string): DetectorKind {
  const { kind } = parsedJson(call, text);
  check(kind === 'examples' || kind === 'series', () => `${call}: there is no kind of detector ${show(kind)}; the file is damaged`);
  return kind;
}

/**
 * Opens a detector that `fitDetector` made and `saveDetector` wrote. Throws when the file is damaged, and when it holds something else.
 *
 * @param bytes The content of the file.
 */
export async function loadDetector(bytes: Uint8Array): Promise<Detector> {
  const file = parseSafetensors(bytes);
  const json = jsonIn('loadDetector', 'examples', file);
  const { scaling, encoder: encoderJson, calibration, threshold, notes } = json;
  const encoder = encoderJson && tableEncoder(encoderJson);
  if (scaling) checkScaling('loadDetector', scaling, columnsOf(json.shape));
  check(
    !encoder || encoder.width === sizeOf(json.shape),
    'loadDetector: the encoder does not fit the shape of an example; the file is damaged',
  );
  const reference = referenceIn(file, json, encoder ? driftColumns(encoder).length : sizeOf(json.shape));
  return detectorOf({
    scorer: await scorerIn('loadDetector', file, json),
    scaling,
    encoder,
    calibration: Float64Array.from(calibration),
    reference,
    threshold,
    notes,
    metadata: metadataIn(file),
  });
}

/**
 * Opens a detector that `fitSeriesDetector` made and `saveDetector` wrote. Throws when the file is damaged, and when it holds something else.
 *
 * @param bytes The content of the file.
 */
export async function loadSeriesDetector(bytes: Uint8Array): Promise<SeriesDetector> {
  const file = parseSafetensors(bytes);
  const json = jsonIn('loadSeriesDetector', 'series', file);
  const { options, window, columns, rule, effectiveSize, calibration, threshold, notes } = json;
  const parts = { options, window, columns, rule, effectiveSize, threshold, notes, calibration: Float64Array.from(calibration) };
  checkRule('loadSeriesDetector', rule);
  const scorer = await scorerIn('loadSeriesDetector', file, json);
  try {
    checkSeries('loadSeriesDetector', scorer, json);
    return seriesDetectorOf({ ...parts, scorer, metadata: metadataIn(file) });
  } catch (error) {
    scorer.dispose();
    throw error;
  }
}

/** Throws unless the options and the names of a series detector fit its scorer. */
function checkSeries(call: string, scorer: Scorer, { options, window, columns, effectiveSize, calibration }: SeriesJson): void {
  checkOptions(call, options, SERIES_OPTIONS);
  const { length, columns: count } = resolve(call, scorer, options);
  checkInteger(call, 'window.length', window.length, length, length);
  check(
    (columns === undefined || columns.length === count) && effectiveSize <= calibration.length,
    `${call}: the columns or the held-out scores of the detector do not fit; the file is damaged`,
  );
}

/** How to open the file of each kind. */
const LOADERS: Readonly<Record<DetectorKind, string>> = { examples: 'loadDetector', series: 'loadSeriesDetector' };

/** The config in a file. Throws for a detector of the other kind, and for a file that is damaged. */
function jsonIn<K extends DetectorKind>(call: string, kind: K, { metadata }: Safetensors): DetectorJson<K> {
  const text = metadata[KEY];
  check(text !== undefined, `${call}: the file holds no detector; was it written by saveDetector?`);
  const found = kindOf(call, text);
  check(found === kind, () => `${call}: the file holds a detector of ${found}; open it with ${LOADERS[found]}`);
  return checkedJson(call, kind, parsedJson(call, text));
}

/** The strings that were saved with a detector. */
const metadataIn = ({ metadata }: Safetensors): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== KEY));

async function scorerIn(call: string, { tensors }: Safetensors, { scorer: own, shape }: DetectorJson): Promise<Scorer> {
  const arrays = Object.entries(tensors).filter(([name]) => name.startsWith(SCORER));
  const named = Object.fromEntries(arrays.map(([name, array]) => [name.slice(SCORER.length), array])) as ScorerState['arrays'];
  const scorer = await openScorer({ ...own, arrays: named });
  if (String(scorer.shape) === String(shape)) return scorer;
  scorer.dispose();
  check(false, `${call}: the scorer is for examples of another shape than the detector; the file is damaged`);
}

/** The reference examples, of so many columns. */
function referenceIn({ tensors }: Safetensors, { columns }: ExamplesJson, count: number): DriftReference {
  const [reference, scores] = [tensors[REFERENCE], tensors[SCORES]];
  const [rows = 0, width] = reference?.shape ?? [];
  const fits =
    columns.length === count &&
    reference?.values instanceof Float32Array &&
    reference.shape.length === 2 &&
    width === count &&
    rows > 0 &&
    reference.values.every((value) => Math.abs(value) !== Infinity) &&
    (scores === undefined ||
      (scores.values instanceof Float32Array && String(scores.shape) === String([rows]) && scores.values.every(Number.isFinite)));
  check(fits, 'loadDetector: the reference examples do not fit the detector; the file is damaged');
  return { columns, values: reference!.values as Float32Array, scores: scores?.values as Float32Array | undefined };
}
