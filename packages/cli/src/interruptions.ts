import type { Terminal } from './terminal.js';
import { raw, text } from './text.js';

/** What a run does. It decides what a signal ends. */
export type Stage = 'preparing' | 'training' | 'writing the model' | 'judging';

/** The signals that ask a run to end, and their numbers. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof SIGNALS;

/** The exit code of a program that a signal ended, as shells report it. */
const exitCodeOf = (signal: Signal): number => 128 + SIGNALS[signal];

/** The message after the first signal in a stage. The second ends the process at once. While a run is prepared, the first signal does. */
const WARNINGS: Readonly<Record<Exclude<Stage, 'preparing'>, string>> = {
  training: 'Stopping after this step, and saving. Another signal ends at once.',
  'writing the model': 'The model is being written. Another signal ends at once, and loses it.',
  judging: 'The model is saved; its figures and its report are not. Another signal ends at once, without them.',
};

/** A signal ended training. All that was trained is saved. */
export class Interrupted extends Error {
  override readonly name: string = 'Interrupted';
  readonly exitCode: number;

  constructor(signal: Signal) {
    super(`${signal} ended training`);
    this.exitCode = exitCodeOf(signal);
  }
}

/** Listens for Ctrl-C and other signals while a run is trained and written. */
export interface Interruptions extends Disposable {
  /** Whether a signal came during training. */
  readonly stopped: () => boolean;
  /** Aborted with an `Interrupted` when a signal comes during training. */
  readonly signal: AbortSignal;
  /** Says what the run does from now on. */
  readonly enter: (stage: Stage) => void;
  /** Throws an `Interrupted` if a signal came during training. */
  readonly rethrow: () => void;
}

/** Takes over the signals of this process until it is disposed. `exit` ends the process (default `process.exit`). */
export function interruptions({ err }: Terminal, exit: (code: number) => void = process.exit): Interruptions {
  let stage: Stage = 'preparing';
  let warned: Stage | undefined;
  let stopped: Signal | undefined;
  const ended = new AbortController();
  const hear = (signal: Signal): void => {
    if (stage === 'preparing' || warned === stage) return exit(exitCodeOf(signal));
    warned = stage;
    err.write(text`\n${raw(WARNINGS[stage])}\n`);
    if (stage !== 'training') return;
    stopped = signal;
    ended.abort(new Interrupted(signal));
  };
  const signals = Object.keys(SIGNALS) as Signal[];
  for (const signal of signals) process.on(signal, hear);
  return {
    stopped: () => stopped !== undefined,
    signal: ended.signal,
    enter: (next) => void (stage = next),
    rethrow() {
      if (stopped) throw new Interrupted(stopped);
    },
    [Symbol.dispose]: () => signals.forEach((signal) => process.off(signal, hear)),
  };
}
