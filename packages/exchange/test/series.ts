import {
  centerWindows,
  codeNeighbours,
  combine,
  fitSeriesDetector,
  isolationForest,
  nearestNeighbours,
  pca,
  reconstruction,
  variational,
} from '@autoencoders/anomaly';
import type { Method, SeriesDetector } from '@autoencoders/anomaly';
import type { Series } from '@autoencoders/datasets';
import { numbers } from './numbers.js';
import { uniforms } from './raw-tables.js';

const small = { hidden: [8, 3, 8], steps: 20 };

/** Methods for windows. */
export const seriesMethods: Readonly<Record<string, () => Method>> = {
  'the default: a net, without the level': () => centerWindows(reconstruction({ ...small, whiten: false })),
  reconstruction: () => reconstruction(small),
  pca: () => pca(),
  'nearest neighbours': () => nearestNeighbours({ k: 2 }),
  'isolation forest': () => isolationForest({ trees: 10, sampleSize: 32 }),
  'neighbours of codes': () => codeNeighbours(small),
  'a sum': () => combine(pca(), variational({ hidden: [8], codeSize: 2, steps: 20 })),
};

interface Wanted {
  readonly steps: number;
  readonly columns: number;
  readonly seed: number;
  /** Whether some values are missing, some steps are long, and some steps are odd. Default: not. */
  readonly holes?: boolean;
  readonly gaps?: boolean | undefined;
  readonly odd?: boolean;
}

/** Waves with noise. */
export function seriesOf({ steps, columns, seed, holes = false, gaps = false, odd = false }: Wanted): Series {
  const noise = numbers(steps * columns, seed);
  const next = uniforms(seed);
  const values = Float64Array.from(noise, (x, i) => 2 + (i % columns) + Math.sin(i / columns / 3) + x / 5);
  for (let step = 0; step < steps; step++) {
    if (odd && next() < 0.05) values[step * columns]! += 3;
    if (holes && next() < 0.05) values[step * columns + Math.floor(next() * columns)] = NaN;
    if (holes && next() < 0.03) values.fill(NaN, step * columns, (step + 1) * columns);
  }
  let time = 1e9;
  const times = Float64Array.from({ length: steps }, () => (time += next() < 0.02 ? 600 : 60));
  return { values, channels: columns, ...(gaps && { times }) };
}

/** A detector of each method, for series of two columns with times. Half of them mask missing values, and take medians of steps. */
export async function fittedSeriesDetectors(): Promise<Readonly<Record<string, SeriesDetector>>> {
  const detectors: Record<string, SeriesDetector> = {};
  for (const [i, name] of Object.keys(seriesMethods).entries())
    detectors[name] = await fitSeriesDetector(seriesOf({ steps: 200, columns: 2, seed: 1, gaps: true }), {
      method: seriesMethods[name]!(),
      window: 5,
      alarmRate: 0.1,
      columns: ['load', 'heat'],
      rule: { minLength: 2 },
      ...(i % 2 === 1 && { missing: 'mask', per: 'step', combine: 'median' }),
    });
  return detectors;
}
