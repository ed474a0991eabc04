import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { withoutLeftovers } from './leftovers.js';
import { common, untouched } from './trusted.js';
import type { Rule } from './trusted.js';

/** tfjs's kernel for calls that fit its rule, and the CPU backend's for all others. */
export function guarded(stock: KernelConfig, onCpu: KernelConfig | undefined, rule: Rule | undefined): KernelConfig {
  const { kernelName } = stock;
  if (!onCpu || untouched.has(kernelName)) return { ...stock, kernelFunc: withoutLeftovers(kernelName, stock.kernelFunc) };
  return {
    ...stock,
    kernelFunc: withoutLeftovers(kernelName, (given) => {
      const inputs = given.inputs as unknown as Readonly<Record<string, TensorInfo>>;
      const trusted =
        common(inputs, given.attrs, given.backend as BackendWasm) && (rule?.(inputs, given.attrs, given.backend as BackendWasm) ?? true);
      return (trusted ? stock : onCpu).kernelFunc(given);
    }),
  };
}
