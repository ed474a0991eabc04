import { InputError } from '@autoencoders/core';
import type { TrainingResult } from './result.js';
import type { Progress } from './progress.js';

/**
 * A training that begins when it is looped over or awaited, and until then does nothing. `for await` gives its progress;
 * leaving the loop stops training and frees what it held. `await` trains to the end and gives the result. It is one
 * training: awaited again, or after its loop, it gives the result of that training. A second loop, a loop after `await`,
 * and `await` inside the loop are refused with an `InputError`. `next()` trains up to the next progress. `return()`
 * stops a run at its next progress, also one that is awaited elsewhere.
 */
export interface TrainingRun<P extends Progress = Progress, R = TrainingResult<P>> extends AsyncGenerator<P, void, void>, Promise<R> {}

/** How far a run came. */
export interface Outcome<P extends Progress> {
  /** The progress at the end of every epoch. */
  readonly history: readonly P[];
  /** The progress that was seen last. */
  readonly last: P | undefined;
  /** Whether training ended by itself, rather than because somebody left its loop. */
  readonly finished: boolean;
}

/** Makes a run of `steps`, a generator that has not been started; errors begin with `call`. */
export function trainingRun<P extends Progress, R>(
  call: string,
  steps: AsyncGenerator<P, void, void>,
  resultOf: (outcome: Outcome<P>) => R,
): TrainingRun<P, R> {
  const recorder = record(steps);
  const next = recorder.steps.next.bind(recorder.steps);
  let looped = false;
  let result: Promise<R> | undefined;
  const trainToTheEnd = async (): Promise<R> => {
    while (!(await next()).done);
    return resultOf(recorder.outcome());
  };
  const settled = (): Promise<R> => {
    if (looped && !recorder.over())
      return Promise.reject(new InputError(`${call}: this run is in a loop; await it after the loop, or without one`));
    result ??= trainToTheEnd();
    return result;
  };
  const checkFree = (): void => {
    if (result) throw new InputError(`${call}: this run was awaited, so nothing is left to loop over; await gives every epoch as history`);
    if (looped) throw new InputError(`${call}: this run was looped over before; to train on, call ${call} again with another seed`);
  };
  return Object.assign(recorder.steps, {
    [Symbol.asyncIterator]() {
      checkFree();
      looped = true;
      return this;
    },
    next: async () => (result && checkFree(), next()),
    // oxlint-disable-next-line unicorn/no-thenable -- a run can be awaited
    then: (...handlers: Parameters<Promise<R>['then']>) => settled().then(...handlers),
    catch: (handler: (error: unknown) => unknown) => settled().catch(handler),
    finally: (handler: () => void) => settled().finally(handler),
  }) as unknown as TrainingRun<P, R>;
}

/** The same steps, and what can be known of them afterwards; `outcome` throws the error that ended them. */
function record<P extends Progress>(steps: AsyncGenerator<P, void, void>) {
  const history: P[] = [];
  let last: P | undefined;
  let finished = false;
  let over = false;
  let failure: { readonly error: unknown } | undefined;
  async function* recorded(): AsyncGenerator<P, void, void> {
    try {
      for await (const progress of steps) {
        last = progress;
        if (progress.step === progress.steps) history.push(progress);
        yield progress;
      }
      finished = true;
    } catch (error) {
      failure = { error };
      throw error;
    } finally {
      over = true;
    }
  }
  return {
    steps: recorded(),
    over: () => over,
    outcome(): Outcome<P> {
      if (failure) throw failure.error;
      return { history, last, finished };
    },
  };
}
