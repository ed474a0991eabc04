import type { Shape } from '@autoencoders/core';
import { chain, flatten, linear, reshape } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show, withGivenWeights } from '@autoencoders/core/internal';
import { chainTo, gaussianFrom } from './chain.js';
import type { Found } from './chain.js';
import type { KerasLayer } from './graph.js';
import type { Numbers, Origin, Piece } from './place.js';
import { weightsAt } from './read-layers.js';
import { encoderLength } from './split.js';
import type { Stage } from './split.js';
import { gaussianOf, stagesOf } from './stages.js';

/** Options of `fromKeras` and `fromTfjsLayers`. */
export interface SplitOptions {
  /**
   * The layer that gives the codes: its name (`encoder/dense` in a model within the model), the name of the model that is the encoder, or its
   * number, from 0 without inputs. Default: where the first of two models ends, a layer named `codes`, or else the narrowest flat layer.
   */
  readonly codes?: string | number | undefined;
  /** The shape of one example, for a model whose input shape is open. */
  readonly input?: Shape | undefined;
  /**
   * What the second layer of a Gaussian bottleneck gives: ln σ² (`logVar`) or ln σ (`logSigma`). Default: by its name, `z_log_var` or
   * `z_log_sigma`.
   */
  readonly spread?: 'logVar' | 'logSigma' | undefined;
}

/** An autoencoder from another tool. */
export interface OpenedModel {
  /** The caller's to dispose. */
  readonly model: Autoencoder;
  /** The name of the layer that gives the codes. */
  readonly codes: string;
  /** Sentences about what was left out or changed, such as noise of the training. */
  readonly notes: readonly string[];
}

/** The outputs of a model, and where its weights are. */
export interface Source {
  readonly outputs: readonly KerasLayer[];
  readonly origin: Origin;
}

export const SPLIT_OPTIONS = { codes: true, input: true, spread: true } as const;

export function checkSplitOptions(call: string, options: object, more: Readonly<Record<string, true>>): void {
  checkOptions(call, options, { ...SPLIT_OPTIONS, ...more });
  const { codes, input, spread } = options as SplitOptions;
  check(
    codes === undefined || typeof codes === 'string' || Number.isInteger(codes),
    () => `${call}: codes must be the name or the number of a layer, not ${show(codes)}`,
  );
  check(
    input === undefined ||
      (Array.isArray(input) && input.length >= 1 && input.length <= 3 && input.every((n) => Number.isInteger(n) && n > 0)),
    () => `${call}: input must be the shape of one example, such as [28, 28, 1], not ${show(input)}`,
  );
  check(
    spread === undefined || spread === 'logVar' || spread === 'logSigma',
    () => `${call}: spread must be 'logVar' or 'logSigma', not ${show(spread)}`,
  );
}

/** An autoencoder from one model, or from an encoder and a decoder. */
export function opened(first: Source, second: Source | undefined, options: SplitOptions): OpenedModel {
  const { origin } = first;
  const { call, notes } = origin;
  const found = start(first, options, second !== undefined);
  const { before } = found;
  const stages = stagesOf(origin, before.layers, before.input);
  const rest = (layers: readonly KerasLayer[], shape: Shape): Stage[] => stagesOf(origin, layers, shape);
  const decoderOf = (shape: Shape): { readonly stages: readonly Stage[]; readonly input: Shape } => {
    const { before: chained } = single(second!, shape);
    return { stages: stagesOf(second!.origin, chained.layers, chained.input), input: chained.input };
  };
  if (found.gaussian) {
    const { mean, spread, after } = found.gaussian;
    const encoded = stages.at(-1)?.shape ?? before.input;
    const [m, s] = [mean, spread].map((layer) => stagesOf(origin, [layer], encoded)[0]!) as [Stage, Stage];
    const bottleneck = gaussianOf(origin, m, s, options.spread);
    const decoder = second ? decoderOf(m.shape) : { stages: rest(after, m.shape), input: m.shape };
    return make(call, { input: before.input, encoder: stages, bottleneck, decoder }, mean.path, notes);
  }
  if (second) {
    check(stages.length > 0, () => `${call}: the encoder has no layers`);
    const shape = stages.at(-1)!.shape;
    return make(call, { input: before.input, encoder: stages, decoder: decoderOf(shape) }, stages.at(-1)!.layer.path, notes);
  }
  check(stages.length > 1, () => `${call}: the model has ${stages.length} layers; an autoencoder has at least 2`);
  const length = encoderLength(call, stages, options.codes);
  const { shape, layer } = stages[length - 1]!;
  return make(
    call,
    { input: before.input, encoder: stages.slice(0, length), decoder: { stages: stages.slice(length), input: shape } },
    layer.path,
    notes,
  );
}

/** The chain of the first model. An encoder with outputs [mean, logVar] or [mean, logVar, code] has a Gaussian bottleneck. */
function start({ outputs, origin: { call } }: Source, { input }: SplitOptions, isEncoder: boolean): Found {
  if (outputs.length === 1) return chainTo(call, outputs[0]!, input);
  check(
    isEncoder && (outputs.length === 2 || outputs.length === 3),
    () => `${call}: the model has ${outputs.length} outputs; one is read, or an encoder's mean and logVar`,
  );
  if (outputs.length === 2) return gaussianFrom(call, outputs[0]!, outputs[1]!, input);
  return chainTo(call, outputs[2]!, input);
}

function single({ outputs, origin: { call } }: Source, input: Shape): Found {
  check(outputs.length === 1, () => `${call}: the decoder has ${outputs.length} outputs; it must have 1`);
  const found = chainTo(call, outputs[0]!, undefined);
  check(found.gaussian === undefined, () => `${call}: the decoder draws codes`);
  check(
    String(found.before.input) === String(input),
    () => `${call}: the encoder gives [${input.join(', ')}], and the decoder reads [${found.before.input.join(', ')}]`,
  );
  return found;
}

interface Parts {
  readonly input: Shape;
  readonly encoder: readonly Stage[];
  readonly bottleneck?: { readonly layer: any; readonly weights: Readonly<Record<string, Numbers>> };
  readonly decoder: { readonly stages: readonly Stage[]; readonly input: Shape };
}

/** Codes are flat here: a flatten and a reshape stand around those that are not. */
function make(call: string, { input, encoder, bottleneck, decoder }: Parts, codes: string, notes: readonly string[]): OpenedModel {
  const given = decoder.stages.at(-1)?.shape ?? decoder.input;
  check(
    String(given) === String(input),
    () =>
      `${call}: the model turns [${input.join(', ')}] into [${given.join(', ')}]; an autoencoder gives examples of the shape of its input`,
  );
  const pieces = (stages: readonly Stage[]): readonly Piece[] => stages.flatMap((stage) => stage.pieces);
  const encoded = encoder.at(-1)?.shape ?? input;
  const flat: readonly Piece[] = encoded.length > 1 ? [{ layer: flatten }] : [];
  const shaped: readonly Piece[] = decoder.input.length > 1 ? [{ layer: reshape(decoder.input as never) }] : [];
  const decoded = pieces(decoder.stages);
  const output = decoded.at(-1)?.layer.range ? decoded.at(-1)!.layer : undefined;
  const [before, after] = [
    [...pieces(encoder), ...flat],
    [...shaped, ...(output ? decoded.slice(0, -1) : decoded)],
  ];
  const spec: any = {
    input,
    encoder: chained(before),
    decoder: chained(after),
    ...(output && { output }),
    ...(bottleneck && { bottleneck: bottleneck.layer }),
  };
  const weights = { ...weightsAt('encoder.', before), ...weightsAt('decoder.', after) };
  for (const [key, value] of Object.entries(bottleneck?.weights ?? {})) weights[`bottleneck.${key}`] = value;
  return { model: withGivenWeights(call, weights, () => autoencoder(spec) as Autoencoder).model, codes, notes };
}

const chained = (pieces: readonly Piece[]): any => (chain as any)(...(pieces.length > 0 ? pieces.map(({ layer }) => layer) : [linear]));
