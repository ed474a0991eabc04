import { DivergenceError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Progress } from '@autoencoders/training';
import { progressView } from './progress.js';
import type { Terminal } from './terminal.js';
import { text } from './text.js';

/** What came of a run: the epochs that were completed, and what ended it early, if anything did. */
export interface Learned<P extends Progress = Progress> {
  readonly history: readonly P[];
  /** Whether Ctrl-C ended it. */
  readonly stopped: boolean;
  readonly failure?: DivergenceError;
}

/** Goes through a run with the progress shown. Ctrl-C ends it early, and what was learned is kept. */
export async function learn<P extends Progress>(
  steps: AsyncIterable<P>,
  { err, style }: Terminal,
  label: (progress: P) => string = () => '',
): Promise<Learned<P>> {
  const view = progressView(err, style);
  const history: P[] = [];
  let stopped = false;
  const stop = (): void => void (stopped = true);
  process.once('SIGINT', stop);
  try {
    for await (const progress of steps) {
      view.show(progress, label(progress));
      if (progress.step === progress.steps || stopped) history.push(progress);
      if (stopped) break;
    }
    view.end();
    if (stopped) err.write(text`Stopped; what was learned so far is kept.\n`);
    return { history, stopped };
  } catch (failure) {
    view.end();
    if (failure instanceof DivergenceError) return { history, stopped, failure };
    throw failure;
  } finally {
    process.off('SIGINT', stop);
  }
}

/** Fewer steps than these leave a small model half trained; they take seconds on a small set. */
const LEAST_STEPS = 1500;

/** The usual epochs, or more where the set is small. */
export const usualEpochs = (usual: number, examples: number, batch: number): number =>
  Math.max(usual, Math.ceil(LEAST_STEPS / Math.ceil(examples / batch)));

/** What the command line says of batches and validation, and what comes of it. */
export interface Batching {
  readonly batch: number;
  readonly validation?: number | undefined;
}

/**
 * Batches for so many examples: never larger than what there is to train on. Of a share for validation, at least one
 * example is set aside, and at least one is left.
 */
export function batchingFor({ batch, validation }: Batching, examples: number): Batching {
  if (validation === undefined) return { batch: Math.min(batch, examples), validation };
  check(examples > 1, () => `--validation ${validation}: there is one example to train on, and none to set aside`);
  const share = Math.min(Math.max(validation, 1 / examples), 1 - 1 / examples);
  return { batch: Math.min(batch, examples - Math.round(share * examples)), validation: share };
}
