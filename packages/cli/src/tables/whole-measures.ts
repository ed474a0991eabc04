import { tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { NumberArray } from '@autoencoders/core';
import { cache, take } from '@autoencoders/datasets';
import { featuresOf } from '@autoencoders/variants';
import { linearBaseline } from '../baseline.js';
import { valuesOf } from '../data.js';
import { GIVEN_BACK, GIVEN_BACK_BY_PCA, givenBack } from '../findings/columns.js';
import type { Measures } from '../measures.js';
import { columnMeasures } from './column-measures.js';
import type { ColumnMeasure } from './column-measures.js';
import type { TableRun } from './table-run.js';

/** The most training examples that PCA is fitted to. */
const FITTED = 10_000;

/** How much of the columns is given back in all, by the model and by PCA with as many numbers. */
export async function wholeMeasures(
  { parts, settings, columns: { encoder } }: TableRun,
  measured: readonly ColumnMeasure[],
): Promise<Measures> {
  if (measured.length === 0) return {};
  const own = { [GIVEN_BACK]: givenBack(measured) };
  const { values, shape } = await cache(take(parts.training, Math.min(FITTED, parts.examples)));
  const flat = (some: NumberArray): Tensor => tensor2d(Float32Array.from(some), [some.length / featuresOf(shape), featuresOf(shape)]);
  const [training, test] = [flat(values), flat(parts.test.values)];
  try {
    using baseline = await linearBaseline(training, settings.latent);
    if (!baseline) return own;
    const outputs = valuesOf(() => baseline.reconstruct(test));
    return { ...own, [GIVEN_BACK_BY_PCA]: givenBack(columnMeasures(encoder, parts.test, outputs)) };
  } finally {
    training.dispose();
    test.dispose();
  }
}
