import { toSchedule } from '@autoencoders/core/operations';
import type { Schedule } from '@autoencoders/core';

/** Losses by name. */
interface Losses {
  readonly loss: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** What `fit` and `pretrain` give while they train. */
export interface TrainingProgress extends Losses {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly validation?: Losses | undefined;
  readonly examplesPerSecond?: number | undefined;
  readonly skippedSteps?: number | undefined;
  readonly learningRateFactor?: number | undefined;
  readonly level?: number | undefined;
}

/** The steps made so far, across epochs. */
export const globalStep = ({ epoch, step, steps }: TrainingProgress): number => (epoch > 1 ? (epoch - 1) * steps : 0) + step;

/** Whether an epoch is complete. */
export const isEpoch = ({ step, steps }: TrainingProgress): boolean => step === steps;

/** What the tags of a level of a stack begin with. */
export const prefixOf = ({ level }: TrainingProgress): string => (level === undefined ? '' : `level-${level}/`);

/** The numbers of a progress by their tags. */
export function scalarsOf(progress: TrainingProgress, learningRate: number | Schedule | undefined): readonly (readonly [string, number])[] {
  const { epoch, step, steps, validation, examplesPerSecond, skippedSteps, learningRateFactor } = progress;
  const made = globalStep(progress);
  const rate = learningRate === undefined ? undefined : toSchedule(learningRate)({ step: made, epoch: epoch - 1 + step / steps });
  const scalars = [
    ...lossesOf(progress, 'train'),
    ...(validation ? lossesOf(validation, 'validation') : []),
    ['learning_rate', rate === undefined ? undefined : rate * (learningRateFactor ?? 1)],
    ['examples_per_second', examplesPerSecond],
    ['skipped_steps', skippedSteps],
  ] as const;
  return scalars.flatMap(([tag, value]) => (value === undefined ? [] : [[`${prefixOf(progress)}${tag}`, value] as const]));
}

const lossesOf = ({ loss, terms }: Losses, part: string): readonly (readonly [string, number])[] => [
  [`loss/${part}`, loss],
  ...Object.entries(terms).map(([name, value]) => [`loss/${name}/${part}`, value] as const),
];
