import { leaves, writeWeights } from '@autoencoders/core';
import type { Model, StateDict } from '@autoencoders/core';
import { noteRun, warnOfRepeat } from '../repeated-seed.js';
import type { Ask } from './ask.js';
import type { TrainingReply, TrainingRequest } from './protocol.js';
import { transferred, withLargeArraysSent } from './training-request.js';

/** How many trainings were begun. Each has a number. */
let trainings = 0;

/** The steps of a training in the worker, one reply at a time. The worker pauses until it is asked for the next. */
export async function* remoteSteps(
  ask: Ask,
  given: TrainingRequest,
  weights: Model['weights'],
  onNotice: ((notice: string) => void) | undefined,
): AsyncGenerator<unknown, void, void> {
  const number = ++trainings;
  const request = await withLargeArraysSent(ask, given);
  await ask({ type: 'start', training: number, request }, transferred(request));
  const withWeights = (error: { sent?: StateDict }): never => {
    if (error.sent) writeUnlessDisposed(weights, error.sent);
    throw error;
  };
  const draws = { weights, seed: given.seed, count: given.count };
  warnOfRepeat(given.call, draws);
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
    withWeights(error as { sent?: StateDict });
  } finally {
    if (!over) {
      const reply = (await ask({ type: 'return', training: number }).catch(withWeights)) as TrainingReply | undefined;
      if (reply?.weights) writeUnlessDisposed(weights, reply.weights);
    }
  }
}

/** `writeWeights`, or nothing when the model was disposed meanwhile. */
function writeUnlessDisposed(weights: Model['weights'], values: StateDict): void {
  if (!Object.values(leaves(weights)).some((leaf) => leaf.isDisposed)) writeWeights({ weights }, values);
}
