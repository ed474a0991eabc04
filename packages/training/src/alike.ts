import { leaves } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Group, Weights } from '@autoencoders/core';
import { murmur3 } from './checkpoints/fingerprint.js';
import type { Settings } from './checkpoints/settings.js';

/** What is compared: the names of settings, and what the error says of them. The weights come last. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/(^|: )model$/, 'another model than rank 0; build the same on every rank'],
  [/(^|: )(data|validation)\b/, 'other data than rank 0; give every rank the same'],
  [/./, 'other options than rank 0; give every rank the same'],
];
const WEIGHTS = 'other weights than rank 0; build the model with the same seed';

/** Numbers for a hash: halves of 16 bits, which float32 holds exactly. */
const HALVES = 2;

/** Throws, on all ranks alike, unless all ranks have the same model, options, data and weights. The sentence names the first rank that differs. */
export async function checkAlike(call: string, group: Group, settings: Settings, weights: Weights): Promise<void> {
  const hashes = [...hashesOf(settings), await hashOf(weights)];
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
      check(all[own] === all[first] && all[own + 1] === all[first + 1], () => `${call}: rank ${rank} has ${problem}`);
    }
}

/** A hash of the settings of each part. A setting belongs to the first part that its name matches. */
function hashesOf(settings: Settings): readonly number[] {
  const entries = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  const partOf = (name: string): number => PARTS.findIndex(([names]) => names.test(name));
  return PARTS.map((_, i) => {
    const text = JSON.stringify(entries.filter(([name]) => partOf(name) === i));
    return murmur3(Float32Array.from(text, (letter) => letter.charCodeAt(0)));
  });
}

async function hashOf(weights: Weights): Promise<number> {
  const numbers = await Promise.all(Object.values(leaves(weights)).map((leaf) => leaf.data<'float32'>()));
  return numbers.reduce((hash, values) => murmur3(values.slice(), hash), 0);
}
