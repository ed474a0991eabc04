import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { pca } from '@autoencoders/models';
import type { Scene } from './definition.js';
import { examples, readValues } from './examples.js';

/** Codes as points of a plane, and back. */
export interface CodePlane {
  /** x and y of each test example, one after the other. */
  readonly points: Float32Array;
  /** The code at a place of the plane, `[1, latents]`. The caller disposes of it. */
  readonly codeAt: (x: number, y: number) => Tensor2D;
  /** What the two directions are, in a sentence. */
  readonly note: string;
}

/** Points of the plane, at most. */
const POINTS = 800;

/** The codes of test examples: two latents as they are, more latents along their first two principal components. */
export async function codePlane({ model, data }: Pick<Scene, 'model' | 'data'>): Promise<CodePlane> {
  const codes: Tensor2D = tidy(() => model.encode(examples(data.test, model, 0, POINTS)));
  try {
    if (model.codeSize === 1) return line(readValues(() => codes));
    return model.codeSize === 2 ? bothLatents(readValues(() => codes)) : await principalPlane(codes);
  } finally {
    codes.dispose();
  }
}

const line = (codes: Float32Array): CodePlane => ({
  points: Float32Array.from({ length: 2 * codes.length }, (_, i) => (i % 2 === 0 ? codes[i / 2]! : spread(i))),
  codeAt: (x) => tensor2d([x], [1, 1]),
  note: 'One latent, from left to right. The height of a dot has no meaning.',
});

const bothLatents = (codes: Float32Array): CodePlane => ({
  points: codes,
  codeAt: (x, y) => tensor2d([x, y], [1, 2]),
  note: 'The two latents of the code.',
});

async function principalPlane(codes: Tensor2D): Promise<CodePlane> {
  const latents = codes.shape[1];
  using found = await pca(codes, 2);
  const [points, mean, components] = [() => found.encode(codes), () => found.mean.clone(), () => found.components.clone()].map(readValues);
  const share = found.explainedVarianceRatio.reduce((a, b) => a + b, 0);
  return {
    points: points!,
    codeAt: (x, y) =>
      tensor2d(
        mean!.map((value, i) => value + x * components![i]! + y * components![latents + i]!),
        [1, latents],
      ),
    note: `${latents} latents, seen along their first two principal components: ${(100 * share).toFixed(0)} % of their variance.`,
  };
}

/** Numbers that look random: points on a line do not hide each other. */
const spread = (i: number): number => ((i * 0.618034) % 1) - 0.5;
