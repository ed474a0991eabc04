import { InputError } from '@autoencoders/core';
import { showUntrusted } from '@autoencoders/core/internal';
import type { Safetensors } from '@autoencoders/core/internal';

/** What a version of the format of checkpoints may lay out differently. Its content is not trusted. */
export interface CheckpointFile {
  /** The JSON of the position, the history and the settings. */
  readonly training: unknown;
  readonly tensors: Safetensors['tensors'];
}

type Migration = (file: CheckpointFile) => CheckpointFile;

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A record with other keys. What is no record stays as it is. */
const withKeys = (value: unknown, keys: ReadonlyMap<string, string>): unknown =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [keys.get(key) ?? key, item])) : value;

const STATE = new Map([
  ['sums', 'lossSums'],
  ['lowest', 'bestLoss'],
  ['waited', 'epochsWithoutImprovement'],
]);
const PROGRESS = new Map([['skipped', 'skippedSteps']]);

/** Version 1 had other keys, and the names of weights began with `weights/`. */
const toVersion2: Migration = ({ training, tensors }) => {
  const state = withKeys(training, STATE) as { readonly history?: unknown };
  const history = Array.isArray(state?.history) && state.history.map((progress: unknown) => withKeys(progress, PROGRESS));
  return {
    training: history ? { ...state, history } : state,
    tensors: Object.fromEntries(Object.entries(tensors).map(([name, entry]) => [name.replace(/^weights\//, ''), entry])),
  };
};

/** The migrations in order: the first one goes from version 1 to version 2. They stay here for ever, so that old checkpoints can be resumed. */
const MIGRATIONS: readonly Migration[] = [toVersion2];

/** The version that is written. */
export const versionOf = (): number => MIGRATIONS.length + 1;

/** What brings a file of a version to the newest one. Throws for a version that is not known. */
export function migrationFrom(version: string | undefined): Migration {
  const given = Number(version);
  if (!(Number.isInteger(given) && given >= 1 && given <= versionOf()))
    throw new InputError(
      `readCheckpoint: the checkpoint has version ${showUntrusted(version)}, and this release reads versions up to ${versionOf()}; use the release that wrote it`,
    );
  return (file) => MIGRATIONS.slice(given - 1).reduce((older, migrate) => migrate(older), file);
}
