import { InputError } from '@autoencoders/core';
import { printable } from '@autoencoders/core/internal';
import type { Numbers, WeightSource } from './place.js';

/** Keras 3 calls the kernel of a depthwise convolution `kernel`. */
const ALIASES: Readonly<Record<string, string>> = { depthwise_kernel: 'kernel' };

/**
 * Weights that are named after their layers: `dense/kernel`, or `encoder/dense/kernel` in a model within the model. Throws where the names do not
 * say which one belongs to the layer.
 */
export const byName =
  (call: string, found: ReadonlyMap<string, () => Numbers>): WeightSource =>
  (layer, names) =>
    names.map((name) => {
      const named = (end: string): string[] => [...found.keys()].filter((key) => key === end || key.endsWith(`/${end}`));
      const own = named(`${layer.name}/${name}`);
      const keys = own.length === 0 && Object.hasOwn(ALIASES, name) ? named(`${layer.name}/${ALIASES[name]}`) : own;
      const models = layer.path.split('/').slice(0, -1);
      const within = keys.filter((key) => models.every((model) => key.split('/').includes(model)));
      const [key, another] = within.length > 0 ? within : keys;
      const what = `weight ${printable(`${layer.name}/${name}`, 100)} of ${printable(layer.path)}`;
      if (key === undefined) throw new InputError(`${call}: the file has no ${what}`);
      if (another !== undefined) throw new InputError(`${call}: the file has several weights that may be the ${what}`);
      return found.get(key)!();
    });
