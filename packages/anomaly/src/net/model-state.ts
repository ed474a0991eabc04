import { check } from '@autoencoders/core/operations';
import { load, parseSafetensors, save, toSafetensors } from '@autoencoders/models';
import type { AnyAutoencoder } from '@autoencoders/models';
import type { Scorer, ScorerState } from '../types.js';

/** A model as text and arrays: what a model file holds. */
export async function modelState(model: AnyAutoencoder): Promise<{ readonly model: string; readonly arrays: ScorerState['arrays'] }> {
  const { metadata, tensors } = parseSafetensors(await save(model));
  return { model: metadata.model!, arrays: tensors as ScorerState['arrays'] };
}

/**
 * The scorer that `make` makes of the autoencoder in a state, which it then owns. Arrays for which `isOwn` holds are the scorer's own, the others are
 * the weights of the model. Throws for a state without an autoencoder. Where `make` throws, the model is freed.
 */
export function openModel(
  { kind, config, arrays }: ScorerState,
  isOwn: (name: string) => boolean,
  make: (model: AnyAutoencoder) => Scorer,
): Scorer {
  const { model: text } = Object(config) as { readonly model?: unknown };
  check(typeof text === 'string', () => `openScorer: the state of ${kind} has no model; the file is damaged`);
  const weights = Object.fromEntries(Object.entries(arrays).filter(([name]) => !isOwn(name)));
  const model = load(toSafetensors({ metadata: { model: text }, tensors: weights })) as AnyAutoencoder;
  try {
    check(typeof model.reconstruct === 'function', () => `openScorer: the model of ${kind} is no autoencoder; the file is damaged`);
    return make(model);
  } catch (error) {
    model.dispose();
    throw error;
  }
}
