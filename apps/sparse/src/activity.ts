import { leaves } from '@autoencoders/core';
import { activationDensity, deadShare, meanActivation } from '@autoencoders/metrics';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { examples, nextFrame, numbers } from '@autoencoders/app-kit';
import type { Scene } from '@autoencoders/app-kit';
import { thresholdOf } from './settings.js';

/** What the units of a model do for the test examples. */
export interface Activity {
  readonly units: number;
  readonly examples: number;
  /** How active each unit is for each example: `[examples, units]`. */
  readonly codes: Float32Array;
  /** What each unit adds to a picture: `[units, features]`. */
  readonly dictionary: Float32Array;
  /** A unit fires where its activation is above this. */
  readonly threshold: number;
  /** The mean activation of each unit. */
  readonly means: Float32Array;
  /** The share of the examples that each unit fires for. */
  readonly densities: Float32Array;
  /** The share of the units that fire for no example. */
  readonly silent: number;
}

/** So many test examples at most are looked at, which takes no longer than the page may wait. */
const WATCHED = 500;

/** What the units do in a scene. */
export async function activityOf({ model, data, settings }: Scene): Promise<Activity> {
  const x = examples(data.test, model, 0, WATCHED);
  const codes: Tensor2D = model.encode(x);
  x.dispose();
  try {
    // Read before anything is awaited: a new training frees the model.
    const dictionary = numbers(() => leaves(model.weights)['decoder.0.kernel']!);
    const values = numbers(() => codes);
    const threshold = thresholdOf(settings);
    await nextFrame();
    const [means, densities] = [await meanActivation(codes), await activationDensity(codes, { threshold })];
    const silent = await deadShare(codes, { threshold });
    return { units: codes.shape[1], examples: codes.shape[0], codes: values, dictionary, threshold, means, densities, silent };
  } finally {
    codes.dispose();
  }
}

/** The places of the greatest values, the greatest first. */
export const greatest = (values: ArrayLike<number>, amount: number): readonly number[] =>
  Array.from(values, (_, i) => i)
    .sort((a, b) => values[b]! - values[a]!)
    .slice(0, amount);
