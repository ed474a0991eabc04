import type { Shape } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { load, readMetadata, save } from '@autoencoders/models';
import type { AnyModel, AppDefinition } from './definition.js';
import { sizeOf } from './measures.js';
import { lossesOf, trainedOn } from './selectors.js';
import { defaultsOf, validSettings } from './settings.js';
import type { Losses, Run } from './state.js';
import { trainedFor } from './status.js';

/** The model of a page as a file, with the settings and the data that it was trained with, its epochs and its losses, and results of its own. */
export function saveModel(app: string, run: Run, results?: unknown): Promise<Uint8Array> {
  const { model, settings, epoch } = run;
  const [source, losses] = [trainedOn(run), lossesOf(run)];
  const more = Object.entries({ losses, results }).flatMap(([name, value]) => (value === undefined ? [] : [[name, JSON.stringify(value)]]));
  return save(model, {
    metadata: { app, settings: JSON.stringify(settings), epoch: String(epoch), source, ...Object.fromEntries(more) },
  });
}

/** What opening a file needs of an app. */
export type Opener<S> = Pick<AppDefinition<S>, 'id' | 'controls' | 'model' | 'settingsOf' | 'defaultsFor' | 'trainedFor'>;

/** What a file of a model says, before the model is made. */
export interface ModelFile<S> {
  readonly bytes: Uint8Array;
  /** The settings that the page wrote; of a file from the command, what its model tells comes on top. */
  readonly settings: Partial<S>;
  /** What the command `autoencoders` wrote about the training. */
  readonly command: CommandRun | undefined;
  readonly epoch: number;
  /** Its losses when its training ended; undefined if the file does not say. */
  readonly losses: Losses | undefined;
  /** Results of the page's own; undefined if the file has none. */
  readonly results: unknown;
  /** The data that the model was trained on; undefined if the file does not say. */
  readonly source: string | undefined;
  /** What the page says when it shows the model. */
  readonly words: string;
}

/** The losses that a file tells, as far as they are numbers. */
function lossesIn(text: string): Losses | undefined {
  const { training, test } = (JSON.parse(text) ?? {}) as Partial<Losses>;
  return Number.isFinite(training) ? { training: training!, test: Number.isFinite(test) ? test : undefined } : undefined;
}

/** What the command writes into the file of a model. */
interface CommandRun {
  readonly variant: string;
  readonly dataset: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly training: { readonly epochs?: number };
}

/** Reads what a file says. Throws where its model belongs to another page. */
export function readModelFile<S>(definition: Opener<S>, bytes: Uint8Array): ModelFile<S> {
  const { id, controls } = definition;
  const { app, settings = '{}', epoch = '0', source, losses, results, run } = readMetadata(bytes);
  check(app === undefined || app === id, () => `this is a model of the page "${app}", and this one is "${id}"`);
  const command = run === undefined ? undefined : (JSON.parse(run) as CommandRun);
  const epochs = command ? (command.training?.epochs ?? 0) : Number(epoch);
  const known = validSettings(controls, command ? { epochs, seed: command.settings['seed'] } : JSON.parse(settings));
  // The epochs of the command are those of a level, where there are levels.
  const words = trainedFor(command ? {} : definition, { epoch: epochs, settings: { ...defaultsOf(controls), ...known } });
  return {
    bytes,
    settings: known,
    command,
    epoch: epochs,
    losses: losses === undefined ? undefined : lossesIn(losses),
    results: results === undefined ? undefined : JSON.parse(results),
    source: command ? commandSources[command.dataset] : source,
    words: `The model is here${epochs > 0 ? `, ${words}` : '; the file does not say how it was trained'}.`,
  };
}

/** The page's datasets by their names in the command. MNIST is the smaller one here, since it is there sooner. */
const commandSources: Readonly<Record<string, string>> = { digits: 'digits', mnist: 'mnist-small' };

/** What a model file holds. */
export interface OpenedModel<S> {
  readonly model: AnyModel;
  readonly settings: Partial<S>;
  readonly epoch: number;
  readonly losses: Losses | undefined;
}

/**
 * The model in a file. Throws where it takes examples of another size than `shape`, or has another architecture than the
 * page's models.
 */
export function openModel<S>(
  { controls, model: create, settingsOf }: Opener<S>,
  now: S,
  shape: Shape,
  { bytes, settings: given, command, epoch, losses, source }: ModelFile<S>,
): OpenedModel<S> {
  const model = load(bytes) as AnyModel;
  try {
    check(
      sizeOf(model.input) === sizeOf(shape),
      () =>
        `the model takes ${sizeOf(model.input)} numbers, the examples here have ${sizeOf(shape)}; ` +
        `first choose the data it was trained on${source === 'own' ? ', which were your own files' : ''}`,
    );
    const settings = { ...given, ...(command && validSettings(controls, settingsOf?.(model, command.settings))) };
    // Compared at the settings of the file: on some pages they decide the bottleneck.
    const expected = create(shape, { ...now, ...settings });
    expected.dispose();
    check(architectureOf(expected) === architectureOf(model), 'the file holds a model of another architecture than this page is about');
    return { model, settings, epoch, losses };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

const architectureOf = ({ spec, input }: AnyModel): string => `${spec.bottleneck?.config?.name ?? 'plain'} ${input.length}`;
