import type { Finding } from '@autoencoders/report';
import { counted, figure, whole } from '../format.js';
import type { Measures } from '../measures.js';

/** From this share of used latents on, few are wasted. */
const MOST = 0.9;

/** How many latents differ from example to example. `advice`: how to use more of them. */
export function latentFinding(measures: Measures, latents: number, advice: string): Finding | undefined {
  const used = measures['active latents'];
  if (used === undefined) return undefined;
  const brief = `${whole(used)} of ${counted(latents, 'latent')} used`;
  if (used === 0)
    return { grade: 'bad', brief, text: 'The code is the same for all examples, so that it says nothing about them.', advice };
  if (used >= MOST * latents)
    return { grade: 'good', brief, text: `${whole(used)} of the ${counted(latents, 'number')} of a code differ from example to example.` };
  return {
    grade: 'fair',
    brief,
    text: `Only ${whole(used)} of the ${counted(latents, 'number')} of a code differ from example to example. The others say nothing.`,
    advice: `${advice} Or choose a code that is no larger than what is used (--latent ${whole(Math.max(1, used))}).`,
  };
}

/** A share of dead units up to which few are wasted. */
const FEW_DEAD = 10;

/** How many units are active for some example. */
export function unitFinding(measures: Measures, units: number, advice: string): Finding | undefined {
  const dead = measures['dead units, %'];
  if (dead === undefined) return undefined;
  const used = Math.round(units * (1 - dead / 100));
  const brief = `${whole(used)} of ${counted(units, 'unit')} used`;
  const text = `${whole(used)} of ${counted(units, 'unit')} are active for at least one test example.`;
  return dead <= FEW_DEAD ? { grade: 'good', brief, text } : { grade: used === 0 ? 'bad' : 'fair', brief, text, advice };
}

/** A mean activation up to so many times its target is near it. */
const NEAR = 1.5;

/** Whether units are as sparse as they should be. */
export function sparsityFinding(measures: Measures, rho: number): Finding | undefined {
  const found = measures['mean activation, %'];
  if (found === undefined) return undefined;
  const aim = `${figure(100 * rho)} %`;
  const brief = `a mean activation of ${figure(found)} % for a target of ${aim}`;
  const text = `The units have a mean activation of ${figure(found)} %. The target is ${aim}.`;
  const [low, high] = [(100 * rho) / NEAR, 100 * rho * NEAR];
  if (found >= low && found <= high) return { grade: 'good', brief, text };
  return {
    grade: 'fair',
    brief,
    text,
    advice: found > high ? 'Weigh the sparsity more (--beta), or train for more epochs.' : 'Weigh the sparsity less (--beta).',
  };
}
