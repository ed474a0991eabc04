import { createRequire } from 'node:module';
import { check } from '@autoencoders/core/operations';
import type { Group } from '@autoencoders/core';

/** So many letters of a version are compared. */
const LETTERS = 32;

/** The version of this package. All packages of this project are released with the same version. */
const own = (): string => (createRequire(import.meta.url)('../package.json') as { version: string }).version;

/** Throws, on all ranks alike, unless all have the same version. The sentence names the first rank that differs. */
export function checkVersions(
  call: string,
  { rank, size, allReduce }: Pick<Group, 'rank' | 'size' | 'allReduce'>,
  version: string = own(),
): void {
  const letters = new Float32Array(size * LETTERS);
  // Each rank writes at its own place.
  letters.set(
    Array.from(version.slice(0, LETTERS), (letter) => letter.charCodeAt(0)),
    rank * LETTERS,
  );
  allReduce(letters);
  const versionOf = (other: number): string =>
    String.fromCharCode(...letters.subarray(other * LETTERS, (other + 1) * LETTERS)).replaceAll('\0', '');
  for (let other = 1; other < size; other++)
    check(
      versionOf(other) === versionOf(0),
      () =>
        `${call}: rank ${other} has version ${versionOf(other)} of @autoencoders/mpi, and rank 0 has ${versionOf(0)}; install the same for all ranks`,
    );
}
