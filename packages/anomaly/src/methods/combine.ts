import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { Method, MethodOptions, Scorer, ScorerState, Scores } from '../types.js';

/** Scorers of which each has a weight: the score is Σ wᵢ·sᵢ, and so are the contributions. */
interface Weighted {
  readonly scorer: Scorer;
  readonly weight: number;
}

/**
 * Several methods as one: each score is divided by its mean over held-out examples, and then they are added up. So each method weighs the
 * same, and a usual example scores about as much as there are methods. Contributions add up alike. Without held-out examples, those that are
 * learned from give the means.
 */
export function combine(...methods: readonly Method[]): Method {
  check(methods.length > 0, 'combine: give one method or more');
  for (const method of methods)
    check(typeof method?.fit === 'function', () => `combine: every argument must be a method, such as pca(), not ${show(method)}`);
  return {
    kind: 'combined',
    async fit(usual, options = {}) {
      const judged = options.heldOut ?? usual;
      const parts: Weighted[] = [];
      try {
        for (const [i, method] of methods.entries()) {
          const onProgress = (share: number): void => options.onProgress?.((i + share) / methods.length);
          const checkpoints = inPart(options.checkpoints, `method-${i}`);
          const scorer = await method.fit(usual, { ...options, checkpoints, onProgress });
          parts.push({ scorer, weight: 1 });
          parts[parts.length - 1] = { scorer, weight: 1 / (meanOf((await scorer.score(judged)).values) || 1) };
        }
        return weightedScorer('combined', parts);
      } catch (error) {
        for (const { scorer } of parts) scorer.dispose();
        throw error;
      }
    },
  };
}

/** The checkpoints of a part of a part. */
export const inPart = (checkpoints: MethodOptions['checkpoints'], name: string): MethodOptions['checkpoints'] =>
  checkpoints && ((part) => checkpoints(`${name}-${part}`));

const meanOf = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The mean of the scores of several scorers of the same method. */
export const averaged = (scorers: readonly Scorer[]): Scorer =>
  weightedScorer(
    'averaged',
    scorers.map((scorer) => ({ scorer, weight: 1 / scorers.length })),
  );

/** Σ wᵢ·sᵢ. It owns its scorers. */
function weightedScorer(kind: string, parts: readonly Weighted[]): Scorer {
  const dispose = (): void => parts.forEach(({ scorer }) => scorer.dispose());
  const restoring = parts.flatMap(({ scorer: { restore } }) => restore ?? []);
  return {
    kind,
    shape: parts[0]!.scorer.shape,
    async score(examples, options) {
      const found: Scores[] = [];
      for (const { scorer } of parts) found.push(await scorer.score(examples, options));
      const known = found.every(({ contributions }) => contributions);
      return {
        values: added(
          parts,
          found.map(({ values }) => values),
        ),
        contributions: known
          ? added(
              parts,
              found.map(({ contributions }) => contributions!),
            )
          : undefined,
      };
    },
    restore: restoring.length > 0 ? (examples) => meanOfRestored(restoring, examples) : undefined,
    async state() {
      const states: ScorerState[] = [];
      for (const { scorer } of parts) states.push(await scorer.state());
      const arrays = states.flatMap(({ arrays: own }, i) => Object.entries(own).map(([name, array]) => [`${i}.${name}`, array] as const));
      const config = states.map(({ kind: own, config: json }, i) => ({ kind: own, weight: parts[i]!.weight, config: json }));
      return { kind, config, arrays: Object.fromEntries(arrays) };
    },
    dispose,
    [Symbol.dispose]: dispose,
  };
}

/** The mean of what several scorers expect. */
async function meanOfRestored(restoring: readonly NonNullable<Scorer['restore']>[], examples: ArrayDataset): Promise<Float64Array> {
  const sums = new Float64Array(examples.values.length);
  for (const restore of restoring) (await restore(examples)).forEach((value, i) => (sums[i]! += value / restoring.length));
  return sums;
}

function added(parts: readonly Weighted[], each: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(each[0]!.length);
  for (const [i, { weight }] of parts.entries()) for (let j = 0; j < sums.length; j++) sums[j]! += weight * each[i]![j]!;
  return sums;
}

/** Opens a weighted sum of scorers from its state; `open` opens each of them. */
export async function openWeighted({ kind, config, arrays }: ScorerState, open: (state: ScorerState) => Promise<Scorer>): Promise<Scorer> {
  const parts = config as readonly { readonly kind: string; readonly weight: number; readonly config: unknown }[];
  const fits = Array.isArray(parts) && parts.length > 0 && parts.every((part) => Number.isFinite(Object(part).weight));
  check(fits, () => `openScorer: the state of ${show(kind)} must have parts with weights; the file is damaged`);
  const opened: Weighted[] = [];
  try {
    for (const [i, part] of parts.entries()) {
      const own = Object.entries(arrays).filter(([name]) => name.startsWith(`${i}.`));
      const named = Object.fromEntries(own.map(([name, array]) => [name.slice(`${i}.`.length), array]));
      opened.push({ scorer: await open({ kind: part.kind, config: part.config, arrays: named }), weight: part.weight });
    }
    const [first, ...others] = opened.map(({ scorer }) => String(scorer.shape));
    check(
      others.every((shape) => shape === first),
      () => `openScorer: the parts of ${show(kind)} are for examples of several shapes; the file is damaged`,
    );
    return weightedScorer(kind, opened);
  } catch (error) {
    for (const { scorer } of opened) scorer.dispose();
    throw error;
  }
}
