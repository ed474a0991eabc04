import { weightsOf } from '../steps/files.js';
import type { MessageStart, RankCosts } from '../steps/protocol.js';
import type { Measured } from '../steps/rounds.js';
import { difference, median, ratio } from '../steps/statistics.js';
import type { Case, Engine, GroupProgram } from './programs.js';
import type { LinkResults } from './over-links.js';

/** What `npm run bench:group` measures. Times are milliseconds. */
export interface Results {
  readonly machine: string;
  readonly date: string;
  /** How many programs ran or waited for a core in the minute before. */
  readonly load: number;
  readonly versions: readonly string[];
  /** What took no part, and why. */
  readonly missing: readonly string[];
  readonly models: readonly ModelResult[];
  readonly links: LinkResults | null;
  readonly goals: readonly Goal[];
}

/** A goal of the prediction. */
export interface Goal {
  readonly engine: Engine;
  readonly hosts: number;
  /** How many times as fast as one host, at least. */
  readonly least: number;
  /** What the model says, and what it says with sums that take as much longer as those that were measured. */
  readonly model: number;
  readonly longer: number;
}

/** A model with a batch. */
export interface ModelResult {
  readonly name: string;
  readonly title: string;
  readonly batch: number;
  /** Bytes of its gradients. */
  readonly bytes: number;
  readonly programs: readonly ProgramResult[];
}

export interface ProgramResult extends Pick<GroupProgram, 'engine' | 'kind' | 'title'> {
  /** The median of all steps. */
  readonly ms: number;
  readonly steps: number;
  /** The medians of the rounds. */
  readonly rounds: readonly number[];
  /** Of two ranks: how many times as fast they are as one rank with two threads. */
  readonly faster: number | null;
  /** Of two ranks: the medians of the parts of a step. */
  readonly ranks: Omit<RankCosts, 'sent'> | null;
  /** Of half of a group: the messages of a step, and when they begin. */
  readonly messages?: readonly MessageStart[] | null;
  /** The largest relative difference of its losses in the first steps from those of our first program. */
  readonly difference: number;
}

const COMPARED = 20;
const BYTES = 4;
export const bytesOf = (task: Case): number => BYTES * weightsOf(task);

/** The median of each cost over the rounds. */
export function costsOf(rounds: Measured['rounds']): Omit<RankCosts, 'sent'> | null {
  const costs = rounds.flatMap(({ ranks }) => (ranks ? [ranks] : []));
  const of = (name: 'waiting' | 'communication' | 'hidden'): number => median(costs.map((each) => each[name] ?? 0));
  return costs.length === 0 ? null : { waiting: of('waiting'), communication: of('communication'), hidden: of('hidden') };
}

/** The messages of a step, each with the median over the rounds. */
function messagesOf(rounds: Measured['rounds']): readonly MessageStart[] | null {
  const all = rounds.flatMap(({ messages }) => (messages ? [messages] : []));
  return all[0]?.map(({ bytes }, i) => ({ bytes, ahead: median(all.map((each) => each[i]!.ahead)) })) ?? null;
}

const lossesOf = ({ ready, rounds }: Measured): readonly number[] => [...ready.losses, ...rounds.flatMap(({ losses }) => losses)];

/** The results of a model's programs. */
export function modelResult(task: Case, programs: readonly GroupProgram[], measured: readonly Measured[]): ModelResult {
  return {
    name: task.name,
    title: task.title,
    batch: task.batch,
    bytes: bytesOf(task),
    programs: measured.map((one, i) => ({
      engine: programs[i]!.engine,
      kind: programs[i]!.kind,
      title: programs[i]!.title,
      ms: median(one.rounds.flatMap(({ ms }) => ms)),
      steps: one.rounds.reduce((sum, { ms }) => sum + ms.length, 0),
      rounds: one.rounds.map(({ ms }) => median(ms)),
      faster: fasterThanOne(i, programs, measured),
      ranks: costsOf(one.rounds),
      messages: messagesOf(one.rounds),
      difference: difference(lossesOf(one), lossesOf(measured[0]!), COMPARED),
    })),
  };
}

function fasterThanOne(i: number, programs: readonly GroupProgram[], measured: readonly Measured[]): number | null {
  const { engine, kind } = programs[i]!;
  const one = programs.findIndex((other) => other.engine === engine && other.kind === 'one');
  const ms = (of: number): readonly (readonly number[])[] => measured[of]!.rounds.map((round) => round.ms);
  return kind === 'two' && one >= 0 ? ratio(ms(one), ms(i)) : null;
}

/** The program of an engine. */
export const programOf = ({ programs }: ModelResult, engine: Engine, kind: GroupProgram['kind']): ProgramResult | undefined =>
  programs.find((program) => program.engine === engine && program.kind === kind);

/** How many times as long one program takes as another, as the median over the rounds. */
export const timesAsLong = (slow: ProgramResult, fast: ProgramResult): number =>
  ratio(
    slow.rounds.map((ms) => [ms]),
    fast.rounds.map((ms) => [ms]),
  );
