import { add, clone, dispose, mul, tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Variable } from '@tensorflow/tfjs-core';
import type { Shard, leaves, mapLeaves, seeded } from '@autoencoders/core';
import { gradientSums } from './gradient-sums.js';
import type { GradientSums } from './gradient-sums.js';
import type { shardOf } from './group.js';
import type { Gradients, Passes } from './passes.js';
import type { Plan } from './plan.js';
import type { Batch } from './source.js';
import type { ComposedSteps } from './composing.js';
import { roundsOf } from './rounds.js';
import type { gradientsOf } from './step.js';

/*
 * Steps that several batches or several processes have a part in. Training loads this file where an option asks for them. It imports nothing of our packages, so that bundlers need not split the rest.
 */

/** What steps are made of. */
export interface Tools {
  readonly gradientsOf: typeof gradientsOf;
  readonly shardOf: typeof shardOf;
  readonly leaves: typeof leaves;
  readonly mapLeaves: typeof mapLeaves;
  readonly seeded: typeof seeded;
  /** The stream of the seed that gives those of the batches of a step. */
  readonly stream: number;
}

/** The steps of a plan that accumulates gradients, or that several processes have a part in. */
export function composed<X extends Tensor>(plan: Plan<X, any, any>, tools: Tools): ComposedSteps<X> {
  const { accumulationSteps, group, seed, trained } = plan;
  const { seeded, stream, shardOf, gradientsOf } = tools;
  const rounds = roundsOf(plan, tools);
  return {
    rounds,
    batches: (read) => joined(read, accumulationSteps, (i) => (i === 0 ? seed : seeded(seed, stream, i)())),
    gradients(batch, clock, compute) {
      const parts = batch.parts ?? [batch];
      const shards = parts.map(({ size }) => shardOf(group, size));
      const passes = rounds ? alone(compute, seeded, group!.rank) : compute;
      const gradientsAt = (i: number, openSums?: GradientSums['open']): Gradients =>
        gradientsOf(plan, parts[i]!, clock, { shard: shards[i], openSums, compute: passes });
      const [shard] = shards;
      if (parts.length === 1 && shard && !rounds) return overRanks((openSums) => gradientsAt(0, openSums), shard, shard.share);
      const ofValues = parts.map(({ size }, i) => ((shards[i]?.share ?? 1) * size) / batch.size);
      const ofGradients = rounds ? ownWeights(shards as Shard[]) : parts.map(({ size }) => size / batch.size);
      const found = (): Gradients =>
        accumulated(parts.map((_, i) => ({ compute: () => gradientsAt(i), ofValues: ofValues[i]!, ofGradients: ofGradients[i]! })));
      const share = ofValues.reduce((a, b) => a + b, 0);
      return shard && !rounds ? overRanks(found, { ...shard, share: 1 }, share) : found();
    },
  };

  /** The sums over all ranks, some of which may begin while the passes go on. */
  function overRanks(compute: (openSums: GradientSums['open']) => Gradients, shard: Shard, share: number): Gradients {
    const sums = gradientSums(shard);
    let found: Gradients | undefined;
    try {
      found = compute(sums.open);
      found = { ...found, ...sums.finish(found) };
      return { ...found, statistics: means(found.statistics, shard, share) };
    } catch (error) {
      sums.abandon();
      if (found) dispose([found.values, ...Object.values(found.gradients), ...found.statistics.map(([, next]) => next)]);
      throw error;
    }
  }

  /** Statistics of the rows of each rank become their mean, by `share`, the share of this rank in all rows. */
  function means(statistics: Gradients['statistics'], { group }: Shard, share: number): Gradients['statistics'] {
    const own = statistics.filter(([statistic]) => trained.ofRank.has(statistic));
    if (own.length === 0) return statistics;
    const sums = own.map(([, next]) => next.dataSync<'float32'>().map((value) => (share > 0 ? value * share : 0)));
    group.allReduce(...sums);
    const means = new Map(own.map(([statistic, { shape }], i) => [statistic, tensor(sums[i]!, shape)]));
    dispose(own.map(([, next]) => next));
    return statistics.map(([statistic, next]) => [statistic, means.get(statistic) ?? next]);
  }
}

/** The passes of a rank that sees its rows as a batch of their own, with random numbers that no other rank has. */
const alone =
  <X extends Tensor>(compute: Passes<X>, random: typeof seeded, rank: number): Passes<X> =>
  (inputs) =>
    compute({ ...inputs, seeds: random(inputs.seeds(), rank), shard: undefined });

/** The same batches, `count` of which become the parts of one. The rest of a pass is one of its own. */
async function* joined<X extends Tensor>(
  read: AsyncIterable<Batch<X>>,
  count: number,
  seedOf: (i: number) => number,
): AsyncGenerator<Batch<X>, void> {
  let parts: Batch<X>[] = [];
  for await (const batch of read) {
    parts.push({ ...batch, seed: seedOf(parts.length) });
    if (parts.length < count && !batch.last) continue;
    yield { ...parts[0]!, size: parts.reduce((sum, { size }) => sum + size, 0), last: batch.last, parts };
    parts = [];
  }
}

/** The share of each part in the rows of this rank. Where it has no rows, it trains on those that it borrows. */
function ownWeights(shards: readonly Shard[]): readonly number[] {
  const rows = shards.map(({ rows, share }) => (share > 0 ? rows : 0));
  const all = rows.reduce((a, b) => a + b, 0);
  return rows.map((own) => (all > 0 ? own / all : 1 / rows.length));
}

/** A pass, and what its losses and its gradients are multiplied by. */
interface Pass {
  readonly compute: () => Gradients;
  readonly ofValues: number;
  readonly ofGradients: number;
}

/**
 * The weighted sums of the losses and the gradients of several passes, one after the other. Running statistics follow each. Every pass may
 * write its gradients over those of the pass before, so they are added at once.
 */
function accumulated(passes: readonly Pass[]): Gradients {
  let sums: Pick<Gradients, 'values' | 'gradients'> | undefined;
  const followed = followedStatistics();
  try {
    for (const { compute, ofValues, ofGradients } of passes) {
      const { values, gradients, statistics } = compute();
      const before = sums;
      sums = {
        values: weighted(before?.values, values, ofValues) as Tensor1D,
        gradients: Object.fromEntries(
          Object.entries(gradients).map(([path, gradient]) => [path, weighted(before?.gradients[path], gradient, ofGradients)]),
        ),
      };
      followed.set(statistics);
    }
    return { ...sums!, statistics: followed.taken() };
  } catch (error) {
    if (sums) dispose([sums.values, ...Object.values(sums.gradients)]);
    dispose(followed.taken().map(([, next]) => next));
    throw error;
  }
}

/** sum + weight·x. Frees both. A weight of 0 also leaves out what is not finite. */
function weighted(sum: Tensor | undefined, x: Tensor, weight: number): Tensor {
  const next = tidy(() => {
    const own = weight === 0 ? zerosLike(x) : mul(x, weight);
    return sum ? add(sum, own) : own;
  });
  dispose(sum ? [sum, x] : [x]);
  return next;
}

/** Running statistics that follow one batch after the other, while the model gets them only after the step. */
function followedStatistics() {
  const before = new Map<Tensor, Tensor>();
  return {
    /** Puts new values into the model, and frees them. */
    set(statistics: Gradients['statistics']): void {
      for (const [statistic, next] of statistics) {
        if (!before.has(statistic)) before.set(statistic, clone(statistic));
        (statistic as Variable).assign(next);
        next.dispose();
      }
    },
    /** Takes the new values out of the model, which gets back those before the step. */
    taken: (): Gradients['statistics'] =>
      [...before].map(([statistic, old]) => {
        const next = clone(statistic);
        (statistic as Variable).assign(old);
        old.dispose();
        return [statistic, next] as const;
      }),
  };
}
