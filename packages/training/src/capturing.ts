import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { capturing, configWriter } from '@autoencoders/core/internal';
import type { HasConfig } from '@autoencoders/core/internal';
import type { Latent, Weights } from '@autoencoders/core';
import type { CapturedPasses } from './captured.js';
import { passes } from './passes.js';
import type { Passes } from './passes.js';
import type { Repeated } from './repeated.js';
import type { StepPlan } from './step.js';

/**
 * How the steps of a training compute their gradients: from captured kernels where the backend can. What captures is loaded only there. A layer
 * or loss without a config is called at each step, since it may do something else each time.
 */
export async function passesOf<X extends Tensor, L extends Latent, K extends string>(run: StepPlan<X, L, K>): Promise<CapturedPasses<X>> {
  const usual: Passes<X> = (inputs) => passes(run, inputs);
  const refused = (why: string): CapturedPasses<X> => ({ passes: usual, reason: () => why, dispose: () => undefined });
  if (run.capture === false) return refused('capture is false');
  if (!hasConfig(run.model)) return refused('a layer of the model has no config');
  const loss = run.terms.find(([, term]) => !hasConfig(term));
  if (loss) return refused(`loss.${loss[0]} has no config; withConfig gives it one`);
  try {
    const found = await capturing();
    if (!found) return refused('the backend cannot capture');
    const { capturedPasses } = await import('./captured.js');
    return capturedPasses(usual, Object.values(leaves(run.model.weights)), found);
  } catch (error) {
    // Training works without it.
    return refused(`what captures could not be loaded (${(error as Error).message})`);
  }
}

/** So many batches at least are worth it to capture the first. */
const WORTH = 8;

/**
 * How `f`, a function of a batch and of the weights of `model`, runs for so many batches: from captured kernels where the backend can. `batches` is
 * undefined where the number is not known.
 */
export async function repeatedOf<X extends Tensor>(
  model: HasConfig & { readonly weights: Weights },
  f: (x: X) => Tensor,
  batches: number | undefined = Infinity,
): Promise<Repeated<X>> {
  const usual: Repeated<X> = { run: (x) => tidy(() => f(x)), dispose: () => undefined };
  if (batches < WORTH || !hasConfig(model)) return usual;
  try {
    const found = await capturing();
    if (!found) return usual;
    const { repeated } = await import('./repeated.js');
    return repeated(f, Object.values(leaves(model.weights)), found);
  } catch {
    // It works without.
    return usual;
  }
}

/** Whether a part can be written down, so that it depends on nothing but what it is given. */
function hasConfig(part: HasConfig): boolean {
  try {
    configWriter('capture')(part);
    return true;
  } catch {
    return false;
  }
}
