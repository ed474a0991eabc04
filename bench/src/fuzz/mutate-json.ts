import type { Random } from './random.js';

/** A place in JSON: an object or a list, and a key of it. */
interface Place {
  readonly within: any;
  readonly key: string | number;
}

/** Every place in a value. */
function placesOf(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ within: value, key });
    placesOf((value as any)[key], found);
  }
  return found;
}

const numbers = [0, 1, 2, 3, -1, 0.5, 7, 64, 1000, 30_000, 1e9, 2 ** 31, 2 ** 53, 1e308];
const words = ['push', 'constructor', '__proto__', 'toString', 'same', 'valid', 'heNormal', 'F32', 'I32', 'U8', 'F16', ''];
const parts = [
  { name: 'relu' },
  { name: 'sigmoid' },
  { name: 'flatten' },
  { name: 'plain' },
  { name: 'center', args: [] },
  { name: 'dense', args: [4] },
  { name: 'dense', args: [1e9] },
  { name: 'gaussian', args: [2] },
  { name: 'topK', args: [1] },
  { name: 'dropout', args: [0.5] },
  { name: 'batchNorm', args: [] },
  { name: 'layerNorm', args: [] },
  { name: 'upsample2d', args: [3] },
  { name: 'zeroPad2d', args: [2] },
  { name: 'averagePool2d', args: [3, { padding: 'same', stride: 1 }] },
  { name: 'maxPool2d', args: [2] },
  { name: 'chain', args: [] },
  { name: 'chain', args: [{ name: 'relu' }, { name: 'tanh' }] },
  { name: 'residual', args: [{ name: 'relu' }] },
  { name: 'tied', args: [{ same: 1 }] },
  { name: 'uncenter', args: [{ same: 1 }] },
  { name: 'dictionary', args: [4, { same: 2 }] },
  { name: 'autoencoder', args: [{}] },
  { same: 0 },
  { same: 1 },
  { same: 2 },
  { same: 'push' },
  { record: { name: 'dense' } },
];
const others = [null, true, false, [], {}, [1, 2], [[1]], { init: 1, apply: 2 }, { bottleneck: true }];

/** JSON text with one to three changes that keep it JSON. */
export function mutatedJson(text: string, { below, pick }: Random): string {
  const json = { top: JSON.parse(text) as unknown };
  for (let changes = 1 + below(3); changes > 0; changes--) {
    const places = placesOf(json);
    if (places.length === 0) break;
    const { within, key } = pick(places);
    const old = within[key];
    const kind = below(8);
    if (kind === 0) delete within[key];
    else if (kind === 1 && !Array.isArray(within)) {
      delete within[key];
      // Defined, since setting `__proto__` would change the prototype.
      Object.defineProperty(within, pick(words), { value: old, enumerable: true, configurable: true, writable: true });
    } else if (kind === 2 && Array.isArray(within))
      within.splice(Number(key), 0, structuredClone(pick(places.map((p) => p.within[p.key]))));
    else if (kind === 3) {
      const from = pick(places);
      within[key] = structuredClone(from.within[from.key]);
    } else if (typeof old === 'number' && kind < 7) within[key] = below(2) ? pick(numbers) : old + below(3) - 1;
    else if (typeof old === 'string' && kind < 6) within[key] = pick(words);
    else within[key] = structuredClone(pick<unknown>([pick(numbers), pick(words), pick<unknown>(parts), pick<unknown>(others)]));
  }
  return JSON.stringify(json.top) ?? 'null';
}
