import { InputError } from '@autoencoders/core';
import { foreign, parseSafetensors, toSafetensors } from '@autoencoders/core/internal';
import type { StateDict } from '@autoencoders/core';
import type { Safetensors, StoredTensor } from '@autoencoders/core/internal';
import type { LevelProgress } from '../pretrain.js';
import type { Progress } from '../train.js';
import { count, damaged, list, named, number, optional, record, text, toJson, yes } from './fields.js';
import type { Field } from './fields.js';

/** The position of a training and its running numbers: what it needs to go on, besides its tensors. */
export interface TrainingState {
  /** The level that is trained, from 1; 1 for `fit`. */
  readonly level: number;
  /** The epoch of the next step, from 1. */
  readonly epoch: number;
  /** Steps taken in this epoch. */
  readonly step: number;
  /** Steps taken in all epochs of this level. */
  readonly globalStep: number;
  /** How many steps an epoch has; `Infinity` if that is not known yet. */
  readonly steps: number;
  /** Examples of this epoch so far. */
  readonly examples: number;
  /** The sum of each loss over these examples, in the order of the losses. */
  readonly sums: readonly number[];
  /** Early stopping: the lowest loss of an epoch, and how many epochs came after it. */
  readonly lowest?: number | undefined;
  readonly waited: number;
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
  readonly best: StateDict | undefined;
  /** The state of the optimizer, by path. */
  readonly optimizer: Readonly<Record<string, StoredTensor>>;
  /** The progress at the end of every epoch, of all levels. */
  readonly history: readonly (Progress | LevelProgress)[];
  /** The options and the data of the call, by name, as JSON. They must be the same when training resumes; only `epochs` may be larger. */
  readonly settings: Readonly<Record<string, string>>;
}

const FORMAT = 'autoencoders checkpoint';
const VERSION = '1';

/** The groups of tensors. The names of tensors in the file begin with them. */
const GROUPS = ['weights', 'best', 'optimizer'] as const;
type Group = (typeof GROUPS)[number];

/** A checkpoint as a safetensors file. */
export function checkpointToBytes({ weights, best, optimizer, ...data }: Checkpoint): Uint8Array {
  const groups: Readonly<Record<Group, Safetensors['tensors'] | undefined>> = { weights, best, optimizer };
  const tensors = GROUPS.flatMap((group) => Object.entries(groups[group] ?? {}).map(([path, entry]) => [`${group}/${path}`, entry]));
  return toSafetensors({
    tensors: Object.fromEntries(tensors) as Safetensors['tensors'],
    metadata: { format: FORMAT, version: VERSION, training: toJson(data) },
  });
}

type Data = Omit<Checkpoint, Group>;

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
  skipped: optional(count),
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
  sums: list(number),
  lowest: optional(number),
  waited: count,
  elapsedSeconds: number,
  epochSeconds: number,
  waitingSeconds: number,
  history: list(progress),
  settings: named(text),
});

/**
 * Reads a checkpoint. Its weights can be written into a model: `writeWeights(model, readCheckpoint(bytes).weights)`. Throws an
 * `InputError` for bytes that are not a checkpoint, that are damaged, or that a later version wrote.
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = parsed(bytes);
  const { format, version, training } = metadata;
  if (format !== FORMAT)
    throw new InputError('readCheckpoint: the file is not a checkpoint; give the bytes that fit or pretrain gave to a checkpoint store');
  if (version !== VERSION)
    throw new InputError(
      `readCheckpoint: the checkpoint has version ${foreign(version)}, and this release reads version ${VERSION}; use the release that wrote it`,
    );
  const groups = Object.fromEntries(GROUPS.map((group) => [group, tensorsOf(group, tensors)])) as Record<Group, Safetensors['tensors']>;
  const { best, weights, optimizer } = groups;
  return {
    ...data(json(training), 'training'),
    weights: finite('weights', weights),
    best: Object.keys(best).length > 0 ? finite('best', best) : undefined,
    optimizer,
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
    throw damaged('its description is not JSON', cause);
  }
}

/** The tensors of a group, by their paths. */
function tensorsOf(group: Group, tensors: Safetensors['tensors']): Safetensors['tensors'] {
  const prefix = `${group}/`;
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, entry]) => [name.slice(prefix.length), entry]));
}

/** The tensors of a group of weights. Throws unless all numbers are finite. */
function finite(group: Group, tensors: Safetensors['tensors']): StateDict {
  for (const [path, { values }] of Object.entries(tensors))
    if (!areFinite(values)) throw damaged(`${foreign(path)} of its ${group} has numbers that are not finite`);
  return tensors as StateDict;
}

/** Whether no number is NaN or infinite. */
export function areFinite(values: StoredTensor['values']): boolean {
  // x − x is 0 unless x is NaN or infinite. This is several times faster than `every`.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  return sum === 0;
}
