import { env, getKernelsForBackend } from '@tensorflow/tfjs-core';

/*
 * A server such as that of Next.js runs a module once for each of its layers, in one process. tfjs keeps one registry for all, and warns of each
 * of its 157 kernels that "is already registered". It replaces them anyway, and the next `setBackend` prepares the new ones. So it does not
 * warn while its modules run again.
 */

const again = getKernelsForBackend('wasm').length > 0;
const wasProduction = env().getBool('PROD');
if (again) env().set('PROD', true);

/** Lets tfjs warn as before. */
export function endQuiet(): void {
  if (again) env().set('PROD', wasProduction);
}
