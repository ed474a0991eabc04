import type { Shape } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { load, readMetadata, save } from '@autoencoders/models';
import type { AnyModel, AppDefinition, Scene } from './definition.js';
import { sizeOf } from './measures.js';
import { validSettings } from './settings.js';

/** The model of a page as a file, with the settings it was trained with and its epochs. */
export const saveModel = (app: string, { model, settings, epoch }: Pick<Scene, 'model' | 'settings' | 'epoch'>): Promise<Uint8Array> =>
  save(model, { metadata: { app, settings: JSON.stringify(settings), epoch: String(epoch) } });

/** What a model file holds. */
export interface OpenedModel<S> {
  readonly model: AnyModel;
  readonly settings: Partial<S>;
  readonly epoch: number;
}

/**
 * The model in a file. Throws where it belongs to another page, takes examples of another size than `shape`, or has
 * another architecture than the page's models.
 */
export function openModel<S>({ id, controls, model: create }: AppDefinition<S>, now: S, shape: Shape, bytes: Uint8Array): OpenedModel<S> {
  const { app, settings: given = '{}', epoch = '0' } = readMetadata(bytes);
  check(app === undefined || app === id, () => `this is a model of the page "${app}", and this one is "${id}"`);
  const settings = validSettings(controls, JSON.parse(given));
  const model = load(bytes) as AnyModel;
  try {
    check(
      sizeOf(model.input) === sizeOf(shape),
      () => `the model takes ${sizeOf(model.input)} numbers, the examples here have ${sizeOf(shape)}; choose the data it was trained on`,
    );
    // Compared at the settings of the file: on some pages they decide the bottleneck.
    const expected = create(shape, { ...now, ...settings });
    expected.dispose();
    check(architectureOf(expected) === architectureOf(model), 'the file holds a model of another architecture than this page is about');
  } catch (error) {
    model.dispose();
    throw error;
  }
  return { model, settings, epoch: Number(epoch) };
}

const architectureOf = ({ spec, input }: AnyModel): string => `${spec.bottleneck?.config?.name ?? 'plain'} ${input.length}`;
