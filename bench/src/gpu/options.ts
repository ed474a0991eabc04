import { parseArgs } from 'node:util';
import { COMPARED } from '../steps/results.js';
import type { Effort } from '../steps/rounds.js';
import { models } from '../steps/tasks.js';
import { contenderNames } from './contenders.js';
import type { GpuTask } from './protocol.js';

/** The options of the command line. */
export interface Options {
  readonly tasks: readonly GpuTask[];
  readonly without: readonly string[];
  readonly counts: boolean;
  readonly quick: boolean;
  readonly software: boolean;
  readonly help: boolean;
}

const batchSizes = [128, 1024] as const;
const names = models.map(({ name }) => name);

export const help: string = `Usage: npm run bench:gpu -- [options]

Times training on a GPU: ours and tfjs-layers on WebGPU and WebGL in a browser without a window, and PyTorch on CUDA, in turns. A full run
takes about 40 minutes with all of PyTorch's settings, and writes bench/results/gpu.md and gpu.json. A run with options only prints.

  --only <model>         only this model; can be repeated: ${names.join(', ')}
  --batch <size>         only this batch: ${batchSizes.join(' or ')}
  --without <contender>  without this program; can be repeated: ${contenderNames.join(', ')}
  --quick                fewer and shorter rounds
  --counts               times nothing, but counts the programs and bytes of a step. They hardly depend on the GPU, so an emulated one
                         will do. Writes bench/results/gpu-counts.md and gpu-counts.json
  --software             tries this script on a GPU that the processor emulates, and PyTorch on the processor. The times mean nothing
  --help                 print this

The browser is Chrome or Chromium, where it usually is, or the one that the environment variable BROWSER names. In a container, it needs
the Vulkan driver of the GPU, for NVIDIA by NVIDIA_DRIVER_CAPABILITIES=all. PyTorch takes part when a Python has it: python3, or the one in
the environment variable PYTHON.
`;

/** Reads the command line. Throws for a name that does not exist. */
export function optionsOf(args: readonly string[]): Options {
  const flag = { type: 'boolean', default: false } as const;
  const list = { type: 'string', multiple: true, default: [] } as { type: 'string'; multiple: true; default: string[] };
  const { values } = parseArgs({
    args: [...args],
    options: { only: list, batch: list, without: list, quick: flag, counts: flag, software: flag, help: { ...flag, short: 'h' } },
  });
  known('--only', values.only, names);
  known('--batch', values.batch, batchSizes.map(String));
  known('--without', values.without, contenderNames);
  const chosen = models.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const sizes = batchSizes.filter((size) => values.batch.length === 0 || values.batch.includes(String(size)));
  return { ...values, tasks: chosen.flatMap((task) => sizes.map((batch): GpuTask => ({ ...task, batch }))) };
}

function known(option: string, words: readonly string[], all: readonly string[]): void {
  const unknown = words.find((word) => !all.includes(word));
  if (unknown !== undefined) throw new Error(`${option} ${unknown}: there are ${all.join(', ')}`);
}

/** Whether this run is complete and on a real GPU, so that its results are kept. */
export const isKept = ({ tasks, without, quick, software }: Options): boolean =>
  !software && !quick && without.length === 0 && tasks.length === models.length * batchSizes.length;

/** How long to measure a task. A step of a contender is an epoch. */
export const effortFor = ({ quick, software }: Options): Effort =>
  software
    ? { rounds: 1, ms: 1, warmUp: { steps: 1, ms: 1 } }
    : quick
      ? { rounds: 2, ms: 1000, warmUp: { steps: 1, ms: 1 } }
      : { rounds: 5, ms: 2500, warmUp: { steps: 3, ms: 3000 } };

/** How many steps have their losses compared. */
export const comparedFor = ({ software }: Options): number => (software ? 4 : COMPARED);

/** How many images an epoch has. Emulated GPUs take long for each. */
export const imagesFor = ({ software }: Options): number => (software ? 1 : 20) * Math.max(...batchSizes);
