import { dispose } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { BackendLostError, DivergenceError, InputError, seeded } from '@autoencoders/core';
import { atTheEnd } from '@autoencoders/core/operations';
import { isMissingKernel, periodicYield } from '@autoencoders/core/internal';
import type { Latent } from '@autoencoders/core';
import type { CapturedPasses } from './captured.js';
import { passesOf } from './capturing.js';
import { composedSteps } from './composing.js';
import type { Checkpoint } from './checkpoints/checkpoint.js';
import { optimizerState } from './checkpoints/resume.js';
import type { LevelCheckpoints, Taken } from './checkpoints/run-checkpoints.js';
import { settingsOf } from './checkpoints/settings.js';
import { toTensors } from './checkpoints/tensors.js';
import { checksOf, dividedData } from './data-checks.js';
import type { DividedData } from './data-checks.js';
import { earlyStopping } from './early-stopping.js';
import { openEpoch, stepsOf } from './epoch.js';
import type { OpenEpoch, Work } from './epoch.js';
import { meanLosses } from './evaluate.js';
import { checkAlike } from './group.js';
import { isDisposed, withoutModel } from './in-training.js';
import type { Plan } from './plan.js';
import { needsOf } from './preflight.js';
import type { Progress } from './progress.js';
import { noteRun, warnOfRepeat } from './repeated-seed.js';
import { SEED_STREAMS } from './seed-streams.js';
import type { Source } from './source.js';
import { stopwatch } from './stopwatch.js';
import { trainer } from './trainer.js';
import { weightKeeper } from './weight-keeper.js';

/**
 * Trains by a plan, takes checkpoints and goes on from one. If the backend lacks a kernel, the error names the layer that needs it. Kernels
 * are not looked for before the first step: a step changes the model only after its last kernel has run, and a corruption or a loss that counts
 * its calls is then called for training data only.
 */
export async function* train<X extends Tensor, L extends Latent, K extends string>(
  given: Plan<X, L, K>,
  checkpoints: LevelCheckpoints<Progress<K>>,
): AsyncGenerator<Progress<K>, void, void> {
  let plan = given;
  try {
    plan = (await given.open?.()) ?? given;
    const data = await dividedData(plan);
    const from = await checkpoints.resumed();
    if (plan.group) await checkAlike(plan.call, plan.group, await settingsOf(plan), plan.model.weights);
    const captured = await passesOf(plan);
    yield* epochs(
      begun({ ...plan, composed: await composedSteps(plan) }, data, { from, captured, hasCheckpoints: checkpoints.areTaken }),
      data,
      checkpoints,
    );
  } catch (error) {
    throw await explained(plan, withoutModel(plan.call, plan.model.weights, error));
  }
}

/**
 * The error to throw for `error`: where the backend lacks a kernel, an `InputError` that names the parts of the step. Where they cannot be found,
 * the message of tfjs is all there is to say.
 */
async function explained(plan: Plan<any, any, any>, error: unknown): Promise<unknown> {
  if (!isMissingKernel(error)) return error;
  const sentence = await import('./missing-kernels.js')
    .then(({ missingKernels }) => missingKernels(plan.call, needsOf(plan)))
    .catch(() => undefined);
  return sentence === undefined ? error : new InputError(sentence, { cause: error });
}

/** Where a training begins, and how it computes. */
interface Beginning<X extends Tensor> {
  readonly from: Checkpoint | undefined;
  readonly captured: CapturedPasses<X>;
  readonly hasCheckpoints: boolean;
}

/** Everything that a training holds while it goes on. What it holds on the backend is freed by `end`. */
function begun<X extends Tensor, L extends Latent, K extends string>(
  plan: Plan<X, L, K>,
  { source, validation }: DividedData<X>,
  { from, captured, hasCheckpoints }: Beginning<X>,
) {
  const { call, model, batch, accumulationSteps } = plan;
  const known = source.count;
  // The steps of a stream of unknown length are known after its first epoch.
  const steps = { perEpoch: known === undefined ? (from?.steps ?? Infinity) : Math.ceil(known / (batch * accumulationSteps)) };
  const { timed, seconds } = stopwatch(from?.elapsedSeconds);
  const keeper = weightKeeper(call, model.weights, hasCheckpoints);
  const restoresBest = plan.earlyStopping !== undefined;
  const judge = earlyStopping(plan.earlyStopping ?? (hasCheckpoints && validation ? { patience: Infinity, minDelta: 0 } : undefined), from);
  if (from?.bestWeights) {
    const best = toTensors(from.bestWeights);
    keeper.keep('best', best);
    dispose({ ...best });
  }
  const start = from && { made: from.globalStep, state: optimizerState(call, plan, from) };
  const training = trainer(plan, () => steps.perEpoch, keeper, start, captured);
  const work: Work = (task) => timed(() => keeper.whileAlive(task));
  const first = openEpoch(plan, { epoch: from?.epoch ?? 1, start: from ? from.elapsedSeconds - from.epochSeconds : 0 }, from);
  const end = (): void => {
    if (restoresBest) keeper.restore('best');
    keeper.dispose();
    training.dispose();
  };
  return { plan, steps, seconds, keeper, judge, training, work, first, isResumed: from !== undefined, end };
}

/** What a checkpoint holds while `open` is on its way. */
const takenOf = (
  {
    steps,
    seconds,
    keeper,
    judge,
    training,
  }: Pick<ReturnType<typeof begun<any, any, any>>, 'steps' | 'seconds' | 'keeper' | 'judge' | 'training'>,
  open: () => OpenEpoch<string>,
): Taken => ({
  state() {
    const { epoch, step, examples, losses, start, waiting } = open();
    const times = { elapsedSeconds: seconds(), epochSeconds: seconds() - start, waitingSeconds: waiting.seconds() };
    const { sums: lossSums } = losses.sums();
    return { epoch, step, globalStep: training.made(), steps: steps.perEpoch, examples, lossSums, ...judge.state(), ...times };
  },
  optimizer: training.state,
  best: () => keeper.kept('best'),
});

/** An epoch with its losses on the validation data. All schedules have their final values, so that epochs are judged by one objective. */
async function validated<X extends Tensor, L extends Latent, K extends string>(
  { plan, training, work }: Pick<ReturnType<typeof begun<X, L, K>>, 'plan' | 'training' | 'work'>,
  source: Source<X> | undefined,
  epoch: Progress<K>,
): Promise<Progress<K>> {
  const { corrupt, batch, seed, group, earlyStopping } = plan;
  const options = { corrupt, batch, group, seed: seeded(seed, SEED_STREAMS.validation)() };
  const validation = source && (await work(() => meanLosses(checksOf(plan, 'validation'), source, options, atTheEnd)));
  const isWarmingUp = earlyStopping !== undefined && (await work(training.isWarmingUp));
  const warmingUp = plan.ranks ? plan.ranks.any(isWarmingUp) : isWarmingUp;
  return { ...epoch, ...(validation && { validation }), ...(warmingUp && { warmingUp }) };
}

async function* epochs<X extends Tensor, L extends Latent, K extends string>(
  run: ReturnType<typeof begun<X, L, K>>,
  { source, validation }: DividedData<X>,
  checkpoints: LevelCheckpoints<Progress<K>>,
): AsyncGenerator<Progress<K>, void, void> {
  const { plan, steps, seconds, keeper, judge, training, work } = run;
  const { call, model, seed } = plan;
  const draws = { weights: model.weights, seed, count: source.count };
  if (plan.epochs > 0 && !run.isResumed) warnOfRepeat(call, draws);
  let open = run.first;
  const taken = takenOf(run, () => open);
  const takeCheckpoint = (): Promise<void> => checkpoints.take(taken);
  const isDue = (): boolean => checkpoints.isDue(training.made() + 1);
  const times = () => ({ elapsedSeconds: seconds(), epochSeconds: seconds() - open.start });
  const tools = { training, work, times, breathe: periodicYield(), isDue, takeCheckpoint };
  const finish = (): Promise<void> => checkpoints.finish(taken);
  let left = true;
  try {
    while (open.epoch <= plan.epochs && !judge.stops()) {
      const trained = yield* stepsOf(plan, source, open, { ...tools, steps: steps.perEpoch });
      steps.perEpoch = trained.step;
      const judged = await validated(run, validation, trained);
      await keeper.copyAfter(open.epoch);
      noteRun(draws);
      const progress = { ...judged, ...times() };
      // Before the yield, so that leaving the loop at the best epoch keeps its weights.
      if (judge.isBest(progress)) keeper.keep('best');
      checkpoints.note(progress);
      open = openEpoch(plan, { epoch: open.epoch + 1, start: seconds() });
      if (checkpoints.isDue(training.made())) await work(takeCheckpoint);
      yield progress;
    }
  } catch (error) {
    left = false;
    // Data that cannot be read are no fault of the steps before. A GPU may not have read the losses of all of them.
    const isWhole = open.losses.sums().count === open.examples;
    if (isWhole && !(error instanceof DivergenceError || error instanceof BackendLostError)) await finish().catch(() => undefined);
    throw error;
  } finally {
    try {
      // The loop may be left after a step whose weights no loss has shown yet. Without a model, there is nothing to look at or to keep.
      if (left && !isDisposed(model.weights)) {
        await keeper.whileAlive(training.settle);
        await keeper.whileAlive(finish);
      }
    } finally {
      await checkpoints.idle();
      run.end();
    }
  }
}
