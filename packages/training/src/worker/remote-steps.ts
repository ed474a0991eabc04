import { leaves, writeWeights } from '@autoencoders/core';
import type { Model, StateDict } from '@autoencoders/core';
import { noteRun, warnOfRepeat } from '../repeated-seed.js';
import type { Ask } from './ask.js';
import { handedOver, withoutLarge } from './order.js';
import type { Order, Turn } from './protocol.js';

/** How many trainings there have been; each has a number. */
let trainings = 0;

/** Goes through a training in the worker, a turn at a time: while nobody asks, it pauses. */
export async function* remoteSteps(
  ask: Ask,
  given: Order,
  weights: Model['weights'],
  onNotice: ((notice: string) => void) | undefined,
): AsyncGenerator<unknown, void, void> {
  const number = ++trainings;
  const order = await withoutLarge(ask, given);
  await ask({ say: 'start', training: number, order }, handedOver(order));
  const withWeights = (error: { sent?: StateDict }): never => {
    if (error.sent) assign(weights, error.sent);
    throw error;
  };
  const draws = { weights, seed: given.seed, count: given.data.shape[0]! };
  warnOfRepeat(given.call, draws);
  let over = false;
  try {
    for (;;) {
      const turn = (await ask({ say: 'next', training: number })) as Turn;
      if (turn.notice) onNotice?.(turn.notice);
      if (turn.weights) assign(weights, turn.weights);
      over = turn.done;
      if (turn.weights) noteRun(draws);
      if (over) return;
      yield turn.progress;
    }
  } catch (error) {
    over = true;
    withWeights(error as { sent?: StateDict });
  } finally {
    if (!over) {
      const turn = (await ask({ say: 'return', training: number }).catch(withWeights)) as Turn | undefined;
      if (turn?.weights) assign(weights, turn.weights);
    }
  }
}

/** Nothing where the page has disposed of its model in the meantime. */
function assign(weights: Model['weights'], values: StateDict): void {
  if (!Object.values(leaves(weights)).some((leaf) => leaf.isDisposed)) writeWeights({ weights }, values);
}
