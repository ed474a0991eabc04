import { createRequire } from 'node:module';
import { check } from '@autoencoders/core/operations';
import type { Group } from '@autoencoders/core';
import { gathered } from './gathered.js';

/** So many letters of a version are compared. */
const LETTERS = 32;

/** The version of this package. All packages of this project are released with the same version. */
const ownVersion = (): string => (createRequire(import.meta.url)('../package.json') as { version: string }).version;

/** Throws, on all ranks alike, unless all have the same version. The sentence names the first rank that differs. */
export function checkVersions(call: string, group: Pick<Group, 'rank' | 'size' | 'allReduce'>, version: string = ownVersion()): void {
  const own = new Float32Array(LETTERS);
  own.set(Array.from(version.slice(0, LETTERS), (letter) => letter.charCodeAt(0)));
  const letters = gathered(group, own);
  const versionOf = (other: number): string =>
    String.fromCharCode(...letters.subarray(other * LETTERS, (other + 1) * LETTERS)).replaceAll('\0', '');
  for (let other = 1; other < group.size; other++)
    check(
      versionOf(other) === versionOf(0),
      () =>
        `${call}: rank ${other} has version ${versionOf(other)} of @autoencoders/mpi, and rank 0 has ${versionOf(0)}; install the same for all ranks`,
    );
}
