import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Group } from '@autoencoders/core';

/** What rank 0 found: no checkpoint, one, or one that it cannot read. */
const [NONE, SOME, FAILED] = [0, 1, 2];
/** Float32 holds whole numbers below this exactly. */
const WORD = 2 ** 16;

/** The checkpoint that rank 0 reads, on every rank. So one folder, on the machine of rank 0, is enough. Throws on all ranks if rank 0 cannot read it. */
export async function sharedCheckpoint(
  call: string,
  group: Group,
  read: () => Promise<Uint8Array | undefined>,
): Promise<Uint8Array | undefined> {
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
  if (failure !== undefined) throw failure instanceof Error ? failure : new InputError(String(failure));
  check(head[0] !== FAILED, () => `${call}: resume: rank 0 cannot read its checkpoint`);
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
