import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';

/**
 * What training does after a step with NaN, infinity or a spike of the loss. `stop`: it ends with a `DivergenceError`, and the model has the
 * last weights that gave a good loss. `skip`: it leaves the batch out. `lowerLearningRate`: it goes back to the last good weights, multiplies
 * the learning rate by `factor` from there on, and takes the next batch.
 */
export type FaultAction = 'stop' | 'skip' | 'lowerLearningRate';

/** What training does after a fault, and how many faults in a row it allows. */
export interface FaultHandling {
  readonly action: FaultAction;
  /** What `lowerLearningRate` multiplies the learning rate by, each time. Default 0.5. */
  readonly factor?: number;
  /** How many steps in a row may fail. After one more, training stops. Default 10. optax: `max_consecutive_errors`. */
  readonly maxConsecutive?: number;
}

/**
 * A finite loss is a spike if it lies above the median of the last losses by more than `threshold` times their spread. The spread is
 * 1.4826 · the median absolute deviation (for a normal distribution, the standard deviation), and at least 1 % of the median.
 */
export interface SpikeOptions extends Partial<FaultHandling> {
  /** Default `skip`. */
  readonly action?: FaultAction;
  /** How many times the spread. Default 10. */
  readonly threshold?: number;
  /** With how many of the last losses a loss is compared. Spikes are looked for after 20 losses. Default 100, at least 20. */
  readonly window?: number;
}

/** Options of `fit` for faults. */
export interface FaultOptions {
  /**
   * What training does when a batch, a loss, a gradient or a weight is not finite. Default `'stop'`. Data that are not finite are refused
   * before the first step, or when they are read; with `skip`, such batches are left out instead. With `skip` and `lowerLearningRate`,
   * training keeps a copy of the optimizer's state and, on a GPU, reads the loss at every step.
   */
  readonly nonFinite?: FaultAction | FaultHandling | undefined;
  /** Looks for spikes of the loss. `{}` skips them. Default: it does not look for spikes. */
  readonly spikes?: SpikeOptions | undefined;
}

/** Checked options with their defaults. */
export interface FaultPlan {
  readonly nonFinite: Required<FaultHandling>;
  readonly spikes: Required<SpikeOptions> | undefined;
}

/** How many losses there must be before a spike is looked for. */
export const LEAST_LOSSES = 20;

const HANDLING: Readonly<Record<keyof FaultHandling, true>> = { action: true, factor: true, maxConsecutive: true };

/** The options for faults with their defaults. Throws for those that do not fit. */
export function faultPlanOf(call: string, { nonFinite = 'stop', spikes }: FaultOptions): FaultPlan {
  const given: FaultHandling = typeof nonFinite === 'string' ? { action: nonFinite } : nonFinite;
  checkOptions(`${call}: nonFinite`, given, HANDLING);
  return { nonFinite: handlingOf(`${call}: nonFinite`, given), spikes: spikes && spikesOf(`${call}: spikes`, spikes) };
}

function handlingOf(where: string, { action, factor = 0.5, maxConsecutive = 10 }: FaultHandling): Required<FaultHandling> {
  check(
    ['stop', 'skip', 'lowerLearningRate'].includes(action),
    () => `${where} must be 'stop', 'skip' or 'lowerLearningRate', not ${show(action)}`,
  );
  checkNumber(where, 'factor', factor);
  check(factor > 0 && factor < 1, () => `${where}: factor must lie between 0 and 1, not ${factor}`);
  checkInteger(where, 'maxConsecutive', maxConsecutive, 0);
  return { action, factor, maxConsecutive };
}

function spikesOf(where: string, given: SpikeOptions): Required<SpikeOptions> {
  checkOptions(where, given, { ...HANDLING, threshold: true, window: true });
  const { action = 'skip', threshold = 10, window = 100, ...handling } = given;
  checkNumber(where, 'threshold', threshold);
  check(threshold > 0, () => `${where}: threshold must be above 0, not ${threshold}`);
  checkInteger(where, 'window', window, LEAST_LOSSES, 2 ** 20);
  return { ...handlingOf(where, { action, ...handling }), threshold, window };
}

/** Whether training may go on after a fault. */
export const recovers = ({ nonFinite, spikes }: FaultPlan): boolean =>
  nonFinite.action !== 'stop' || (spikes && spikes.action !== 'stop') === true;

/** The least spread of losses, as a share of their median. */
const LEAST_SPREAD = 0.01;

/** The median of `losses`, if `loss` is a spike after them. */
export function spikeAfter(losses: readonly number[], loss: number, threshold: number): number | undefined {
  if (losses.length < LEAST_LOSSES) return undefined;
  const middle = median(losses);
  const spread = 1.4826 * median(losses.map((value) => Math.abs(value - middle)));
  return loss > middle + threshold * Math.max(spread, LEAST_SPREAD * Math.abs(middle)) ? middle : undefined;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
