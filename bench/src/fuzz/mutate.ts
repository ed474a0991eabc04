import { mutatedJson } from './mutate-json.js';
import type { Random } from './random.js';

/** Changes bytes. It gives other bytes and leaves its own as they are. */
export type Mutate = (bytes: Uint8Array, random: Random) => Uint8Array;

const joined = (...pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

/** A place in a file. Most are near the start or the end, where headers and footers are. */
function placeIn({ length }: Uint8Array, { below }: Random, near: number): number {
  const kind = below(4);
  return kind < 2 ? below(length) : kind === 2 ? below(Math.min(length, near)) : length - 1 - below(Math.min(length, near));
}

const flips: Mutate = (bytes, random) => {
  const out = bytes.slice();
  for (let flips = 1 + random.below(8); flips > 0; flips--) out[placeIn(out, random, 600)]! ^= 1 << random.below(8);
  return out;
};

const overwritten: Mutate = (bytes, random) => {
  const out = bytes.slice();
  const at = placeIn(out, random, 64);
  out.fill(random.pick([0, 1, 0x7f, 0x80, 0xff]), at, at + 1 + random.below(8));
  return out;
};

/** A number of 2, 4 or 8 bytes in place of another: where a size is, the file promises more or less than it has. */
const lies: Mutate = (bytes, random) => {
  const size = random.pick([2, 4, 4, 8]);
  if (bytes.length < size) return bytes.slice();
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigInt64(
    0,
    BigInt(random.pick([-1, 0, 1, 255, 2 ** 14, 2 ** 16 - 1, 1e6, 2 ** 28, 2 ** 31 - 1, 2 ** 40])),
  );
  const written = number.subarray(8 - size);
  if (random.below(2)) written.reverse();
  const out = bytes.slice();
  out.set(written, Math.min(placeIn(out, random, 200), out.length - size));
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
const anyBytes: readonly Mutate[] = [flips, flips, lies, overwritten, truncated, lengthened, spliced];
export const mutateBytes: Mutate = (bytes, random) => random.pick(anyBytes)(bytes, random);

/** The keys of the metadata under which there is JSON. */
const CONFIGS = ['model', 'detector'];

/** The header of a safetensors file changed to another JSON; sometimes only the config of the model or the detector in it. */
const mutateHeader: Mutate = (bytes, random) => {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<string, any>;
  const key = CONFIGS.find((name) => Object.hasOwn(Object(header.__metadata__), name));
  if (key !== undefined && random.below(4) > 0) header.__metadata__[key] = mutatedJson(header.__metadata__[key] as string, random);
  const text = key !== undefined && random.below(4) > 0 ? JSON.stringify(header) : mutatedJson(JSON.stringify(header), random);
  const json = new TextEncoder().encode(text);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(json.length), true);
  return joined(size, json, bytes.subarray(8 + length));
};

/** Changes of a safetensors file. */
export const mutateSafetensors: Mutate = (bytes, random) => (random.below(3) === 0 ? mutateBytes : mutateHeader)(bytes, random);
