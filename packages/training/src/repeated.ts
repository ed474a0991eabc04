import { backend, engine, env, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Captured, Capturing, Recording } from '@autoencoders/core/internal';

/*
 * Pages load this file when a long dataset is encoded. It imports nothing of this package, so that bundlers need not split the rest.
 */

/** A function of batches. */
export interface Repeated<X extends Tensor> {
  /** The result for a batch. The caller frees it before the next run, which may take its memory. */
  readonly run: (x: X) => Tensor;
  readonly dispose: () => void;
}

/** What was found of the runs so far: nothing, a recording of the first, all that runs need, or that they cannot be captured. */
type State = undefined | { readonly first: Recording } | { readonly captured: Captured } | 'usual';

/**
 * `f`, a function of a batch and of these weights, captured. The first run is recorded, and the second captured. If they differ in nothing but the
 * numbers of batch and weights, later runs run the kernels alone. Batches of another shape take the usual way.
 */
export function repeated<X extends Tensor>(f: (x: X) => Tensor, weights: readonly Tensor[], capturing: Capturing): Repeated<X> {
  const own = backend();
  let state: State;
  let shape: string | undefined;
  const usual = (x: X): Tensor => tidy(() => f(x));

  /** The first runs. */
  const watched = (x: X, first: Recording | undefined): Tensor => {
    const what = { f: () => usual(x), tensors: [x, ...weights], seeds: () => [], results: (y: Tensor) => [y] };
    if (!first) {
      const { result, recording } = capturing.record(what);
      state = recording.flaw === undefined ? { first: recording } : 'usual';
      return result;
    }
    const { result, captured } = capturing.capture(what, first);
    state = typeof captured === 'string' ? 'usual' : { captured };
    if (state !== 'usual') return result;
    // Its memory was planned for another run.
    result.dispose();
    return usual(x);
  };

  return {
    run(x) {
      shape ??= String(x.shape);
      const isOther = String(x.shape) !== shape || backend() !== own || weights.some(({ isDisposed }) => isDisposed);
      if (state === 'usual' || isOther || env().getBool('DEBUG') || engine().state.profiling) return usual(x);
      if (state === undefined || 'first' in state) return watched(x, state?.first);
      state.captured.run([x, ...weights], []);
      return state.captured.results()[0]!;
    },
    dispose() {
      if (typeof state === 'object' && 'captured' in state) state.captured.dispose();
    },
  };
}
