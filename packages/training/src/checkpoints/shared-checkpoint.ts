import type { Group } from '@autoencoders/core';

/*
 * A group of processes loads this file when a training begins. It imports nothing, so that bundlers need not split the rest.
 */

/** What rank 0 found: no checkpoint, one, or one that it cannot read. */
const [NONE, SOME, FAILED] = [0, 1, 2];
/** Float32 holds whole numbers below this exactly. */
const WORD = 2 ** 16;

/**
 * The checkpoint that rank 0 reads, on every rank. So one folder, on the machine of rank 0, is enough. If rank 0 cannot read it, it throws there, and gives
 * `failed` on the other ranks.
 */
export async function sharedCheckpoint(
  group: Group,
  read: () => Promise<Uint8Array | undefined>,
): Promise<Uint8Array | 'failed' | undefined> {
  let own: Uint8Array | undefined;
  let failure: unknown;
  if (group.rank === 0)
    try {
      own = await read();
    } catch (error) {
      failure = error;
    }
  const length = own?.length ?? 0;
  const head = Float32Array.of(failure === undefined ? (own ? SOME : NONE) : FAILED, Math.floor(length / WORD), length % WORD);
  group.broadcast(0, head);
  if (failure !== undefined) throw failure;
  if (head[0] === FAILED) return 'failed';
  if (head[0] === NONE) return undefined;
  const size = head[1]! * WORD + head[2]!;
  // Two bytes as a number: the bits of a float32 need not survive everywhere, since some are NaN.
  const words = new Uint16Array(Math.ceil(size / 2));
  if (own) new Uint8Array(words.buffer).set(own);
  const numbers = Float32Array.from(words);
  group.broadcast(0, numbers);
  words.set(numbers);
  return new Uint8Array(words.buffer, 0, size);
}
