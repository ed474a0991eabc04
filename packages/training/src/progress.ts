import type { Evaluation } from './running-means.js';

/** The progress of a training. `loss` and `terms` are means over the examples of this epoch so far. */
export interface Progress<K extends string = string> extends Evaluation<K> {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** How many epochs there are. */
  readonly epochs: number;
  /** Steps taken in this epoch; equal to `steps` when the epoch is complete. */
  readonly step: number;
  /** How many steps an epoch has; `Infinity` in the first epoch of a stream of unknown length, until it is complete. */
  readonly steps: number;
  /**
   * The same means on the validation data, as `evaluate` computes them, when the epoch is complete. Schedules of losses and noise have their
   * final values, so that epochs can be compared.
   */
  readonly validation?: Evaluation<K>;
  /**
   * True, with early stopping, until the schedules of losses and noise have reached their final values; else undefined. Such epochs do not
   * use up the patience.
   */
  readonly warmingUp?: true;
  /** Seconds of training and validation since training began, also before it was resumed. The time that the caller's loop takes is left out. */
  readonly elapsedSeconds: number;
  /** Seconds of training and validation in this epoch. The epochs of a run add up to `elapsedSeconds`. */
  readonly epochSeconds: number;
  /** Seconds of this epoch in which steps waited for their data. */
  readonly waitingSeconds: number;
  /** Training examples per second in this epoch. */
  readonly examplesPerSecond: number;
  /** How many steps of the run failed and were left out. Given if `nonFinite` or `spikes` let training go on. */
  readonly skippedSteps?: number;
  /** What the learning rate is multiplied by after faults: 1, until `lowerLearningRate` lowers it. Given when `skippedSteps` is. */
  readonly learningRateFactor?: number;
}
