import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Weights } from '@autoencoders/core';
import type { HasConfig } from '@autoencoders/core/internal';
import type { Plan } from '../plan.js';
import type { Progress } from '../progress.js';
import { readCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';
import { damaged } from './fields.js';
import { levelOf, pastOf } from './past.js';
import { checkSettings } from './settings.js';
import type { Settings } from './settings.js';
import type { CheckedResume } from './store.js';
import { checkFits, flat, rebuilt, toTensors } from './tensors.js';

/** What is trained in a run. */
export interface Run {
  readonly call: string;
  /** How each level is trained. `fit` has one. */
  readonly plans: readonly Plan<any, any, any>[];
  /** All weights that checkpoints have. */
  readonly weights: Weights;
  /** What its checkpoints open as: a model with these weights. */
  readonly model?: HasConfig;
  readonly settings: () => Promise<Settings>;
}

/** The part of a run that was trained before. */
export interface Resumption {
  /** The level to begin with, from 1, after the weights of the checkpoint were put into the model. */
  readonly begin: () => Promise<number>;
  /** The progress at the end of the epochs before. */
  readonly past: () => readonly Progress[];
  /** The checkpoint, if its training was at this level. It is given once, so that its memory can go. */
  readonly at: (level: number) => Promise<Checkpoint | undefined>;
}

/** Goes on from the checkpoint that `read` gives, or starts from the beginning if it gives none. */
export function resumption(run: Run, { read, checkData }: Pick<CheckedResume, 'read' | 'checkData'>): Resumption {
  let from: Checkpoint | undefined;
  let past: readonly Progress[] = [];
  const restore = async (): Promise<number> => {
    const bytes = await read();
    if (bytes === undefined) return 1;
    from = await restored(run, readCheckpoint(bytes), checkData);
    past = pastOf(from, (level) => run.plans[level - 1]!.epochs);
    return from.level;
  };
  let begun: Promise<number> | undefined;
  const begin = (): Promise<number> => (begun ??= restore());
  return {
    begin,
    past: () => past,
    async at(level) {
      if ((await begin()) !== level) return undefined;
      const given = from;
      from = undefined;
      return given;
    },
  };
}

/** Puts the weights of a checkpoint into the model. Throws before that, unless the checkpoint fits the run. */
async function restored(run: Run, checkpoint: Checkpoint, checkData: boolean): Promise<Checkpoint> {
  const { call, plans, weights } = run;
  const { level, epoch, lossSums, history } = checkpoint;
  check(checkpoint.call === call, () => `${call}: resume: the checkpoint was made by ${checkpoint.call}; resume it with that`);
  checkSettings(call, checkpoint, await run.settings(), checkData);
  const plan = plans[level - 1];
  if (plan === undefined || epoch < 1 || lossSums.length !== plan.terms.length)
    throw damaged('its position is no position in this training');
  if (!history.every((progress) => plans[levelOf(progress) - 1])) throw damaged('its history has a level that is not there');
  const what = `${call}: resume: the checkpoint`;
  const all = leaves(weights);
  checkFits(what, checkpoint.weights, 'the model', all);
  if (checkpoint.bestWeights) checkFits(`${what}, in its best weights,`, checkpoint.bestWeights, 'the model', leaves(plan.model.weights));
  tidy(() => void optimizerState(call, plan, checkpoint));
  const values = toTensors(checkpoint.weights);
  for (const [path, leaf] of Object.entries(all)) (leaf as Variable).assign(values[path]!);
  dispose({ ...values });
  return checkpoint;
}

/** The state of the optimizer in a checkpoint. The caller frees it. Throws unless it fits. */
export function optimizerState(call: string, { optimizer, trained }: Plan<any, any, any>, checkpoint: Checkpoint): Weights {
  return tidy(() => {
    const start = optimizer.init(trained.weights);
    checkFits(
      `${call}: resume: the checkpoint, in the state of its optimizer,`,
      checkpoint.optimizerState,
      'the optimizer of this call',
      flat(start),
    );
    return rebuilt(start, toTensors(checkpoint.optimizerState));
  });
}
