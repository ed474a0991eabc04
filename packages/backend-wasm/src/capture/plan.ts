import { stagesOf } from './stages.js';
import type { Source, WasmRecording } from './recording.js';

/** Where in one block of memory the kernels of a run put what they make. */
export interface MemoryPlan {
  /** The bytes of the block. */
  readonly bytes: number;
  /** Where a kernel puts what it makes as its `place`-th, and the bytes there. Undefined for memory that it frees itself. */
  readonly place: (call: number, place: number) => { readonly offset: number; readonly bytes: number } | undefined;
}

/** Bytes after each tensor that a vector may read beyond its end. */
const PAD = 64;

interface Piece {
  readonly bytes: number;
  /** The stage of the kernel that makes it, and of the last that reads it. */
  readonly from: number;
  to: number;
  offset: number;
}

/** Names what a kernel makes as its `place`-th. */
export const keyOf = (call: number, place: number): string => `${call} ${place}`;

/**
 * Plans the memory of a run from its recording. Tensors that are not needed at the same time may have the same place; the kernels of a stage run
 * at the same time. The largest are placed
 * first, each as low as it fits: the greedy-by-size order of Pisarchyk & Lee, "Efficient memory management for deep neural net inference", 2020.
 */
export function planMemory({ calls, results }: WasmRecording): MemoryPlan {
  const stages = stagesOf({ calls });
  const pieces = new Map<string, Piece>();
  for (const [call, { made }] of calls.entries())
    for (const { place, bytes } of made)
      pieces.set(keyOf(call, place), { bytes: Math.ceil(bytes / PAD) * PAD + PAD, from: stages[call]!, to: stages[call]!, offset: 0 });
  const note = (source: Source, at: number): void => {
    if (source.kind === 'made') pieces.get(keyOf(source.call, source.place))!.to = at;
  };
  for (const [call, { inputs }] of calls.entries()) for (const { source } of inputs) note(source, stages[call]!);
  for (const { source } of results) note(source, Infinity);
  const placed: Piece[] = [];
  for (const piece of [...pieces.values()].sort((a, b) => b.bytes - a.bytes)) {
    const taken = placed.filter(({ from, to }) => from <= piece.to && to >= piece.from).sort((a, b) => a.offset - b.offset);
    for (const other of taken)
      if (piece.offset + piece.bytes > other.offset) piece.offset = Math.max(piece.offset, other.offset + other.bytes);
    placed.push(piece);
  }
  return {
    bytes: Math.max(0, ...placed.map(({ offset, bytes }) => offset + bytes)),
    place: (call, place) => pieces.get(keyOf(call, place)),
  };
}
