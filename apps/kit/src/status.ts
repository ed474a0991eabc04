import { count } from '@autoencoders/datasets';
import type { Data } from './data/index.js';
import type { Run } from './state.js';
import type { AppDefinition, PhaseProgress } from './definition.js';
import { duration, figure, plural } from './format.js';
import { epochOf } from './measures.js';
import type { Progress } from '@autoencoders/training';

/** How a model was trained, after `was`: `trained for 8 epochs`. */
export const trainedFor = <S>(
  { trainedFor: own = (epoch) => `trained for ${plural(Number(figure(epoch)), 'epoch')}` }: Pick<AppDefinition<S>, 'trainedFor'>,
  { epoch, settings }: Pick<Run<S>, 'epoch' | 'settings'>,
): string => own(epoch, settings);

/** How much of a training is done, 0 to 1. */
export const shareOf = (progress: Progress): number => epochOf(progress) / progress.epochs;

/** How many examples there are: `1,500 examples to train on, 297 to test.` */
export const sizesOf = ({ training, test }: Data): string =>
  `${plural(count(training), 'example')} to train on, ${count(test).toLocaleString('en-US')} to test.`;

/** What the page says during a training: `Epoch 3 of 20: loss 12.3, test 13.1, 4.2 s left`. */
export function statusOf(progress: PhaseProgress): string {
  const { phase, epoch, epochs, elapsedSeconds } = progress;
  const share = shareOf(progress);
  const left = share > 0 && share < 1 ? `, ${duration((elapsedSeconds / share) * (1 - share))} left` : '';
  return `${phase ?? `Epoch ${epoch} of ${epochs}`}: ${lossesOf(progress)}${left}`;
}

/** What the page says when a training has ended, at its end or before. */
export function endOf({ progress, epoch }: Pick<Run, 'progress' | 'epoch'>): string {
  if (!progress) return 'The model is not trained yet.';
  const whole = shareOf(progress) >= 1;
  const [end, time] = [whole ? 'Done' : 'Stopped', duration(progress.elapsedSeconds)];
  // The loss of the last phase says nothing of the others.
  if (progress.phase !== undefined) return `${end} in ${time}. The results are below.`;
  return `${end}, ${plural(Math.round(epoch), 'epoch')} in ${time}: ${lossesOf(progress)}`;
}

const lossesOf = ({ loss, validation }: Progress): string =>
  `loss ${figure(loss, 4)}${validation ? `, test ${figure(validation.loss, 4)}` : ''}`;
