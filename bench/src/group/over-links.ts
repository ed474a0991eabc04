import { start } from '../steps/process.js';
import type { Running } from '../steps/process.js';
import type { Answer, RankCosts } from '../steps/protocol.js';
import { median } from '../steps/statistics.js';
import { mpirun } from './launcher.js';
import { hosts } from './links.js';
import { onHosts } from './programs.js';
import type { Case } from './programs.js';
import { costsOf } from './results.js';

/** How many hosts there are, and the rates of their links in Gbit/s. */
const HOSTS = 4;
const RATES = [1, 10, Infinity];
const ROUNDS = 5;
const WARM_UP = { steps: 3, ms: 1e9 };
/** With one connection, the answer to a message waits behind the numbers that go the same way. */
export const TWO_CONNECTIONS = ['--mca', 'btl_tcp_links', '2'] as const;
const numbers = { peer: 'sums', setting: '', options: [] };
/** They train: with sums during the backward pass, and after it. */
const training = [
  { ...numbers, name: 'step', peer: 'group', setting: 'ours', steps: 6 },
  { ...numbers, name: 'after', peer: 'after', setting: 'ours', steps: 6 },
] as const;
/** What hosts do, and how many steps of it in a round: they train, and sum as many numbers as the model has weights. */
const all = [
  ...training,
  { ...numbers, name: 'sum', steps: 10 },
  { ...numbers, name: 'sumOverTwo', steps: 10, options: TWO_CONNECTIONS },
] as const;
/** What two of them do, which have a core each: they also sum a few numbers. */
const pair = [
  ...training,
  { ...numbers, name: 'sum', steps: 10 },
  { ...numbers, name: 'sumOverTwo', steps: 10, options: TWO_CONNECTIONS },
  { ...numbers, name: 'small', setting: '4', steps: 50 },
] as const;
type Name = (typeof all | typeof pair)[number]['name'];
type Answers = Readonly<Record<Name, Answer[]>>;
const noAnswers = (): Answers => ({ step: [], after: [], sum: [], sumOverTwo: [], small: [] });

/** What was measured on hosts with links. Times are milliseconds. */
export interface LinkResults {
  readonly hosts: number;
  readonly model: string;
  readonly batch: number;
  readonly bytes: number;
  readonly rates: readonly RateResult[];
}

/** Sums of all gradients: with one connection between two hosts, which is usual, and with two. */
export interface Sums {
  readonly sum: number;
  readonly sumOverTwo: number;
}

export interface RateResult extends Sums {
  /** Null: no limit. */
  readonly gigabits: number | null;
  /** A training step, and one with all sums after the backward pass. */
  readonly step: StepResult;
  readonly after?: StepResult;
  /** Bytes that each rank sent in a step. */
  readonly sent: number;
  /** Two of the hosts alone; `small` is a sum of four numbers. */
  readonly pair: Sums & { readonly small: number; readonly step?: StepResult; readonly after?: StepResult };
}

/** A training step: all of it, and what it takes of the ranks. */
export interface StepResult extends Omit<RankCosts, 'sent'> {
  readonly ms: number;
}

/** Trains and sums over links of several rates, in turns. */
export async function overLinks(task: Case, bytes: number, folder: string, progress: (text: string) => void): Promise<LinkResults> {
  const net = hosts(HOSTS, folder);
  // Also where this process is ended before it comes to its own end.
  process.once('exit', net.remove);
  const running: Running[] = [];
  const started = async (count: number, { peer, setting, options }: (typeof all | typeof pair)[number]): Promise<Running> => {
    const program = onHosts(count, peer, setting, mpirun(count, folder, [...net.options(count), ...options]));
    const one = start(program, { peer, setting, task, folder, warmUp: WARM_UP });
    running.push(one);
    await one.ready();
    return one;
  };
  try {
    const [onAll, onPair]: [Running[], Running[]] = [[], []];
    for (const work of all) onAll.push(await started(HOSTS, work));
    for (const work of pair) onPair.push(await started(2, work));
    const answers = RATES.map(() => ({ all: noAnswers(), pair: noAnswers() }));
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, rate] of RATES.entries()) {
        progress(`${HOSTS} hosts: round ${round + 1} of ${ROUNDS}, ${rate} Gbit/s`);
        net.limit(rate);
        for (const [j, { name, steps }] of all.entries()) answers[i]!.all[name].push(await onAll[j]!.steps(steps));
        for (const [j, { name, steps }] of pair.entries()) answers[i]!.pair[name].push(await onPair[j]!.steps(steps));
      }
    const rates = RATES.map((rate, i) => rateResult(rate, answers[i]!));
    return { hosts: HOSTS, model: task.title, batch: task.batch, bytes, rates };
  } finally {
    await Promise.all(running.map(({ end }) => end()));
    process.removeListener('exit', net.remove);
    net.remove();
  }
}

const msOf = (answers: readonly Answer[]): number => median(answers.flatMap(({ ms }) => ms));

const sumsOf = ({ sum, sumOverTwo }: Answers): Sums => ({ sum: msOf(sum), sumOverTwo: msOf(sumOverTwo) });

const stepsOf = ({ step, after }: Answers): Readonly<Record<'step' | 'after', StepResult>> => ({
  step: { ms: msOf(step), ...costsOf(step)! },
  after: { ms: msOf(after), ...costsOf(after)! },
});

const rateResult = (rate: number, { all, pair }: Readonly<Record<'all' | 'pair', Answers>>): RateResult => ({
  gigabits: Number.isFinite(rate) ? rate : null,
  ...stepsOf(all),
  sent: median(all.step.map(({ ranks }) => ranks!.sent!)),
  ...sumsOf(all),
  pair: { ...sumsOf(pair), ...stepsOf(pair), small: msOf(pair.small) },
});
