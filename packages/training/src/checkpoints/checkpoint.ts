import { InputError } from '@autoencoders/core';
import { MODEL_KEY, parseSafetensors, showUntrusted, toSafetensors } from '@autoencoders/core/internal';
import type { StateDict } from '@autoencoders/core';
import type { Safetensors, StoredTensor } from '@autoencoders/core/internal';
import type { LevelProgress } from '../pretrain.js';
import type { Progress } from '../progress.js';
import { count, damaged, list, named, number, optional, record, text, toJson, yes } from './fields.js';
import type { Field } from './fields.js';
import { migrationFrom, versionOf } from './migrations.js';

/** Where a training is. */
export interface TrainingPosition {
  /** The level that is trained, from 1; 1 for `fit`. */
  readonly level: number;
  /** The epoch of the next step, from 1. */
  readonly epoch: number;
  /** Steps taken in this epoch. */
  readonly step: number;
  /** Steps taken in all epochs of this level. */
  readonly globalStep: number;
}

/** The position of a training and its running numbers: what it needs to go on, besides its tensors. */
export interface TrainingState extends TrainingPosition {
  /** How many steps an epoch has; `Infinity` if that is not known yet. */
  readonly steps: number;
  /** Examples of this epoch so far. */
  readonly examples: number;
  /** The sum of each loss over these examples, in the order of the losses. */
  readonly lossSums: readonly number[];
  /** Early stopping: the lowest loss of an epoch, and how many epochs came after it. */
  readonly bestLoss?: number | undefined;
  readonly epochsWithoutImprovement: number;
  /** The times of `Progress` so far. */
  readonly elapsedSeconds: number;
  readonly epochSeconds: number;
  readonly waitingSeconds: number;
}

/**
 * The state of a training at one moment, as plain data: with it, `fit` and `pretrain` go on as if they had never stopped. In a checkpoint
 * of `pretrain`, paths of weights begin with the number of the level, as in `1.encoder.0.kernel`.
 */
export interface Checkpoint extends TrainingState {
  /** The call that trained: `fit` or `pretrain`. */
  readonly call: string;
  /** The weights after the last step, statistics included. */
  readonly weights: StateDict;
  /** The weights of the best epoch of this level, with validation or early stopping. */
  readonly bestWeights: StateDict | undefined;
  /** The state of the optimizer, by path. */
  readonly optimizerState: Readonly<Record<string, StoredTensor>>;
  /** The progress at the end of every epoch, of all levels. */
  readonly history: readonly (Progress | LevelProgress)[];
  /** The options and the data of the call, by name, as JSON. They must be the same when training resumes; only `epochs` may be larger. */
  readonly settings: Readonly<Record<string, string>>;
}

const FORMAT = 'autoencoders checkpoint';

/** What the names of tensors begin with, besides those of the weights. */
const [BEST, OPTIMIZER] = ['best/', 'optimizer/'];

/** The keys of the metadata that a checkpoint has. */
export const CHECKPOINT_KEYS: readonly string[] = ['format', 'version', 'training', MODEL_KEY];

/** A checkpoint as a safetensors file. `metadata` are further strings to keep in it. */
export function checkpointToBytes(
  { weights, bestWeights = {}, optimizerState, ...data }: Checkpoint,
  metadata: Safetensors['metadata'] = {},
): Uint8Array {
  return toSafetensors({
    tensors: { ...weights, ...renamed(bestWeights, (path) => BEST + path), ...renamed(optimizerState, (path) => OPTIMIZER + path) },
    metadata: { ...metadata, format: FORMAT, version: String(versionOf()), training: toJson(data) },
  });
}

type Data = Omit<Checkpoint, 'weights' | 'bestWeights' | 'optimizerState'>;

const means = { loss: number, terms: named(number) };
const progress: Field<Progress | LevelProgress> = record({
  epoch: count,
  epochs: count,
  step: count,
  steps: count,
  ...means,
  validation: optional(record(means)),
  elapsedSeconds: number,
  epochSeconds: number,
  waitingSeconds: number,
  examplesPerSecond: number,
  warmingUp: optional(yes),
  skippedSteps: optional(count),
  learningRateFactor: optional(number),
  level: optional(count),
  levels: optional(count),
}) as Field<Progress>;

const data: Field<Data> = record<Data>({
  call: text,
  level: count,
  epoch: count,
  step: count,
  globalStep: count,
  steps: number,
  examples: count,
  lossSums: list(number),
  bestLoss: optional(number),
  epochsWithoutImprovement: count,
  elapsedSeconds: number,
  epochSeconds: number,
  waitingSeconds: number,
  history: list(progress),
  settings: named(text),
});

/**
 * Reads a checkpoint. Its weights can be written into a model: `writeWeights(model, readCheckpoint(bytes).weights)`. Checkpoints of older
 * versions can be read, too. Throws an `InputError` for bytes that are not a checkpoint, that are damaged, or that a later version wrote.
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = parsed(bytes);
  const { format, version, training } = metadata;
  if (format !== FORMAT)
    throw new InputError('readCheckpoint: the file is not a checkpoint; give the bytes that fit or pretrain gave to a checkpoint store');
  const migrate = migrationFrom(version);
  const file = migrate({ training: json(training), tensors });
  const [best, optimizer] = [beginningWith(BEST, file.tensors), beginningWith(OPTIMIZER, file.tensors)];
  const others = Object.entries(file.tensors).filter(([name]) => !name.startsWith(BEST) && !name.startsWith(OPTIMIZER));
  return {
    ...data(file.training, 'training'),
    weights: finite('weights', Object.fromEntries(others)),
    bestWeights: Object.keys(best).length > 0 ? finite('best weights', best) : undefined,
    optimizerState: optimizer,
  };
}

function parsed(bytes: Uint8Array): Safetensors {
  try {
    return parseSafetensors(bytes);
  } catch (cause) {
    throw new InputError(`readCheckpoint: ${(cause as Error).message}`, { cause });
  }
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    throw damaged('its metadata are not JSON', cause);
  }
}

const renamed = <T>(tensors: Readonly<Record<string, T>>, rename: (name: string) => string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(tensors).map(([name, entry]) => [rename(name), entry]));

/** The tensors whose names begin with `prefix`, by the rest of their names. */
const beginningWith = (prefix: string, tensors: Safetensors['tensors']): Safetensors['tensors'] =>
  renamed(Object.fromEntries(Object.entries(tensors).filter(([name]) => name.startsWith(prefix))), (name) => name.slice(prefix.length));

/** The tensors of a group of weights. Throws unless all numbers are finite. */
function finite(group: string, tensors: Safetensors['tensors']): StateDict {
  for (const [path, { values }] of Object.entries(tensors))
    if (!areFinite(values)) throw damaged(`${showUntrusted(path)} of its ${group} has numbers that are not finite`);
  return tensors as StateDict;
}

/** Whether no number is NaN or infinite. */
export function areFinite(values: StoredTensor['values']): boolean {
  // x − x is 0 unless x is NaN or infinite. This is several times faster than `every`.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  return sum === 0;
}
