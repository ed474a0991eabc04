import { DivergenceError } from '@autoencoders/core';
import type { ResumeOptions } from '@autoencoders/training';
import { folderStore } from '@autoencoders/training/node';
import type { WatchedRun } from './fit-with-progress.js';
import { invocation } from './invocation.js';
import type { RunOptions } from './output/run-folder.js';
import { shellQuotePath } from './shell-quote.js';
import { lines, text } from './text.js';

/** Options of `fit` and `pretrain` that checkpoint a training of a run. Each training of the run has a name. */
export function checkpointing(
  training: string,
  { checkpointEvery, changedData = false }: Pick<RunOptions, 'checkpointEvery' | 'changedData'>,
  { run, terminal: { err } }: WatchedRun,
): ResumeOptions {
  if (checkpointEvery === 0) return {};
  const onNotice = (notice: string): void => void err.write(text`\n${lines(notice)}\n`);
  const every = checkpointEvery === undefined ? {} : { everySeconds: checkpointEvery };
  return {
    checkpoint: { store: folderStore(run.checkpoints(training)), ...every, onNotice },
    resume: run.resumes,
    checkData: !changedData,
  };
}

/** A message of the library in the words of the command: what it calls `checkData: false` is the option `--changed-data`. */
export const inWordsOfOptions = (message: string): string =>
  message
    .replace(/or go on with these by checkData: false$/, 'or go on with these by resume --changed-data')
    .replace(
      /make a model of the same layers, and load them with loadPytorch$/,
      'load them into a model of the same layers with import --model',
    );

/**
 * Ends a run whose files are written. Removes the checkpoints where training is over. Otherwise says how to go on. Throws `failure`, what
 * ended training, and an `Interrupted` after a signal.
 */
export async function endRun({ run, signals, terminal: { err, style } }: WatchedRun, failure?: unknown): Promise<void> {
  const isOver = !signals.stopped() && (failure === undefined || failure instanceof DivergenceError);
  if (isOver) await run.endTraining();
  else if (run.hasCheckpoints())
    err.write(text`\nResume with:\n  ${style.bold(text`${invocation()} resume ${shellQuotePath(run.folder)}`)}\n`);
  if (failure !== undefined) throw failure;
  signals.rethrow();
}
