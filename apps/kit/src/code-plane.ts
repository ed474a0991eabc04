import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Scene } from './definition.js';
import { examples, readValues } from './examples.js';

/** Codes as points of a plane, and back. */
export interface CodePlane {
  /** x and y of each test example, one after the other. */
  readonly points: Float32Array;
  /** The code at a place of the plane, `[1, latents]`. The caller disposes of it. */
  readonly codeAt: (x: number, y: number) => Tensor2D;
  /** The point of a code; its place in the plane that is nearest to the code. */
  readonly pointOf: (code: ArrayLike<number>) => readonly [x: number, y: number];
  /** What the two directions are, in a sentence. */
  readonly note: string;
}

/** Points of the plane, at most. */
const POINTS = 800;

/** The codes of test examples: two latents as they are, more latents along their first two principal components. */
export async function codePlane({ model, data }: Pick<Scene, 'model' | 'data'>): Promise<CodePlane> {
  const size = model.codeSize;
  const codes: Tensor2D = tidy(() => model.encode(examples(data.test, model, 0, POINTS)));
  try {
    const { points, corners, explained } = size <= 2 ? latentPlane(codes) : await principalPlane(codes);
    return {
      points,
      codeAt: (x, y) => codeFrom(corners, size, x, y),
      pointOf: (code) => [along(corners, size, 1, code), along(corners, size, 2, code)],
      note: noteOf(size, explained),
    };
  } finally {
    codes.dispose();
  }
}

/** A plane: where the codes lie in it, and the codes of `CORNERS`. */
interface Plane {
  readonly points: Float32Array;
  readonly corners: Float32Array;
  readonly explained?: readonly [number, number] | undefined;
}

/** One or two latents as they are. One has no height, so dots get one by chance, to be seen apart. */
function latentPlane(codes: Tensor2D): Plane {
  const values = codes.dataSync<'float32'>();
  if (codes.shape[1] === 2) return { points: values.slice(), corners: Float32Array.from(CORNERS.flat()) };
  const points = Float32Array.from({ length: 2 * values.length }, (_, i) => (i % 2 === 0 ? values[i / 2]! : spread(i)));
  return { points, corners: Float32Array.from(CORNERS, ([x]) => x) };
}

/** The first two principal components. What finds them is loaded now. */
async function principalPlane(codes: Tensor2D): Promise<Plane> {
  const { codePlane: planeOf } = await import('./principal-plane.js');
  using plane = await planeOf(codes);
  const points = readValues(() => plane.encode(codes));
  return { points, corners: readValues(() => plane.decode(tensor2d(CORNERS))), explained: plane.explainedVarianceRatio };
}

/** Three points of the plane. Their codes decide those of all other points, since the plane is flat. */
const CORNERS: [number, number][] = [
  [0, 0],
  [1, 0],
  [0, 1],
];

/** The code at a place, from the codes of `CORNERS`. */
function codeFrom(corners: Float32Array, size: number, x: number, y: number): Tensor2D {
  const code = Array.from({ length: size }, (_, i) => (1 - x - y) * corners[i]! + x * corners[size + i]! + y * corners[2 * size + i]!);
  return tensor2d(code, [1, size]);
}

/** How far a code lies along a direction of the plane: to the first corner, or to the second. The directions are at right angles. */
function along(corners: Float32Array, size: number, corner: 1 | 2, code: ArrayLike<number>): number {
  let [dot, length] = [0, 0];
  for (let i = 0; i < size; i++) {
    const direction = corners[corner * size + i]! - corners[i]!;
    dot += direction * (code[i]! - corners[i]!);
    length += direction ** 2;
  }
  return length > 0 ? dot / length : 0;
}

function noteOf(size: number, explained: readonly [number, number] | undefined): string {
  if (size === 1) return 'One latent, from left to right. The height of a dot has no meaning.';
  if (!explained) return 'The two numbers of the code: one across, one up.';
  const percent = (100 * (explained[0] + explained[1])).toFixed(0);
  return `${size} latents, seen along their first two principal components: ${percent} % of their variance.`;
}

/** Numbers that look random: points on a line do not hide each other. */
const spread = (i: number): number => ((i * 0.618034) % 1) - 0.5;
