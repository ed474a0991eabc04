import { leaves } from '@autoencoders/core';
import { MODEL_KEY, configWriter, modelText } from '@autoencoders/core/internal';
import type { Leaves, StateDict, Weights } from '@autoencoders/core';
import type { HasConfig } from '@autoencoders/core/internal';
import type { Progress } from '../progress.js';
import type { Outcome } from '../training-run.js';
import { onlyOnFirst, readOnFirst } from '../group.js';
import { checkpointWriter } from './checkpoint-writer.js';
import type { Checkpoint, TrainingState } from './checkpoint.js';
import { withPast } from './past.js';
import { resumption } from './resume.js';
import type { Run } from './resume.js';
import { checkedResume } from './store.js';
import type { ResumeOptions } from './store.js';
import { flat, readAll } from './tensors.js';

/** Functions that give what a checkpoint holds, as it is now. */
export interface Taken {
  readonly state: () => Omit<TrainingState, 'level'>;
  readonly optimizer: () => Weights;
  readonly best: () => Leaves | undefined;
}

/** The checkpoints of one level, or of `fit`. */
export interface LevelCheckpoints<P extends Progress = Progress> {
  /** Whether the options ask for checkpoints. */
  readonly areTaken: boolean;
  /** The checkpoint that this level goes on from, after its weights were put into the model. It is given once. */
  readonly resumed: () => Promise<Checkpoint | undefined>;
  /** Notes the progress at the end of an epoch. */
  readonly note: (progress: P) => void;
  readonly isDue: (globalStep: number) => boolean;
  readonly take: (taken: Taken) => Promise<void>;
  /** Takes the last checkpoint, and waits until it is written. */
  readonly finish: (taken: Taken) => Promise<void>;
  /** Waits for what is being written. */
  readonly idle: () => Promise<void>;
}

/** The checkpoints of a run. */
export interface RunCheckpoints {
  /** The level to begin with, from 1, after the weights of the checkpoint that is resumed were put into the model. */
  readonly begin: () => Promise<number>;
  /** The checkpoints of a level, from 1. `reported` makes the progress of the run of that of the level. */
  readonly level: <P extends Progress>(level: number, reported?: (progress: P) => Progress) => LevelCheckpoints<P>;
  /** The outcome of the run together with the part before it was resumed. */
  readonly whole: <P extends Progress>(outcome: Outcome<P>) => Outcome<P>;
}

/** `f`, which is called once. */
function once<T>(f: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= f());
}

/** The metadata with which `load` opens a checkpoint as a model. None for a model that JSON cannot hold. */
function modelMetadata(model: HasConfig | undefined): Readonly<Record<string, string>> {
  try {
    return model ? { [MODEL_KEY]: modelText(configWriter('checkpoint')(model)) } : {};
  } catch {
    return {};
  }
}

/** The checkpoints of a run, as its options say. Throws for options that do not fit. */
export function runCheckpoints(run: Run, given: ResumeOptions): RunCheckpoints {
  const { call, weights: all } = run;
  const group = run.plans[0]?.group;
  const checked = checkedResume(call, onlyOnFirst(group, given) ?? { checkData: given.checkData });
  const read = group ? () => readOnFirst(call, group, checked.read) : checked.read;
  const settings = once(run.settings);
  const writer = checked.options && checkpointWriter(call, checked.options, modelMetadata(run.model));
  const before = resumption({ ...run, settings }, { read, checkData: checked.checkData });
  const own: Progress[] = [];
  const takenBy =
    (level: number, { state, optimizer, best }: Taken) =>
    async (): Promise<Checkpoint> => {
      const [weights, kept, slots] = await Promise.all([readAll(leaves(all)), readAll(best() ?? {}), readAll(flat(optimizer()))]);
      const tensors = { weights: weights as StateDict, bestWeights: kept as StateDict, optimizerState: slots };
      return { call, level, ...state(), ...tensors, history: [...before.past(), ...own], settings: await settings() };
    };
  return {
    begin: before.begin,
    level(level, reported = (progress) => progress) {
      let lastStep = 0;
      return {
        areTaken: writer !== undefined,
        async resumed() {
          const from = await before.at(level);
          // Before the first step, as the data may be gone when a training fails.
          if (writer) await settings();
          lastStep = from?.globalStep ?? 0;
          return from;
        },
        note: (progress) => void own.push(reported(progress)),
        isDue: (globalStep) => writer !== undefined && writer.isDue(globalStep - lastStep),
        async take(taken) {
          lastStep = taken.state().globalStep;
          await writer?.take(takenBy(level, taken));
        },
        async finish(taken) {
          const now = { level, ...taken.state() };
          if (now.globalStep > 0) await writer?.finish(now, takenBy(level, taken));
        },
        idle: async () => writer?.idle(),
      };
    },
    whole: (outcome) => withPast(before.past() as typeof outcome.history, outcome),
  };
}
