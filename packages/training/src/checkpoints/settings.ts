import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { configWriter, showUntrusted } from '@autoencoders/core/internal';
import type { HasConfig, Json } from '@autoencoders/core/internal';
import type { Plan } from '../plan.js';
import type { Source } from '../source.js';
import type { Checkpoint } from './checkpoint.js';
import { toJson } from './fields.js';
import { fingerprintOf } from './fingerprint.js';

/** Options and data of a call, by name, as JSON: what must be the same when training resumes. */
export type Settings = Readonly<Record<string, string>>;

/** The settings of a training. What cannot be written down, such as a loss without a config, is left out. */
export async function settingsOf(given: Plan<any, any, any>): Promise<Settings> {
  const plan = (await given.open?.()) ?? given;
  const { model, source, validation, share, terms, trained, optimizer, corrupt, augment, earlyStopping } = plan;
  const { epochs, batch, accumulationSteps, averageEvery, seed, shuffle } = plan;
  const settings: Readonly<Record<string, unknown>> = {
    model: configOf(model, isSeed),
    'data.count': source.count,
    'data.shape': source.shape,
    'data.parts': partsOf(source),
    'data.fingerprint': await fingerprintOf(source),
    'validation.fingerprint': validation && (await fingerprintOf(validation)),
    'validation.parts': validation && partsOf(validation),
    validation: validation ? { examples: validation.count } : share,
    loss: terms.map(([name]) => name),
    ...Object.fromEntries(terms.map(([name, loss]) => [`loss.${name}`, configOf(loss)])),
    corrupt: corrupt ? configOf(corrupt) : null,
    augment: augment ? configOf(augment) : null,
    optimizer: configOf(optimizer),
    freeze: trained.freeze,
    epochs,
    batch,
    accumulationSteps,
    averageEvery,
    seed,
    shuffle,
    earlyStopping: earlyStopping ?? null,
  };
  const known = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, toJson(value)]));
}

/** How many examples each rank has, where no rank has all. Their number in a stream may not be known. */
const partsOf = ({ parts }: Source): unknown => (parts ? parts.map((count) => count ?? null) : 'whole');

/** Weights come from the checkpoint, so a model may have been built with another seed. */
const isSeed = (key: string): boolean => key === 'seed';

/** The config of a part as JSON, without the keys that are `left` out; undefined where a part has no config. */
function configOf(part: HasConfig, left: (key: string) => boolean = () => false): Json | undefined {
  try {
    const json = configWriter('settings')(part);
    return JSON.parse(JSON.stringify(json, (key, value: unknown) => (left(key) ? undefined : value))) as Json;
  } catch {
    return undefined;
  }
}

/** The longest value that an error message shows. */
const LONGEST = 60;

/** The settings that tell whether the values of data and the parts of the ranks are the same, and the name of these data. */
const FINGERPRINT = /^(?:level \d+: )?(data|validation)\.(fingerprint|parts)$/;

/**
 * Throws unless a training with settings `now` can go on from a checkpoint. There may be other epochs, but no fewer than were trained. The
 * values of data, and the parts of the ranks, are compared if `checkData` is true.
 */
export function checkSettings(call: string, checkpoint: Checkpoint, now: Settings, checkData: boolean): void {
  const saved = checkpoint.settings;
  for (const [name, value] of Object.entries(now)) {
    const before = Object.hasOwn(saved, name) ? saved[name]! : undefined;
    if (before === undefined || before === value) continue;
    const [isOfData, data, setting] = FINGERPRINT.exec(name) ?? [];
    if (isOfData !== undefined) {
      const what =
        setting === 'parts'
          ? 'are in other parts for the ranks than when the checkpoint was made; start as many ranks with the same parts'
          : 'have other values than those that the checkpoint was made with; give the same examples';
      check(!checkData, () => `${call}: resume: the examples of ${data} ${what}, or go on with these by checkData: false`);
      continue;
    }
    const done = epochsTrained(name, checkpoint);
    if (Number(value) >= done) continue;
    const short = Math.max(before.length, value.length) <= LONGEST;
    const what = short ? `${name} ${showUntrusted(before)}, and this call has ${value}` : `another ${name}`;
    const advice = done < Infinity ? `it has trained ${done} already` : 'give what it was made with, or start anew without resume';
    throw new InputError(`${call}: resume: the checkpoint was made with ${what}; ${advice}`);
  }
}

/**
 * How many epochs were trained of the level that an `epochs` setting is for. `Infinity` for levels that are complete and for other settings,
 * which may not change.
 */
function epochsTrained(name: string, { level, epoch, step }: Checkpoint): number {
  const [isEpochs, of = '1'] = /^(?:level (\d+): )?epochs$/.exec(name) ?? [];
  if (isEpochs === undefined || Number(of) < level) return Infinity;
  return Number(of) > level ? 0 : step > 0 ? epoch : epoch - 1;
}

/** The settings of all levels. Codes that are kept in `memory` may differ in rounding from those that are not. */
export async function settingsOfLevels(plans: readonly Plan<any, any, any>[], memory: number): Promise<Settings> {
  const settings = await Promise.all(plans.map((plan) => settingsOf(plan)));
  const all = settings.flatMap((own, i) => Object.entries(own).map(([name, value]) => [levelSetting(i + 1, name), value]));
  return { levels: toJson(plans.length), memory: toJson(memory), ...Object.fromEntries(all) };
}

/** The name of a setting of one level. */
export const levelSetting = (level: number, name: string): string => `level ${level}: ${name}`;
