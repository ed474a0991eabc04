import { bundled } from './bundle.js';
import type { Part } from './bundle.js';

/** The smallest useful app: it trains a dense autoencoder on WASM, with one loss. */
export const program = `import { setWasmBackend } from '@autoencoders/backend-wasm';
import { chain, dense } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { tensor2d } from '@tensorflow/tfjs-core';
await setWasmBackend({ fallback: false });
const model = autoencoder({ input: [4], encoder: chain(dense(2)), decoder: chain(dense(4)), seed: 1 });
for await (const { loss } of fit(model, tensor2d([[1, 2, 3, 4]]), { loss: { squaredError }, epochs: 5, capture: false })) console.log(loss);
`;

/** What a page with the smallest app loads. Bytes are gzipped. */
export interface Smallest {
  /** JavaScript of a page on one thread. */
  readonly javascript: number;
  /** JavaScript of a page that is isolated from other origins, which has threads. */
  readonly isolated: number;
  /** JavaScript that `fallback: true`, the default, loads besides. */
  readonly fallback: number;
  /** JavaScript that `capture: true`, the default, loads besides. */
  readonly capture: number;
  /** Bytes of JavaScript by package. Compressed bytes are shared out by the sizes before compression. */
  readonly packages: Readonly<Record<string, number>>;
  /** Modules of WebAssembly, in base64: our kernels and tfjs's files. A page loads one of each. */
  readonly wasm: Readonly<Record<string, number>>;
}

const sum = (parts: readonly Part[]): number => parts.reduce((all, { bytes }) => all + bytes, 0);

/** Measures the smallest app in the bundle of a page. */
export async function smallest(): Promise<Smallest & { readonly parts: readonly Part[] }> {
  const parts = await bundled(program);
  const of = (kernels: RegExp): readonly Part[] => parts.filter(({ packages }) => Object.keys(packages).some((name) => kernels.test(name)));
  const from = (source: RegExp): readonly Part[] => parts.filter(({ sources }) => sources.some((each) => source.test(each)));
  const pool = from(/threads\/threaded-pool\.js$/);
  const capture = from(/(backend-wasm\/dist\/capture\/index|training\/dist\/(captured|repeated))\.js$/);
  const seldom = from(/training\/dist\/(alike|composed|sharded|missing-kernels|checkpoints\/shared-checkpoint)\.js$/);
  const [plain, threaded, fallback] = [of(/stock-plain$/), [...of(/stock-threaded$/), ...pool], of(/kernels\/cpu$/)];
  const ours = of(/kernels\/(simd|relaxed)$/);
  const embedded = of(/kernels\/tfjs-backend-wasm/);
  const always = parts.filter(
    (part) => ![plain, threaded, fallback, capture, seldom, ours, embedded].some((group) => group.includes(part)),
  );
  const packages: Record<string, number> = {};
  for (const part of [...always, ...plain]) {
    const whole = Object.values(part.packages).reduce((a, b) => a + b, 0);
    for (const [source, bytes] of Object.entries(part.packages)) {
      const name = source.startsWith('kernels/') ? '@autoencoders/backend-wasm' : source;
      packages[name] = (packages[name] ?? 0) + (bytes / whole) * part.bytes;
    }
  }
  return {
    javascript: sum([...always, ...plain]),
    isolated: sum([...always, ...threaded]),
    fallback: sum(fallback),
    capture: sum(capture),
    packages,
    wasm: Object.fromEntries([...ours, ...embedded].map((part) => [part.name.replace(/-\w+\.js$/, '.wasm, in base64'), part.bytes])),
    parts: always,
  };
}
