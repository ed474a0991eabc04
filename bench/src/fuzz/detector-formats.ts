import { memory } from '@tensorflow/tfjs-core';
import {
  centerWindows,
  codeNeighbours,
  combine,
  fitDetector,
  fitSeriesDetector,
  isolationForest,
  loadDetector,
  loadSeriesDetector,
  nearestNeighbours,
  pca,
  readDetectorKind,
  reconstruction,
  saveDetector,
  thresholdSentence,
  variational,
} from '@autoencoders/anomaly';
import type { Detector, Method, SeriesDetector } from '@autoencoders/anomaly';
import { sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { Series } from '@autoencoders/datasets';
import { encodeTable, fromRecords } from '@autoencoders/tables';
import type { Format } from './formats.js';
import { mutateSafetensors } from './mutate.js';

const wave = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => Math.sin(i * i));
const tiny = { hidden: [3, 2, 3], steps: 3 };

/** Detectors of rows, of a table with words, and of series, by every kind of scorer. */
async function detectors(): Promise<readonly (Detector | SeriesDetector)[]> {
  const rows: ArrayDataset = { shape: [3], values: wave(3 * 24) };
  const { data, encoder } = await encodeTable(
    fromRecords(Array.from({ length: 24 }, (_, i) => ({ size: i % 5, colour: ['red', 'green', 'blue'][i % 3]! }))),
    { stream: false },
  );
  const methods: readonly Method[] = [
    pca({ components: 2 }),
    isolationForest({ trees: 2, sampleSize: 6 }),
    combine(reconstruction({ ...tiny, judge: 'hidden' }), nearestNeighbours({ k: 1, distance: 'squared' })),
    variational({ hidden: [3], codeSize: 2, steps: 3 }),
    codeNeighbours({ ...tiny, k: 2 }),
  ];
  const series: Series = { values: wave(80), channels: 2 };
  return [
    ...(await Promise.all(methods.map((method, i) => fitDetector(rows, { method, folds: 1 + (i % 2) })))),
    await fitDetector(data as ArrayDataset, { encoder, method: reconstruction(tiny), folds: 1 }),
    await fitSeriesDetector(series, {
      method: centerWindows(reconstruction(tiny)),
      window: 4,
      heldOut: 0.4,
      per: 'step',
      columns: ['a', 'b'],
    }),
    await fitSeriesDetector(series, { method: pca(), window: 4, heldOut: 0.4, rule: { vote: { of: 3, atLeast: 2 }, merge: 2 } }),
  ];
}

/** Examples and windows of more numbers than this are not scored. */
const LARGE = 1e4;

/** Opens a detector, looks at something with it, and frees it. Throws when tensors are left. */
async function readDetector(bytes: Uint8Array): Promise<void> {
  const before = memory().numTensors;
  try {
    const series = readDetectorKind(bytes) === 'series';
    using detector = series ? await loadSeriesDetector(bytes) : await loadDetector(bytes);
    thresholdSentence(detector.threshold, { newRows: 10 });
    const { shape } = detector.scorer;
    if (sizeOf(shape) > LARGE) return;
    if (detector.kind === 'series') await useSeries(detector);
    else {
      const { values } = await detector.detect({ shape, values: wave(3 * sizeOf(shape)) }, { contributions: true });
      if (values.length !== 3) throw new Error(`${values.length} scores of 3 examples`);
    }
  } finally {
    const left = memory().numTensors - before;
    // Not an InputError, so that it counts as a crash.
    if (left !== 0) throw new Error(`${left} tensors are left`); // oxlint-disable-line no-unsafe-finally -- the leak is what matters
  }
}

async function useSeries(detector: SeriesDetector): Promise<void> {
  const channels = detector.scorer.shape[1]!;
  const times = Float64Array.from({ length: 20 }, (_, i) => i);
  await detector.detect({ values: wave(20 * channels), channels, times }, { contributions: true });
  const online = detector.online();
  for (let row = 0; row < 6; row++) await online.push(wave(channels), row);
  await online.flush();
}

/** The files of detectors. */
export async function detectorFormats(): Promise<readonly Format[]> {
  const files: Uint8Array[] = [];
  for (const detector of await detectors()) {
    files.push(await saveDetector(detector, { metadata: { note: 'fuzz' } }));
    detector.dispose();
  }
  return [{ name: 'detector', files, mutate: mutateSafetensors, read: readDetector }];
}
