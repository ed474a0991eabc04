import { basename } from 'node:path';
import { printable } from '@autoencoders/core/internal';
import type { Series } from '@autoencoders/report';
import { TRAINING_TIME } from './measure-words.js';
import type { Measures } from './measures.js';
import type { EpochRecord, RunRecord } from './run-record.js';

/** A run to compare with others. */
export interface ComparedRun {
  readonly path: string;
  readonly dataset: string;
  /** Settings and options by name, without the seed. Runs that have these in common make one row. */
  readonly config: ReadonlyMap<string, string | number>;
  readonly seed: number;
  readonly measures: Measures;
  /** The loss after each epoch: the validation or the test loss where there is one. */
  readonly losses: readonly number[];
}

/** Runs that differ in their seed alone. */
export interface RunGroup extends Series {
  readonly runs: readonly ComparedRun[];
}

/** The runs in a record: one, or those of a classifier with each start and draw. */
export function comparedRuns(path: string, record: RunRecord): readonly ComparedRun[] {
  const { dataset, settings, training, test, measures, history = [], runs } = record;
  const shared = { path, dataset: basename(dataset), seed: settings.seed };
  const config = configOf(record);
  if (!runs)
    return [
      {
        ...shared,
        config,
        losses: lossesOf(history),
        measures: { ...(test && { [TEST_LOSS]: test.loss }), ...measures, [TRAINING_TIME]: Number(training.seconds) },
      },
    ];
  return runs.map(({ start, testError, history: own }, i) => ({
    ...shared,
    seed: shared.seed + i,
    config: new Map([...config, ['start', start]]),
    losses: lossesOf(own),
    measures: { 'test error, %': testError, [TRAINING_TIME]: own.at(-1)?.elapsedSeconds ?? 0 },
  }));
}

/** Entries of a record that tell what came of a run, and the seed. */
const NOT_CONFIG = new Set(['seed', 'seconds', 'testLoss', 'testError']);

function configOf({ variant, dataset, settings, training }: RunRecord): ComparedRun['config'] {
  const all: [string, string | number][] = [
    ['variant', variant],
    ['dataset', dataset],
    ...Object.entries(settings),
    ...Object.entries(training),
  ];
  return new Map(all.filter(([name]) => !NOT_CONFIG.has(name)));
}

/** Epochs of levels are left out: the loss of each level is one of its own. */
const lossesOf = (history: readonly EpochRecord[]): readonly number[] =>
  history.filter((epoch) => !('level' in epoch)).map(({ loss, validation, test }) => (validation ?? test)?.loss ?? loss);

/** Groups runs by what they have in common. The name of a group is what it does not have in common with others of its variant. */
export function groupRuns(runs: readonly ComparedRun[]): readonly RunGroup[] {
  const groups = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([...run.config]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const configs = [...groups.values()].map((own) => own[0]!.config);
  return [...groups.values()].map((own) => {
    const { config, measures } = own[0]!;
    return {
      name: groupName(config, configs),
      measures: Object.fromEntries(Object.keys(measures).map((name) => [name, own.map((run) => measureOf(run, name))])),
      runs: own,
    };
  });
}

/** What names a run by itself, before its settings. */
const KIND = ['start', 'variant'] as const;

const kindOf = (config: Config): string => KIND.flatMap((name) => config.get(name) ?? []).join(' ');

type Config = ComparedRun['config'];

/** The variant, and the settings that differ among its runs. The dataset also where it differs from that of other variants. */
function groupName(config: Config, all: readonly Config[]): string {
  const alike = all.filter((other) => kindOf(other) === kindOf(config));
  const names = [...new Set(all.flatMap((other) => [...other.keys()]))].filter((name) => !KIND.some((kind) => kind === name));
  const differs = (among: readonly Config[], name: string): boolean => new Set(among.map((other) => other.get(name))).size > 1;
  const rest = names
    .filter((name) => config.has(name) && differs(name === 'dataset' ? all : alike, name))
    .map((name) => `${wordOf(name)} ${shortValue(name, config.get(name)!, all)}`);
  return [kindOf(config), ...rest].map((part) => printable(part, 60)).join(', ');
}

/** Names of settings as words. */
const words: ReadonlyMap<string, string> = new Map([
  ['latent', 'latents'],
  ['learningRate', 'learning rate'],
  ['headLearningRate', 'learning rate of the head'],
]);
const wordOf = (name: string): string => words.get(name) ?? name;

/** A value for the name of a group: as few digits as tell it from the others; of a path, the last part. */
function shortValue(name: string, value: string | number, all: readonly Config[]): string | number {
  if (name === 'dataset') return basename(String(value));
  if (typeof value !== 'number') return value;
  const others = new Set(all.flatMap((config) => config.get(name) ?? []).filter((each) => typeof each === 'number'));
  const rounded = (digits: number): Set<number> => new Set([...others].map((each) => Number(each.toPrecision(digits))));
  const digits = [3, 4, 5, 6, 8, 10, 12].find((some) => rounded(some).size === others.size);
  return digits === undefined ? value : Number(value.toPrecision(digits));
}

const measureOf = ({ measures }: ComparedRun, name: string): number => (Object.hasOwn(measures, name) ? measures[name]! : NaN);

/** The name of the loss on test examples among the measures. */
export const TEST_LOSS = 'test loss';

/** Names of measures: those that can be compared among all groups, and those that say something of a group alone. */
export interface ComparedMeasures {
  readonly common: readonly string[];
  readonly apart: readonly string[];
}

/**
 * The measures that groups can be compared by. Losses of several variants measure different things, and what only one variant has cannot
 * be compared with others. Of several datasets, nothing can be compared.
 */
export function comparedMeasures(groups: readonly RunGroup[]): ComparedMeasures {
  const all = [...new Set(groups.flatMap(({ measures }) => Object.keys(measures)))];
  const several = (name: string): boolean => new Set(groups.map(({ runs }) => runs[0]!.config.get(name))).size > 1;
  if (several('dataset')) return { common: [], apart: all };
  if (!several('variant')) return { common: all, apart: [] };
  const variantsWith = (name: string) =>
    new Set(groups.filter(({ measures }) => Object.hasOwn(measures, name)).map(({ runs }) => runs[0]!.config.get('variant')));
  const common = all.filter((name) => name !== TEST_LOSS && variantsWith(name).size > 1);
  return { common, apart: all.filter((name) => !common.includes(name)) };
}
