import { getBackend, setBackend } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { millisecondsOfStep } from './step-time.js';
import type { TimedModel } from './step-time.js';

/** The trial of one backend. */
export interface Trial {
  readonly name: string;
  /** Milliseconds of a training step, the median. Undefined where the backend did not start. */
  readonly milliseconds?: number;
  /** Why the backend did not start. */
  readonly failure?: string;
  /** What the function that starts the backend gave. */
  readonly info?: unknown;
}

/** The backend that was chosen, and why. */
export interface FastestBackend {
  readonly name: string;
  /** The times in one line: `wasm: 3.1 ms a step of training, webgl 12 ms; webgpu: there is no GPU …`. */
  readonly reason: string;
  /** What the function that starts the backend gave. */
  readonly info: unknown;
  /** The trials of all backends, in the order in which they were given. */
  readonly trials: readonly Trial[];
}

/** Options of `setFastestBackend`: the model that is trained on every backend, and for how many steps. */
export type TrialOptions = Partial<TimedModel>;

/**
 * Starts every backend, trains a small model on each for a few steps, and sets the fastest. This takes a fraction of a second
 * for each backend. A backend that does not start is left out, and its trial says why. Throws an `InputError` where no
 * backend starts.
 *
 * ```ts
 * const { name, reason } = await setFastestBackend({ wasm: setWasmBackend, webgl: setWebglBackend, webgpu: setWebgpuBackend });
 * ```
 *
 * @param backends The name of each backend, and a function that starts it.
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

async function trial(name: string, use: () => unknown, options: TimedModel): Promise<Trial> {
  try {
    const info = await use();
    return { name, info, milliseconds: await millisecondsOfStep(options) };
  } catch (error) {
    return { name, failure: error instanceof Error ? error.message : String(error) };
  }
}

function reasonOf(working: readonly Trial[], trials: readonly Trial[]): string {
  const time = ({ milliseconds }: Trial): string => `${Number(milliseconds!.toPrecision(2))} ms`;
  const [first, ...others] = working as [Trial, ...Trial[]];
  const rest = others.map((one) => `, ${one.name} ${time(one)}`).join('');
  const failed = trials.filter(({ failure }) => failure !== undefined).map(({ name, failure }) => `; ${name}: ${failure}`);
  return `${first.name}: ${time(first)} a step of training${rest}${failed.join('')}`;
}
