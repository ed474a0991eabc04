import { parseArgs } from 'node:util';
import { peerNames } from './contenders.js';
import type { Contender } from './contenders.js';
import type { Effort } from './rounds.js';
import { models, products, taskNames } from './tasks.js';
import type { StepTask } from './tasks.js';

/** The options of the command line. */
export interface Options {
  readonly tasks: readonly StepTask[];
  readonly without: readonly string[];
  readonly quick: boolean;
  readonly help: boolean;
}

export const help: string = `Usage: npm run bench -- [options]

Times one training step of each model, ours and other libraries' in turns, and products of matrices. A full run takes about five
minutes on a quiet machine and writes bench/results/steps.md and steps.json. A run with options only prints.

  --only <model>         only this model; can be repeated: ${taskNames.join(', ')}
  --without <contender>  without this program; can be repeated: ${peerNames.join(', ')}
  --quick                fewer and shorter rounds, and no program whose steps take seconds
  --help                 print this

PyTorch takes part when a Python has it: python3, or the one in the environment variable PYTHON.
`;

/** Reads the command line. Throws for a name that does not exist. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      without: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  known('--only', values.only, taskNames);
  known('--without', values.without, peerNames);
  const all: readonly StepTask[] = [...models, ...products];
  const chosen = (task: StepTask): boolean => values.only.includes(task.kind === 'product' ? 'products' : task.name);
  return { ...values, tasks: values.only.length === 0 ? all : all.filter(chosen) };
}

function known(option: string, words: readonly string[], names: readonly string[]): void {
  const unknown = words.find((word) => !names.includes(word));
  if (unknown !== undefined) throw new Error(`${option} ${unknown}: there are ${names.join(', ')}`);
}

/** Whether this run is complete, so that its results are kept. */
export const isFull = ({ tasks, without, quick }: Options): boolean =>
  !quick && without.length === 0 && tasks.length === models.length + products.length;

/** The contenders of a task. */
export const takingPart = (task: StepTask, all: readonly Contender[], { without, quick }: Options): readonly Contender[] =>
  all.filter((one) => one.takes(task) && !without.includes(one.name) && !(quick && one.slow?.(task)));

/** How long to measure a task. */
export function effortFor({ kind }: StepTask, { quick }: Pick<Options, 'quick'>): Effort {
  const ms = kind === 'model' ? 2500 : 600;
  if (quick) return { rounds: 2, ms: ms / 5, warmUp: { steps: 3, ms: 2000 } };
  return { rounds: 5, ms, warmUp: { steps: 10, ms: 6000 } };
}
