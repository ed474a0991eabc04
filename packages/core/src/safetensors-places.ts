import { check } from './errors.js';
import { showUntrusted } from './show-untrusted.js';

/** Where a tensor is in the data of a file. */
interface Placed {
  readonly data_offsets: readonly [begin: number, end: number];
}

/** Throws unless the tensors fill `length` bytes without gaps, and none begins within another. */
export function checkPlaces(entries: readonly (readonly [name: string, entry: Placed])[], length: number): void {
  const placed = entries.map(([name, { data_offsets }]) => ({ name, begin: data_offsets[0], end: data_offsets[1] }));
  let filled = 0;
  for (const { name, begin, end } of placed.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    check(begin >= filled, () => `safetensors: ${showUntrusted(name)} begins at byte ${begin}, within another tensor; the file is damaged`);
    check(
      begin === filled,
      () => `safetensors: bytes ${filled} to ${begin} before ${showUntrusted(name)} belong to no tensor; the file is damaged`,
    );
    check(end <= length, () => `safetensors: ${showUntrusted(name)} ends at byte ${end}, the data has ${length}; the file is truncated`);
    filled = end;
  }
  check(filled === length, () => `safetensors: the last tensor ends at byte ${filled}, the data has ${length}; the file is damaged`);
}
