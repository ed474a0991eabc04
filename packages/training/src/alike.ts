import type { Group } from '@autoencoders/core';
import type { murmur3 } from './checkpoints/fingerprint.js';
import type { Settings } from './checkpoints/settings.js';

/*
 * A group of processes loads this file when a training begins. It imports nothing, so that bundlers need not split the rest.
 */

/** What is compared: the names of settings, and what the error says of them. The weights come last. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/(^|: )model$/, 'another model than rank 0; build the same on every rank'],
  [/(^|: )(data|validation)\b/, 'other data than rank 0; give every rank the same'],
  [/./, 'other options than rank 0; give every rank the same'],
];
const WEIGHTS = 'other weights than rank 0; build the model with the same seed';

/** Numbers for a hash: halves of 16 bits, which float32 holds exactly. */
const HALVES = 2;

/** What is compared: the settings of a rank, and the numbers of its weights. */
export interface Compared {
  readonly settings: Settings;
  readonly weights: readonly Float32Array[];
  readonly hash: typeof murmur3;
}

/**
 * What the first rank that differs from rank 0 has: another model, other options, data or weights. All ranks get the same sentence; undefined if
 * all are alike.
 */
export function difference(group: Group, { settings, weights, hash }: Compared): string | undefined {
  const hashes = [...hashesOf(settings, hash), weights.reduce((sum, values) => hash(values.slice(), sum), 0)];
  const width = HALVES * hashes.length;
  const all = new Float32Array(group.size * width);
  // Each rank writes at its own place.
  all.set(
    hashes.flatMap((hash) => [hash >>> 16, hash & 0xffff]),
    group.rank * width,
  );
  group.allReduce(all);
  const problems = [...PARTS.map(([, problem]) => problem), WEIGHTS];
  for (let rank = 1; rank < group.size; rank++)
    for (const [i, problem] of problems.entries()) {
      const [own, first] = [rank * width + HALVES * i, HALVES * i];
      if (all[own] !== all[first] || all[own + 1] !== all[first + 1]) return `rank ${rank} has ${problem}`;
    }
  return undefined;
}

/** A hash of the settings of each part. A setting belongs to the first part that its name matches. */
function hashesOf(settings: Settings, hash: Compared['hash']): readonly number[] {
  const entries = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  const partOf = (name: string): number => PARTS.findIndex(([names]) => names.test(name));
  return PARTS.map((_, i) => {
    const text = JSON.stringify(entries.filter(([name]) => partOf(name) === i));
    return hash(Float32Array.from(text, (letter) => letter.charCodeAt(0)));
  });
}
