import type { EpochFigures } from '@autoencoders/report';
import type { LevelProgress, Progress } from '@autoencoders/training';

/*
 * Read by the type checker, never run. Seconds mean the same wherever they have the same name: reports take the epochs of
 * a training as they are, and nothing that counts from the beginning of a run passes for the seconds of an epoch.
 */
declare const progress: Progress;
declare const level: LevelProgress;
const epochs: readonly EpochFigures[] = [progress, level];
const { epochSeconds, ...others } = progress;
// @ts-expect-error seconds since the beginning of the run are not those of an epoch
const cumulative: EpochFigures = others;
// @ts-expect-error there are no seconds without a name that says since when
console.log(epochs, epochSeconds, cumulative, progress.seconds);
