import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { blockUntilReady, defaultDevice, init, jit, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';
import { readRows, readStart } from '../files.js';
import { stepByStep } from '../protocol.js';
import type { Job, Peer } from '../protocol.js';
import { sizeOf } from '../starts.js';
import { BATCH, exampleShape } from '../tasks.js';
import { lossOf } from './jax-models.js';
import type { Params } from './jax-models.js';

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8] as const;

/** The arguments and results of one step. jax-js frees an array when it is passed on, so each further use needs `.ref`. */
interface State {
  readonly params: Params;
  readonly m: Params;
  readonly v: Params;
}

/** jax-js on its WebAssembly device: the whole step, gradients and Adam, in one `jit`. */
export async function prepare({ task, folder }: Job): Promise<Peer> {
  if (task.kind !== 'model') throw new Error('only models can be trained');
  await init('wasm');
  defaultDevice('wasm');
  const loss = valueAndGrad(lossOf(task));
  const step = jit((params: Params, m: Params, v: Params, x: np.Array, key: np.Array, scale: np.Array, root: np.Array) => {
    const [value, gradients] = loss(tree.ref(params), x, key);
    const nextM = both((old, g) => old.mul(beta1).add(g.mul(1 - beta1)), m, tree.ref(gradients));
    const nextV = both((old, g) => old.mul(beta2).add(np.square(g).mul(1 - beta2)), v, gradients);
    const steps = both((m, v) => m.mul(scale.ref).div(np.sqrt(v).mul(root.ref).add(epsilon)), tree.ref(nextM), tree.ref(nextV));
    scale.dispose();
    root.dispose();
    return [value, both((w, step) => w.sub(step), params, steps), nextM, nextV] as [np.Array, Params, Params, Params];
  });

  const rows = readRows(folder);
  const shape = [BATCH, ...(exampleShape(task).length === 1 ? [784] : [1, 28, 28])];
  let state: State = startState(readStart(folder, task));
  let t = 0;
  return stepByStep(`jax-js ${version()}`, async () => {
    const at = (t * sizeOf(shape)) % rows.length;
    t += 1;
    const x = np.array(rows.slice(at, at + sizeOf(shape)), { shape });
    // η·m̂ / (√v̂ + ε) = scale·m / (root·√v + ε).
    const scale = np.array(1e-3 / (1 - beta1 ** t), { dtype: np.float32 });
    const root = np.array(1 / Math.sqrt(1 - beta2 ** t), { dtype: np.float32 });
    const [value, params, m, v] = step(state.params, state.m, state.v, x, random.key(t), scale, root);
    state = { params, m, v };
    await blockUntilReady(state as never);
    return (await value.data())[0]!;
  });
}

const both = (f: (a: np.Array, b: np.Array) => np.Array, a: Params, b: Params): Params =>
  a.map((layer, i) => ({ w: f(layer.w, b[i]!.w), b: f(layer.b, b[i]!.b) }));

function startState(start: ReturnType<typeof readStart>): State {
  const params = start.map(([kernel, bias]) => {
    const w = np.array(kernel.values.slice(), { shape: [...kernel.shape] });
    const b = np.array(bias.values.slice());
    // tfjs's kernels are [height, width, …, …]; here both kinds have the two sides last, and a bias per plane.
    return kernel.shape.length === 2 ? { w, b } : { w: w.transpose([3, 2, 0, 1]), b: b.reshape([-1, 1, 1]) };
  });
  const zeros = (): Params => params.map(({ w, b }) => ({ w: np.zeros(w.shape), b: np.zeros(b.shape) }));
  return { params, m: zeros(), v: zeros() };
}

/** The package does not export its package.json. */
function version(): string {
  const main = createRequire(import.meta.url).resolve('@jax-js/jax');
  return (JSON.parse(readFileSync(new URL('../package.json', `file://${main}`), 'utf8')) as { version: string }).version;
}
