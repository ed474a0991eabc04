import { check } from '@autoencoders/core/operations';
import { toSafetensors } from '@autoencoders/core/internal';
import type { StoredTensor } from '@autoencoders/core/internal';
import type { Detector } from './detector.js';
import { KEY, REFERENCE, SCORER, SCORES, VERSION } from './detector-json.js';
import type { Common, ExamplesJson, SeriesJson } from './detector-json.js';
import type { SeriesDetector } from './series/series-detector.js';

/** Options of `saveDetector`. */
export interface SaveDetectorOptions {
  /** Strings to keep with the detector, besides those in `detector.metadata`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * A detector of either kind as one safetensors file: scorer, preprocessing, held-out scores, threshold, and metadata. It gives the same scores to
 * the last bit when `loadDetector` or `loadSeriesDetector` opens it on the same backend. docs/file-format.md is the specification.
 */
export async function saveDetector(detector: Detector | SeriesDetector, { metadata = {} }: SaveDetectorOptions = {}): Promise<Uint8Array> {
  const kept = { ...detector.metadata, ...metadata };
  check(!Object.hasOwn(kept, KEY), `saveDetector: metadata.${KEY} is where the config goes; choose another name`);
  const { kind, config, arrays } = await detector.scorer.state();
  const { shape } = detector.scorer;
  const { calibration, threshold, notes } = detector;
  const common: Common = { version: VERSION, scorer: { kind, config }, shape, calibration: [...calibration], threshold, notes };
  const { json, tensors } = detector.kind === 'series' ? seriesContent(detector) : examplesContent(detector);
  return toSafetensors({
    tensors: { ...Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`${SCORER}${name}`, array])), ...tensors },
    metadata: { ...kept, [KEY]: JSON.stringify({ ...common, ...json }) },
  });
}

/** What a file has besides what both kinds have. */
interface Content<T> {
  readonly json: Omit<T, keyof Common>;
  readonly tensors: Readonly<Record<string, StoredTensor>>;
}

const seriesContent = ({ kind, options, window, columns, rule, effectiveSize }: SeriesDetector): Content<SeriesJson> => ({
  json: { kind, options, window, columns, rule, effectiveSize },
  tensors: {},
});

function examplesContent({ kind, scaling, encoder, reference: { columns, values, scores } }: Detector): Content<ExamplesJson> {
  const rows = values.length / columns.length;
  return {
    json: {
      kind,
      scaling,
      encoder: encoder?.toJSON(),
      columns,
    },
    tensors: {
      [REFERENCE]: { shape: [rows, columns.length], values },
      ...(scores && { [SCORES]: { shape: [rows], values: scores } }),
    },
  };
}
