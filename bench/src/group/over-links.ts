import { start } from '../steps/process.js';
import type { Running } from '../steps/process.js';
import type { Answer } from '../steps/protocol.js';
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
/** What hosts do, and how many steps of it in a round: train, sum as many numbers as the model has weights, and sum few. */
const all = [
  { name: 'step', peer: 'group', setting: 'ours', steps: 6 },
  { name: 'sum', peer: 'sums', setting: '', steps: 10 },
] as const;
/** What two of them do, which have a core each. */
const pair = [
  { name: 'sum', peer: 'sums', setting: '', steps: 20 },
  { name: 'small', peer: 'sums', setting: '4', steps: 100 },
] as const;
type Name = 'step' | 'sum' | 'small';
type Answers = Readonly<Record<Name, Answer[]>>;
const noAnswers = (): Answers => ({ step: [], sum: [], small: [] });

/** What was measured on hosts with links. Times are milliseconds. */
export interface LinkResults {
  readonly hosts: number;
  readonly model: string;
  readonly batch: number;
  readonly bytes: number;
  readonly rates: readonly RateResult[];
  /** Two of the hosts, without a limit: a sum of all gradients, and a sum of four numbers. */
  readonly pair: { readonly sum: number; readonly small: number };
}

export interface RateResult {
  /** Null: no limit. */
  readonly gigabits: number | null;
  /** A training step: all of it, and what it takes of the ranks. */
  readonly step: { readonly ms: number; readonly waiting: number; readonly communication: number };
  /** Bytes that each rank sent in a step. */
  readonly sent: number;
  /** A sum of all gradients. */
  readonly sum: number;
}

/** Trains and sums over links of several rates, in turns. */
export async function overLinks(task: Case, bytes: number, folder: string, progress: (text: string) => void): Promise<LinkResults> {
  const net = hosts(HOSTS, folder);
  // Also where this process is ended before it comes to its own end.
  process.once('exit', net.remove);
  const running: Running[] = [];
  const started = async (count: number, { peer, setting }: (typeof all | typeof pair)[number]): Promise<Running> => {
    const program = onHosts(count, peer, setting, mpirun(count, folder, net.options(count)));
    const one = start(program, { peer, setting, task, folder, warmUp: WARM_UP });
    running.push(one);
    await one.ready();
    return one;
  };
  try {
    const [onAll, onPair]: [Running[], Running[]] = [[], []];
    for (const work of all) onAll.push(await started(HOSTS, work));
    for (const work of pair) onPair.push(await started(2, work));
    const [answers, ofPair] = [RATES.map(noAnswers), noAnswers()];
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, rate] of RATES.entries()) {
        progress(`${HOSTS} hosts: round ${round + 1} of ${ROUNDS}, ${rate} Gbit/s`);
        net.limit(rate);
        for (const [j, { name, steps }] of all.entries()) answers[i]![name].push(await onAll[j]!.steps(steps));
        if (rate === Infinity) for (const [j, { name, steps }] of pair.entries()) ofPair[name].push(await onPair[j]!.steps(steps));
      }
    return {
      hosts: HOSTS,
      model: task.title,
      batch: task.batch,
      bytes,
      rates: RATES.map((rate, i) => rateResult(rate, answers[i]!)),
      pair: { sum: msOf(ofPair.sum), small: msOf(ofPair.small) },
    };
  } finally {
    await Promise.all(running.map(({ end }) => end()));
    process.removeListener('exit', net.remove);
    net.remove();
  }
}

const msOf = (answers: readonly Answer[]): number => median(answers.flatMap(({ ms }) => ms));

const rateResult = (rate: number, { step, sum }: Answers): RateResult => ({
  gigabits: Number.isFinite(rate) ? rate : null,
  step: { ms: msOf(step), ...costsOf(step)! },
  sent: median(step.map(({ ranks }) => ranks!.sent!)),
  sum: msOf(sum),
});
