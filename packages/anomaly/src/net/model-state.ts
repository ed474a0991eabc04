import { load, parseSafetensors, save, toSafetensors } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import type { ScorerState } from '../types.js';

/** A model as text and arrays: what a model file holds. */
export async function modelState(model: AnyAutoencoder): Promise<{ readonly model: string; readonly arrays: ScorerState['arrays'] }> {
  const { metadata, tensors } = parseSafetensors(await save(model));
  return { model: metadata.model!, arrays: tensors as ScorerState['arrays'] };
}

/** Opens a model that `modelState` wrote. `layers` are layers of your own, by name. */
export const openModel = (model: string, arrays: ScorerState['arrays'], layers: Readonly<Record<string, unknown>> = {}): AnyAutoencoder =>
  load(toSafetensors({ metadata: { model }, tensors: arrays }), { layers }) as AnyAutoencoder;
