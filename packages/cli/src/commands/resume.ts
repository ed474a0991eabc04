import { resolve } from 'node:path';
import { check } from '@autoencoders/core/operations';
import { readCommand } from '../output/command-line.js';
import { options } from '../options.js';
import type { ProcessesOption } from '../processes.js';
import { forTrainingGroup } from './command.js';
import type { Command } from './command.js';

/** The options of `resume`. */
interface ResumeOptions extends ProcessesOption {
  readonly epochs?: number;
  readonly changedData?: boolean;
}

/** Gives the command that trained in `folder`, with the options that make it go on. */
async function resume(folder: string, { epochs, changedData, processes, timeout, compression }: ResumeOptions): Promise<readonly string[]> {
  const args = await readCommand(folder);
  const detects = args[0] === 'detect';
  check(!detects || epochs === undefined, 'resume: --epochs is for trainings of autoencoders, and this run is of detect');
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const more = [
    '--resume',
    `${detects ? '--run' : '--out'}=${resolve(folder)}`,
    ...(epochs === undefined ? [] : [`--epochs=${epochs}`]),
    ...(changedData ? ['--changed-data'] : []),
    ...(processes === undefined ? [] : [`--processes=${processes}`]),
    ...(timeout === undefined ? [] : [`--timeout=${timeout}`]),
    ...(compression === undefined ? [] : [`--compression=${compression}`]),
  ];
  return [...args.slice(0, end), ...more, ...args.slice(end)];
}

export const resumeCommand: Command<string, ResumeOptions> = {
  argument: ['<folder>', 'the folder of the run'],
  options: [options.epochs('train to this many epochs instead'), options.changedData(), ...forTrainingGroup()],
  more: `Training goes on from the last checkpoint. The weights are the same as those of a training that was never interrupted. If the values of the
data have changed since then, it does not go on, unless you say --changed-data. There must be as many examples as before. Another number of processes may go on than trained before.`,
  examples: [
    'resume runs/variational-mnist',
    'resume runs/undercomplete-customers-csv --changed-data',
    'resume runs/variational-mnist --processes 4',
  ],
  action: (folder, given) => resume(folder, given),
};
