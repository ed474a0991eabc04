import { countParameters } from '@autoencoders/core';
import { check, checkBoolean, checkOptions, checkFunction } from '@autoencoders/core/operations';
import { MODEL_KEY, checkBytes, parseMetadata, show } from '@autoencoders/core/internal';
import { toOnnx } from '../onnx/to-onnx.js';
import type { ExportableModel } from '../read-model.js';
import { cardOf } from './card.js';
import type { CardOptions } from './card.js';

/** Options of `toHuggingFace`. */
export interface HuggingFaceOptions extends CardOptions {
  /** The file of the model, as `save(model)` gives it. */
  readonly file: Uint8Array;
  /** Whether to add `onnx/model.onnx`. Default false. */
  readonly onnx?: boolean | undefined;
}

/** A model that describes itself. */
type DescribedModel = ExportableModel & { readonly summary: () => string };

const OPTIONS = {
  file: true,
  onnx: true,
  name: true,
  license: true,
  data: true,
  training: true,
  figures: true,
  limits: true,
  tags: true,
} as const;

/** The files of a folder by their paths, with `/` between the names. */
export type FolderFiles = Readonly<Record<string, string | Uint8Array>>;

/**
 * A model as the files of a folder that Hugging Face takes: `config.json`, `model.safetensors`, `README.md` and, if asked for,
 * `onnx/model.onnx`. The README is a model card. Nothing is uploaded. Throws when the file is not one of `save`.
 *
 * ```ts
 * const files = await toHuggingFace(model, { file: await save(model), name: 'Digits', license: 'mit', data: 'UCI digits' });
 * ```
 */
export async function toHuggingFace(model: DescribedModel, options: HuggingFaceOptions): Promise<FolderFiles> {
  checkOptions('toHuggingFace', options, OPTIONS);
  const { file, onnx = false, ...card } = options;
  checkCard(card);
  checkBoolean('toHuggingFace', 'onnx', onnx);
  check(
    typeof model?.spec?.encoder === 'object',
    () => `toHuggingFace: the model must be one, such as autoencoder({ … }) gives, not ${show(model)}`,
  );
  checkFunction('toHuggingFace', 'model.summary', model.summary);
  checkBytes('toHuggingFace', file);
  const { [MODEL_KEY]: text, ...metadata } = parseMetadata(file);
  check(text !== undefined, 'toHuggingFace: file must be what save(model) gives; it has no config of a model');
  const { kind, spec, weights } = model;
  const config = {
    library_name: 'autoencoders',
    model_type: kind,
    input_shape: spec.input,
    parameters: countParameters(weights),
    ...(JSON.parse(text) as object),
  };
  const about = { kind, input: spec.input, parameters: config.parameters, layers: model.summary(), onnx };
  return {
    'config.json': `${JSON.stringify(config, null, 2)}\n`,
    'model.safetensors': file,
    'README.md': cardOf(about, card),
    ...(onnx && { 'onnx/model.onnx': await toOnnx(model, { metadata }) }),
  };
}

function checkCard({ name, license, data, limits, training = {}, figures = {}, tags = [] }: CardOptions): void {
  check(typeof name === 'string' && name.trim() !== '', () => `toHuggingFace: name must be the heading of the card, not ${show(name)}`);
  for (const [key, value] of Object.entries({ license, data, limits }))
    check(value === undefined || typeof value === 'string', () => `toHuggingFace: ${key} must be a text, not ${show(value)}`);
  for (const [key, value] of Object.entries(training))
    check(
      ['string', 'number'].includes(typeof value),
      () => `toHuggingFace: training.${key} must be a text or a number, not ${show(value)}`,
    );
  for (const [key, value] of Object.entries(figures))
    check(typeof value === 'number', () => `toHuggingFace: figures.${key} must be a number, not ${show(value)}`);
  check(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'), () => `toHuggingFace: tags must be texts, not ${show(tags)}`);
}
