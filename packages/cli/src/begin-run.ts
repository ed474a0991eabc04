import type { WatchedRun } from './fit-with-progress.js';
import { interruptions } from './interruptions.js';
import { claimRun, placeOf } from './output/run-folder.js';
import type { RunOptions } from './output/run-folder.js';
import type { Terminal } from './terminal.js';

/**
 * Claims the folder of a run, and listens for signals, until it is disposed. `name` says what is trained on what, and `line` gives the
 * arguments that start the command again.
 */
export async function beginRun(
  options: RunOptions,
  name: string,
  terminal: Terminal,
  line: () => readonly string[],
): Promise<WatchedRun & Disposable> {
  const run = await claimRun(placeOf(options, name, line));
  const signals = interruptions(terminal);
  return {
    run,
    signals,
    terminal,
    [Symbol.dispose]() {
      signals[Symbol.dispose]();
      run[Symbol.dispose]();
    },
  };
}
