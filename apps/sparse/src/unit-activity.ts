import { leaves } from '@autoencoders/core';
import { activationDensity, deadShare, meanActivation } from '@autoencoders/metrics';
import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { examples, nextFrame, readValues } from '@autoencoders/app-kit';
import type { Scene } from '@autoencoders/app-kit';
import { thresholdOf } from './settings.js';
import type { Settings } from './settings.js';

/** How the units of a model respond to test examples. */
export interface UnitActivity {
  readonly units: number;
  readonly examples: number;
  /** The activation of each unit for each example: `[examples, units]`. */
  readonly codes: Float32Array;
  /** What each unit adds to a picture: `[units, features]`. */
  readonly dictionary: Float32Array;
  /** A unit fires where its activation is above this. */
  readonly threshold: number;
  /** The mean activation of each unit. */
  readonly means: Float32Array;
  /** The share of the examples for which each unit fires. */
  readonly densities: Float32Array;
  /** The share of the units that fire for no example. */
  readonly dead: number;
}

/** A function of one scene, for all views of the page. */
export type ActivityOf = (scene: Scene<Settings>) => Promise<UnitActivity>;

/** Test examples, at most: more would block the page for too long. */
const EXAMPLES = 500;

export const unitActivity: ActivityOf = async ({ model, data, settings }) => {
  const codes: Tensor2D = tidy(() => model.encode(examples(data.test, model, 0, EXAMPLES)));
  try {
    // Read before the first `await`: after that, a new training may have disposed of the model.
    const dictionary = readValues(() => leaves(model.weights)['decoder.0.kernel']!);
    const values = readValues(() => codes);
    const threshold = thresholdOf(settings);
    await nextFrame();
    const [means, densities] = [await meanActivation(codes), await activationDensity(codes, { threshold })];
    const dead = await deadShare(codes, { threshold });
    return { units: codes.shape[1], examples: codes.shape[0], codes: values, dictionary, threshold, means, densities, dead };
  } finally {
    codes.dispose();
  }
};

/** The indices of the largest values, the largest first. */
export const largest = (values: ArrayLike<number>, amount: number): readonly number[] =>
  Array.from(values, (_, i) => i)
    .sort((a, b) => values[b]! - values[a]!)
    .slice(0, amount);
