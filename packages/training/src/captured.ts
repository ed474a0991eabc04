import { dispose, engine, env, keep } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Clock, Leaves } from '@autoencoders/core';
import type { Capturable, Captured, Capturing, Recording } from '@autoencoders/core/internal';
import type { Gradients, PassInputs, Passes } from './passes.js';

/*
 * Pages load this file when a training begins. It imports nothing of this package, so that bundlers need not split the rest.
 */

/** Passes that run from captured kernels, if that can be. */
export interface CapturedPasses<X extends Tensor> {
  readonly passes: Passes<X>;
  /** Why steps are not captured; undefined while that is not known, or if they are. */
  readonly reason: () => string | undefined;
  readonly dispose: () => void;
}

/** What was found of the steps so far. */
type State =
  | { readonly kind: 'watching'; readonly first?: Recording }
  | { readonly kind: 'captured'; readonly captured: Captured; readonly of: Structure }
  | { readonly kind: 'refused'; readonly why: string };

/** The structure of what a step gives, apart from its tensors. */
interface Structure {
  readonly paths: readonly string[];
  readonly statistics: readonly Tensor[];
  readonly seeds: number;
}

/**
 * `usual`, the passes of a training of a model with these weights, captured. The first step is recorded, and the second captured. If they
 * differ in nothing but batch, weights and seeds, the kernels of later steps run without the program that called them. Batches of another size
 * take the usual way.
 */
export function capturedPasses<X extends Tensor>(usual: Passes<X>, weights: readonly Tensor[], capturing: Capturing): CapturedPasses<X> {
  let state: State = { kind: 'watching' };
  let shapes: string | undefined;
  return {
    passes(inputs) {
      const { x, target, mask } = inputs.part;
      const given = [x, target, mask, ...inputs.weights, ...weights].filter((tensor) => tensor !== undefined);
      const now = `${x.shape} ${target.shape} ${mask?.shape} ${target === x} ${inputs.shard?.share}`;
      shapes ??= now;
      if (state.kind === 'refused' || now !== shapes || env().getBool('DEBUG') || engine().state.profiling) return usual(inputs);
      if (state.kind === 'watching') {
        const watched = watchedPasses(usual, inputs, { capturing, given, first: state.first });
        ({ state } = watched);
        return watched.result;
      }
      const { captured, of } = state;
      if (captured.areHeld()) {
        captured.dispose();
        state = { kind: 'refused', why: 'the optimizer keeps gradients' };
        return usual(inputs);
      }
      captured.run(given, Array.from({ length: of.seeds }, inputs.seeds), onResult(inputs, captured.view, of));
      return own(structured(captured.results(), of));
    },
    reason: () => (state.kind === 'refused' ? state.why : undefined),
    dispose() {
      if (state.kind === 'captured') state.captured.dispose();
    },
  };
}

/** The usual passes, recorded or, after a first recording, captured; and what is known of the steps then. */
function watchedPasses<X extends Tensor>(
  usual: Passes<X>,
  inputs: PassInputs<X>,
  { capturing, given, first }: { capturing: Capturing; given: readonly Tensor[]; first: Recording | undefined },
): { readonly result: Gradients; readonly state: State } {
  const seeds: number[] = [];
  let readsClock = false;
  const noted: PassInputs<X> = {
    ...inputs,
    seeds() {
      seeds.push(inputs.seeds());
      return seeds.at(-1)!;
    },
    clock: watchedClock(inputs.clock, () => (readsClock = true)),
  };
  const what: Capturable<Gradients> = {
    f: () => usual(noted),
    tensors: given,
    seeds: () => seeds,
    results: ({ values, gradients, statistics }) => [values, ...Object.values(gradients), ...statistics.map(([, next]) => next)],
  };
  if (!first) {
    const { result, recording } = capturing.record(what);
    const why = readsClock ? 'a loss or a layer follows a schedule' : recording.flaw;
    return { result, state: why === undefined ? { kind: 'watching', first: recording } : { kind: 'refused', why } };
  }
  const { result, captured } = capturing.capture(what, first);
  if (typeof captured === 'string') {
    // Its memory was planned for another step.
    dispose([...what.results(result)] as Tensor[]);
    const again = [...seeds];
    return { result: usual({ ...inputs, seeds: () => again.shift() ?? inputs.seeds() }), state: { kind: 'refused', why: captured } };
  }
  const statistics = result.statistics.map(([statistic]) => statistic);
  const of = { paths: Object.keys(result.gradients), statistics, seeds: seeds.length };
  return { result: own(result), state: { kind: 'captured', captured, of } };
}

/** Begins with the sums of what is complete. The loss terms come first among the results, and the gradients follow. */
function onResult(
  { openSums }: Pick<PassInputs<Tensor>, 'openSums'>,
  view: Captured['view'],
  { paths }: Structure,
): ((place: number) => void) | undefined {
  if (!openSums || !view) return undefined;
  const gradients = Object.fromEntries(paths.map((path, i) => [path, () => view(i + 1)]));
  const complete = openSums({ values: () => view(0), gradients });
  return (place) => {
    if (place <= paths.length) complete(paths[place - 1]);
  };
}

/** The result of a step that has these tensors. */
function structured([values, ...others]: readonly Tensor[], { paths, statistics }: Structure): Gradients {
  for (const tensor of [values!, ...others.slice(paths.length)]) keep(tensor);
  return {
    values: values as Tensor1D,
    gradients: Object.fromEntries(paths.map((path, i) => [path, others[i]!])) as Leaves,
    statistics: statistics.map((statistic, i) => [statistic, others[paths.length + i]!]),
  };
}

/** The same, but its statistics, which become parts of the model, do not lie in the memory of the captured step. */
const own = ({ statistics, ...others }: Gradients): Gradients => ({
  ...others,
  statistics: statistics.map(([statistic, next]) => {
    const copy = keep(engine().makeTensor(next.dataSync().slice(), next.shape, next.dtype)) as Tensor;
    dispose(next);
    return [statistic, copy];
  }),
});

/** The same clock, which tells when it is read. */
const watchedClock = (clock: Clock, onRead: () => void): Clock => ({
  get step() {
    onRead();
    return clock.step;
  },
  get epoch() {
    onRead();
    return clock.epoch;
  },
});
