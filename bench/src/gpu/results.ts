import { taskFlops } from '../steps/arithmetic.js';
import { toleranceOf } from '../steps/results.js';
import type { Measured } from '../steps/rounds.js';
import { difference, median, ratio } from '../steps/statistics.js';
import type { Counts, GpuTask } from './protocol.js';
import { isRounded } from './torch.js';

/** What a program needs for a model. */
export interface GpuTiming {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Training steps in a second: the median of all epochs, and those of the rounds. */
  readonly stepsPerSecond: number;
  readonly rounds: readonly number[];
  /** How many times as fast as ours on the first backend: the median of the rounds' ratios. */
  readonly speed: number;
  readonly gflops: number;
  /** The largest relative difference between its losses and ours in the first steps, and the largest that is allowed. */
  readonly difference: number;
  readonly tolerance: number;
  readonly losses: readonly number[];
}

/** The times of all programs for one model and batch, the one that the others are compared with first. */
export interface GpuResult {
  readonly name: string;
  readonly title: string;
  readonly batch: number;
  readonly entries: readonly GpuTiming[];
}

/** What a run found. */
export interface GpuReport {
  readonly date: string;
  readonly machine: string;
  /** The GPU as each backend and PyTorch name it, with its driver where they tell it. */
  readonly gpus: readonly (readonly [who: string, gpu: string])[];
  readonly versions: readonly string[];
  /** Whether the GPUs were emulated. */
  readonly software: boolean;
  /** What did not take part, and why. */
  readonly notes: readonly string[];
  readonly results: readonly GpuResult[];
}

/** The programs and bytes of a step of each model. */
export interface CountReport {
  readonly date: string;
  readonly gpus: readonly (readonly [who: string, gpu: string])[];
  readonly rows: readonly (Counts & { readonly model: string; readonly program: string })[];
}

/** TF32 keeps 10 of 23 bits of what it multiplies. */
const ROUNDED = 2e-2;

/** The result for a model. `images` is how many an epoch has, and `compared` how many losses of single steps come first. */
export function gpuResult(
  task: GpuTask,
  all: readonly Measured[],
  { images, compared }: { readonly images: number; readonly compared: number },
): GpuResult {
  const steps = Math.floor(images / task.batch);
  const times = ({ rounds }: Measured): readonly (readonly number[])[] => rounds.map(({ ms }) => ms);
  const losses = ({ ready }: Measured): readonly number[] => ready.losses.slice(0, compared);
  const perSecond = (ms: number): number => (1000 * steps) / ms;
  const entries = all.map((one): GpuTiming => {
    const { name, title } = one.contender;
    const stepsPerSecond = perSecond(median(times(one).flat()));
    return {
      name,
      title,
      version: one.ready.version,
      stepsPerSecond,
      rounds: times(one).map((ms) => perSecond(median(ms))),
      speed: ratio(times(all[0]!), times(one)),
      gflops: (stepsPerSecond * taskFlops(task)) / 1e9,
      difference: difference(losses(one), losses(all[0]!)),
      tolerance: Math.max(toleranceOf(task), isRounded(name) ? ROUNDED : 0),
      losses: losses(one),
    };
  });
  return { name: task.name, title: task.title, batch: task.batch, entries };
}

/** A sentence for each program whose losses differ from those of the first: it computes something else. */
export const strangers = (results: readonly GpuResult[]): readonly string[] =>
  results.flatMap(({ title, batch, entries }) =>
    entries
      .filter(({ difference, tolerance }) => !(difference <= tolerance))
      .map(
        (entry) =>
          `${title}, batch ${batch}: the losses of ${entry.title} differ from those of ${entries[0]!.title} by ${(100 * entry.difference).toPrecision(2)} %: it computes something else`,
      ),
  );
