import { leaves, writeWeights } from '@autoencoders/core';
import type { Model, StateDict } from '@autoencoders/core';
import { noteRun, warnOfRepeat } from '../repeated-seed.js';
import type { CheckedCheckpointOptions } from '../checkpoints/store.js';
import { errorToMessage } from '@autoencoders/core/internal';
import type { Connection, Report, TrainingReply, TrainingRequest } from './protocol.js';
import { transferred, withLargeArraysSent } from './training-request.js';

/** How many trainings were begun. Each has a number. */
let trainings = 0;

/** What the page does with what comes from a training, besides its progress. */
export interface RemoteUse {
  /** Gets the new weights. */
  readonly weights: Model['weights'];
  readonly onNotice?: ((notice: string) => void) | undefined;
  /** Keeps the checkpoints. */
  readonly checkpoint?: CheckedCheckpointOptions | undefined;
}

/** The steps of a training in the worker, one reply at a time. The worker pauses until it is asked for the next. */
export async function* remoteSteps(
  { ask, listen }: Connection,
  given: TrainingRequest,
  { weights, onNotice, checkpoint }: RemoteUse,
): AsyncGenerator<unknown, void, void> {
  const number = ++trainings;
  const request = await withLargeArraysSent(ask, given);
  await ask({ type: 'start', training: number, request }, transferred(request));
  const unlisten = listen(number, (report) => void kept(ask, report, checkpoint!));
  const withWeights = (error: { sent?: { readonly weights?: StateDict } }): never => {
    if (error.sent?.weights) writeUnlessDisposed(weights, error.sent.weights);
    throw error;
  };
  const draws = { weights, seed: given.seed, count: given.count };
  if (!given.resume) warnOfRepeat(given.call, draws);
  let over = false;
  try {
    for (;;) {
      const reply = (await ask({ type: 'next', training: number })) as TrainingReply;
      if (reply.notice) onNotice?.(reply.notice);
      if (reply.weights) writeUnlessDisposed(weights, reply.weights);
      over = reply.done;
      if (reply.weights) noteRun(draws);
      if (over) return;
      yield reply.progress;
    }
  } catch (error) {
    over = true;
    withWeights(error as Parameters<typeof withWeights>[0]);
  } finally {
    if (!over) {
      const reply = (await ask({ type: 'return', training: number }).catch(withWeights)) as TrainingReply | undefined;
      if (reply?.weights) writeUnlessDisposed(weights, reply.weights);
    }
    unlisten();
  }
}

/** Writes a checkpoint of the worker into the store of the page, and answers. Passes a notice on. */
async function kept(ask: Connection['ask'], report: Report, { store, onNotice }: CheckedCheckpointOptions): Promise<void> {
  if (report.type === 'notice') return onNotice(report.notice);
  const { training, bytes, position } = report;
  let error: unknown;
  try {
    await store.write(bytes, position);
  } catch (thrown) {
    error = thrown;
  }
  // A worker that was terminated needs no answer.
  await ask({ type: 'written', training, ...(error !== undefined && { error: errorToMessage(error) }) }).catch(() => undefined);
}

/** `writeWeights`, or nothing when the model was disposed meanwhile. */
function writeUnlessDisposed(weights: Model['weights'], values: StateDict): void {
  if (!Object.values(leaves(weights)).some((leaf) => leaf.isDisposed)) writeWeights({ weights }, values);
}
