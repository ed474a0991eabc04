import { mutatedJson } from './mutate-json.js';
import type { Random } from './random.js';

/** Changes bytes. It gives other bytes and leaves its own as they are. */
export type Mutate = (bytes: Uint8Array, random: Random) => Uint8Array;

const joined = (...pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

const flips: Mutate = (bytes, { below }) => {
  const out = bytes.slice();
  // Most of them near the start, where headers are.
  for (let flips = 1 + below(8); flips > 0; flips--) out[below(below(2) ? out.length : Math.min(out.length, 600))]! ^= 1 << below(8);
  return out;
};

const overwritten: Mutate = (bytes, { below, pick }) => {
  const out = bytes.slice();
  const at = below(below(2) ? out.length : Math.min(out.length, 64));
  out.fill(pick([0, 1, 0x7f, 0x80, 0xff]), at, at + 1 + below(8));
  return out;
};

const truncated: Mutate = (bytes, { below }) => bytes.slice(0, below(bytes.length));

const lengthened: Mutate = (bytes, { below }) =>
  joined(
    bytes,
    Uint8Array.from({ length: 1 + below(64) }, () => below(256)),
  );

const spliced: Mutate = (bytes, { below }) => {
  const [from, to, at] = [below(bytes.length), below(bytes.length), below(bytes.length)];
  return joined(bytes.subarray(0, at), bytes.subarray(Math.min(from, to), Math.max(from, to)), bytes.subarray(at + below(64)));
};

/** All changes that need not know the format. */
const anyBytes: readonly Mutate[] = [flips, flips, overwritten, truncated, lengthened, spliced];
export const mutateBytes: Mutate = (bytes, random) => random.pick(anyBytes)(bytes, random);

/** The header of a safetensors file changed to another JSON; sometimes only the config of the model in it. */
const mutateHeader: Mutate = (bytes, random) => {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, any>;
  const model = header.__metadata__?.model as string | undefined;
  if (model !== undefined && random.below(4) > 0) header.__metadata__.model = mutatedJson(model, random);
  const text = model !== undefined && random.below(4) > 0 ? JSON.stringify(header) : mutatedJson(JSON.stringify(header), random);
  const json = new TextEncoder().encode(text);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(json.length), true);
  return joined(size, json, bytes.subarray(8 + length));
};

/** Changes of a safetensors file. */
export const mutateSafetensors: Mutate = (bytes, random) => (random.below(3) === 0 ? mutateBytes : mutateHeader)(bytes, random);
