import type { Method } from '@autoencoders/anomaly';
import { pca } from '@autoencoders/models';
import { tensor2d } from '@tensorflow/tfjs-core';

/** Eigenvalues below this share of the largest are left out, as their inverse is only a rounding error. */
const LEAST = 1e-10;

/**
 * The score of PyOD's `PCA`, behind the published row: Σⱼ ‖x − vⱼ‖ / rⱼ over the eigenvectors vⱼ, which it takes as points, and their shares rⱼ of
 * the variance. Here to compare with; it cannot be saved.
 */
export const pyodPca: Method = {
  kind: 'pyodPca',
  fit: async ({ shape, values }) => {
    const width = shape[0]!;
    const count = values.length / width;
    const data = tensor2d(Float32Array.from(values), [count, width]);
    using found = await pca(data, Math.min(count, width));
    data.dispose();
    const components = await found.components.data();
    const ratios = found.explainedVarianceRatio.filter((ratio) => ratio > LEAST * found.explainedVarianceRatio[0]!);
    const scoreOf = (x: ArrayLike<number>, at: number): number => {
      let [squared, score] = [1, 0];
      for (let i = 0; i < width; i++) squared += x[at + i]! ** 2;
      for (let j = 0; j < ratios.length; j++) {
        let along = 0;
        for (let i = 0; i < width; i++) along += x[at + i]! * components[j * width + i]!;
        score += Math.sqrt(Math.max(0, squared - 2 * along)) / ratios[j]!;
      }
      return score;
    };
    const dispose = (): void => undefined;
    return {
      kind: 'pyodPca',
      shape,
      score: async ({ values: x }) => ({ values: Float64Array.from({ length: x.length / width }, (_, row) => scoreOf(x, row * width)) }),
      state: () => Promise.reject(new Error('pyodPca: it cannot be saved')),
      dispose,
      [Symbol.dispose]: dispose,
    };
  },
};
