import { CORES, messages, ringBytes, speedUp, sumTime, sums } from './model.js';
import type { Network, Step } from './model.js';
import type { LinkResults, RateResult, Sums } from './over-links.js';
import { predicted } from './programs.js';
import type { Engine } from './programs.js';
import { programOf } from './results.js';
import type { Goal, ModelResult, ProgramResult, Results } from './results.js';

/* What the model says, from what was measured. */

type Measurements = Pick<Results, 'models' | 'links'>;

export const HOSTS: readonly number[] = [2, 4, 8, 16, 32, 64];
export const GIGABITS: readonly number[] = [1, 10, 25];
const EXAMPLES: readonly number[] = predicted.map(({ batch }) => batch);
/** What was asked for, with links of 10 Gbit/s and 1,024 examples on each host. */
const GOALS = [
  { hosts: 4, least: 3.5 },
  { hosts: 16, least: 12 },
] as const;
export const GOAL = { gigabits: 10, examples: 1024 } as const;

/** What two of the hosts need for sums without a limit. */
export const unlimitedPair = ({ rates }: LinkResults): RateResult['pair'] => rates.find(({ gigabits }) => gigabits === null)!.pair;

/** What sums cost hosts with cores of their own: two of the hosts in one computer have one each. */
export function networkOf(links: LinkResults): Omit<Network, 'gigabits'> {
  const { sum, small } = unlimitedPair(links);
  // The sum of a few numbers is a message to meet and one to sum.
  const latency = small / 1000 / 2;
  return { latency, own: Math.max(0, sum / 1000 - messages(2) * latency) / ringBytes(2, links.bytes) };
}

/** What a step takes of a host with two threads. Undefined if it was not measured. */
function stepOf(models: readonly ModelResult[], engine: Engine, examples: number): Step | undefined {
  const model = models.find(({ name, batch }) => name === predicted[0]!.name && batch === examples);
  const [one, half] = (['one', 'half'] as const).map((kind) => model && programOf(model, engine, kind));
  // In a group, a rank does what it does alone, and more. A disturbed measurement could say less.
  if (!one || !half?.messages) return undefined;
  const messages = half.messages.map(({ bytes, ahead }) => ({ bytes, ahead: ahead / 1000 }));
  return { alone: one.ms / 1000, computing: Math.max(one.ms, half.ms) / 1000, messages };
}

/** The prediction for a sum over links of a rate, and what was measured, in milliseconds. */
export interface Check extends Sums {
  readonly hosts: number;
  readonly gigabits: number;
  readonly model: number;
}

/** Of two hosts, and of all. Where several hosts share a core, their own parts of a sum take turns. */
export const checks = (links: LinkResults): readonly Check[] =>
  ([2, links.hosts] as const).flatMap((hosts) =>
    links.rates.map((rate) => {
      const { latency, own } = networkOf(links);
      const network = { latency, own: own * Math.max(1, hosts / CORES), gigabits: rate.gigabits ?? Infinity };
      const { sum, sumOverTwo } = hosts === 2 ? rate.pair : rate;
      return { hosts, gigabits: network.gigabits, model: 1000 * sumTime(hosts, links.bytes, network), sum, sumOverTwo };
    }),
  );

/** How many times as long as the model says the sums of all hosts took, over links of the rate of the goals. */
export function longerOf({ links }: Measurements): number {
  const found = links && checks(links).find(({ hosts, gigabits }) => hosts === links.hosts && gigabits === GOAL.gigabits);
  return found ? found.sum / found.model : NaN;
}

/** What the model says for an engine. */
interface Prediction {
  readonly engine: Engine;
  readonly examples: number;
  readonly step: Step;
  readonly speedUp: (hosts: number, gigabits: number, longer?: number) => number;
  /** The milliseconds that sums add to a step, and those that the backward pass hides. */
  readonly sums: (hosts: number, gigabits: number) => { readonly added: number; readonly hidden: number };
}

/** Of each engine and number of examples that was measured. */
export const predictions = ({ models, links }: Measurements): readonly Prediction[] =>
  (['WASM', 'BLAS'] as const).flatMap((engine) =>
    EXAMPLES.flatMap((examples) => {
      const step = stepOf(models, engine, examples);
      if (!links || !step) return [];
      const network = networkOf(links);
      return [
        {
          engine,
          examples,
          step,
          speedUp: (hosts, gigabits, longer) => speedUp(hosts, step, { ...network, gigabits }, longer),
          sums(hosts, gigabits) {
            const { added, hidden } = sums(hosts, step, { ...network, gigabits });
            return { added: 1000 * added, hidden: 1000 * hidden };
          },
        },
      ];
    }),
  );

/** What the model says of the goals. */
export function goalsOf(results: Measurements): readonly Goal[] {
  const times = longerOf(results);
  return predictions(results)
    .filter(({ examples }) => examples === GOAL.examples)
    .flatMap(({ engine, speedUp }) =>
      GOALS.map(({ hosts, least }) => {
        const [model, longer] = [1, times].map((each) => speedUp(hosts, GOAL.gigabits, each)) as [number, number];
        return { engine, hosts, least, model, longer };
      }),
    );
}

/** Two ranks of ours and of PyTorch. */
interface Beside {
  readonly model: ModelResult;
  readonly ours: ProgramResult;
  readonly theirs: ProgramResult;
}

/** The models for which both sums of gradients were measured: ours with a BLAS, and PyTorch with mpi4py. */
export const besides = (models: readonly ModelResult[]): readonly Beside[] =>
  models.flatMap((model) => {
    const [ours, theirs] = (['BLAS', 'PyTorch'] as const).map((engine) => programOf(model, engine, 'two'));
    return ours?.ranks && theirs?.ranks ? [{ model, ours, theirs }] : [];
  });
