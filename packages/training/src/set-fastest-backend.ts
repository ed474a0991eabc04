import { dispose, getBackend, setBackend, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { adam, normal, uniform } from '@autoencoders/core';
import { affine, check, checkInteger, checkOptions, pointwiseLoss, valueAndGradients } from '@autoencoders/core/operations';
import type { Leaves, Weights } from '@autoencoders/core';

/** How one backend did in the trial. */
export interface Trial {
  readonly name: string;
  /** Milliseconds of a step of training, the median of a few; undefined where it did not start. */
  readonly milliseconds?: number;
  /** Why it did not start. */
  readonly failure?: string;
  /** What it said when it started. */
  readonly info?: unknown;
}

/** The backend that was chosen, and why. */
export interface FastestBackend {
  readonly name: string;
  /** One sentence: `wasm: 3.1 ms a step of training, webgl 12 ms; webgpu: there is no GPU …`. */
  readonly reason: string;
  readonly info: unknown;
  /** All of them, in the order in which they were given. */
  readonly trials: readonly Trial[];
}

/** What is tried. */
export interface TrialOptions {
  /** Sizes of a dense autoencoder's layers; 784-256-32-256-784 unless told. */
  readonly sizes?: readonly number[];
  /** Examples of a step; 128 unless told. */
  readonly batch?: number;
  /** Steps that are timed, after one that is not; 5 unless told. */
  readonly steps?: number;
}

/**
 * Starts every backend that works, takes a few steps of training on each, and leaves the fastest to compute. A fraction of
 * a second each; a backend that does not start is passed over, and `trials` say why. Throws where none starts.
 *
 * ```ts
 * const { name, reason } = await setFastestBackend({ wasm: setWasmBackend, webgl: setWebglBackend, webgpu: setWebgpuBackend });
 * ```
 */
export async function setFastestBackend(
  backends: Readonly<Record<string, () => unknown>>,
  options: TrialOptions = {},
): Promise<FastestBackend> {
  checkOptions('setFastestBackend', options, { sizes: true, batch: true, steps: true });
  const { sizes = [784, 256, 32, 256, 784], batch = 128, steps = 5 } = options;
  check(Object.keys(Object(backends)).length > 0, 'setFastestBackend: name at least one backend, such as { wasm: setWasmBackend }');
  check(sizes.length > 1, () => `setFastestBackend: sizes must list two sizes at least, not [${sizes.join(', ')}]`);
  checkInteger('setFastestBackend', 'batch', batch, 1);
  checkInteger('setFastestBackend', 'steps', steps, 1);
  const trials: Trial[] = [];
  const active = new Map<Trial, string>();
  for (const [name, use] of Object.entries(backends)) {
    const one = await trial(name, use, { sizes, batch, steps });
    trials.push(one);
    active.set(one, getBackend());
  }
  const working = trials.filter((one) => one.milliseconds !== undefined).sort((a, b) => a.milliseconds! - b.milliseconds!);
  const [fastest] = working;
  check(
    fastest !== undefined,
    () => `setFastestBackend: no backend starts here; ${trials.map(({ name, failure }) => `${name}: ${failure}`).join('; ')}`,
  );
  await setBackend(active.get(fastest)!);
  const { name, info } = fastest;
  return { name, info, reason: reasonOf(working, trials), trials };
}

async function trial(name: string, use: () => unknown, options: Required<TrialOptions>): Promise<Trial> {
  try {
    const info = await use();
    return { name, info, milliseconds: await timed(options) };
  } catch (error) {
    return { name, failure: error instanceof Error ? error.message : String(error) };
  }
}

/** Milliseconds of a step, the median. The first compiles what there is to compile. */
async function timed({ sizes, batch, steps }: Required<TrialOptions>): Promise<number> {
  const x: Tensor2D = uniform([batch, sizes[0]!], 1);
  const optimizer = adam();
  let weights: Leaves = tidy(() =>
    Object.fromEntries(
      sizes.slice(1).flatMap((size, i) => [
        [`${i}.kernel`, normal([sizes[i]!, size], i + 2, 0, 0.05)],
        [`${i}.bias`, normal([size], i + 50, 0, 0.05)],
      ]),
    ),
  );
  let state: Weights = tidy(() => optimizer.init(weights));
  const times: number[] = [];
  try {
    for (let step = 0; step <= steps; step++) {
      const start = performance.now();
      const old = [weights, state];
      const next = tidy(() => {
        const { value, gradients } = valueAndGradients(() => errorOf(x, weights, sizes.length - 1), weights);
        return { value, ...optimizer.update(gradients, state, weights, { step, epoch: 0 }) } as never;
      }) as { value: Scalar; weights: Leaves; state: Weights };
      // Reading waits for the step to be done.
      await next.value.data();
      times.push(performance.now() - start);
      [weights, state] = [next.weights, next.state];
      dispose([next.value, ...old] as never);
    }
  } finally {
    dispose([x, weights, state] as never);
  }
  return times.slice(1).sort((a, b) => a - b)[Math.floor(steps / 2)]!;
}

function errorOf(x: Tensor2D, weights: Leaves, layers: number): Scalar {
  let y = x;
  for (let i = 0; i < layers; i++)
    y = affine(y, weights[`${i}.kernel`] as Tensor2D, weights[`${i}.bias`] as Tensor1D, {
      activation: { activation: i === layers - 1 ? 'linear' : 'relu' },
    });
  return pointwiseLoss('squared', y, x, 1 / x.shape[0]);
}

function reasonOf(working: readonly Trial[], trials: readonly Trial[]): string {
  const time = ({ milliseconds }: Trial): string => `${Number(milliseconds!.toPrecision(2))} ms`;
  const [first, ...others] = working as [Trial, ...Trial[]];
  const rest = others.map((one) => `, ${one.name} ${time(one)}`).join('');
  const failed = trials.filter(({ failure }) => failure !== undefined).map(({ name, failure }) => `; ${name}: ${failure}`);
  return `${first.name}: ${time(first)} a step of training${rest}${failed.join('')}`;
}
