import { driftReference, loadDetector, saveDetector } from '@autoencoders/anomaly';
import type { Detector, Threshold } from '@autoencoders/anomaly';
import { parseSafetensors, sizeOf } from '@autoencoders/core/internal';
import { InputError } from '@autoencoders/core';
import type { RowSession } from './rows.js';
import type { SeriesParts, SeriesSession } from './series.js';

/** The key of the metadata under which the page keeps what a series needs. */
const SERIES = 'series';

type SeriesJson = Pick<SeriesParts, 'schema' | 'time' | 'options'>;

/** The detector as one file, with the threshold of the page. */
export function saved(session: RowSession | SeriesSession, threshold: Threshold): Promise<Uint8Array> {
  if (session.kind === 'rows') return saveDetector(session.detector.withThreshold(threshold));
  const { options, schema, time } = session;
  const json: SeriesJson = { schema, time, options };
  return saveDetector(windowDetector(session, threshold), { metadata: { [SERIES]: JSON.stringify(json) } });
}

/** The detector of a file: one of rows, or what scores a series. */
export async function opened(bytes: Uint8Array): Promise<{ readonly detector: Detector; readonly series: SeriesParts | undefined }> {
  const detector = await loadDetector(bytes);
  const text = parseSafetensors(bytes).metadata[SERIES];
  if (text === undefined) return { detector, series: undefined };
  try {
    const { options, ...rest } = JSON.parse(text) as SeriesJson;
    const { scorer, calibration } = detector;
    return { detector, series: { ...rest, scorer, calibration, options } };
  } catch (cause) {
    detector.dispose();
    throw new InputError('the file says nothing of the columns of its series; it is damaged', { cause });
  }
}

/** A scorer of windows as a detector, for the file. */
function windowDetector({ scorer, calibration, findings }: SeriesSession, threshold: Threshold): Detector {
  const { shape, dispose } = scorer;
  return {
    kind: 'examples',
    metadata: {},
    shape,
    scorer,
    calibration,
    threshold,
    reference: driftReference({ shape, values: new Float32Array(sizeOf(shape)) }),
    notes: findings.notes,
    score: (examples) => scorer.score(examples),
    detect: refused,
    drift: refused,
    expected: refused,
    withThreshold: (other) => windowDetector({ scorer, calibration, findings } as SeriesSession, other),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

const refused = (): Promise<never> => Promise.reject(new InputError('a detector of windows scores series'));
