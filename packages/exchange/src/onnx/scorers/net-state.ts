import { load, toSafetensors } from '@autoencoders/models';
import type { ModelOperations } from '../../operation.js';
import { readModel } from '../../read-model.js';
import type { ExportableModel } from '../../read-model.js';
import type { ScorerState } from './scorer.js';

/** The model in the state of a scorer, as operations. Arrays for which `isOwn` holds are the scorer's own. */
export async function netOf(call: string, { config, arrays }: ScorerState, isOwn: (name: string) => boolean): Promise<ModelOperations> {
  const tensors = Object.fromEntries(Object.entries(arrays).filter(([name]) => !isOwn(name)));
  const model = load(toSafetensors({ metadata: { model: (config as { readonly model: string }).model }, tensors }));
  try {
    return await readModel(call, model as ExportableModel);
  } finally {
    model.dispose();
  }
}
