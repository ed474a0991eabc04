import { basename } from 'node:path';
import { printable } from '@autoencoders/core/internal';
import type { Series } from '@autoencoders/report';
import { TRAINING_TIME } from './measures.js';
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
  /** The loss after each epoch: the validation loss where there is one. */
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
        measures: { ...(test && { 'test loss': test.loss }), ...measures, [TRAINING_TIME]: Number(training.seconds) },
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

const lossesOf = (history: readonly EpochRecord[]): readonly number[] =>
  history.map(({ loss, validation }) => (validation ? validation.loss : loss));

/** Groups runs by what they have in common. The name of a group is what not all groups have in common. */
export function groupRuns(runs: readonly ComparedRun[]): readonly RunGroup[] {
  const groups = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([...run.config]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const configs = [...groups.values()].map((own) => own[0]!.config);
  const names = [...new Set(configs.flatMap((config) => [...config.keys()]))];
  const differing = names.filter(
    (name) => new Set(configs.map((config) => config.get(name))).size > 1 && name !== 'variant' && name !== 'start',
  );
  return [...groups.values()].map((own) => {
    const { config, measures } = own[0]!;
    return {
      name: groupName(config, differing),
      measures: Object.fromEntries(Object.keys(measures).map((name) => [name, own.map((run) => measureOf(run, name))])),
      runs: own,
    };
  });
}

function groupName(config: ComparedRun['config'], differing: readonly string[]): string {
  const start = [config.get('start'), config.get('variant')].filter(Boolean).join(' ');
  const rest = differing.filter((name) => config.has(name)).map((name) => `${name} ${shortValue(name, config.get(name)!)}`);
  return [start, ...rest].map((part) => printable(part, 60)).join(', ');
}

/** A value for the name of a group: the last part of a folder's path, which tells folders apart. */
const shortValue = (name: string, value: string | number): string | number => (name === 'dataset' ? basename(String(value)) : value);

const measureOf = ({ measures }: ComparedRun, name: string): number => (Object.hasOwn(measures, name) ? measures[name]! : NaN);
