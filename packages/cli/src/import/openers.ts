import { check } from '@autoencoders/core/operations';
import { fromKeras, fromTfjsLayers, loadPytorch } from '@autoencoders/exchange';
import type { OpenedModel, SplitOptions } from '@autoencoders/exchange';
import { load, readMetadata } from '@autoencoders/models';
import type { Loaded, Metadata } from '@autoencoders/models';
import { readModel } from '../open-model.js';
import type { Found, Kind } from './found.js';
import { readGiven, readGivenText } from './read-given.js';
import { tfjsFiles, tfjsFilesAt } from './tfjs-files.js';

/** The options of `import`. */
export interface ImportOptions extends SplitOptions {
  readonly model?: string;
  readonly name?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly decoder?: string;
  readonly decoderConfig?: string;
  readonly out: string;
}

/** A model that was opened. The caller disposes it. */
export interface Imported {
  readonly model: Loaded | OpenedModel['model'];
  readonly metadata: Metadata;
  /** The layer that gives the codes, where there was a choice. */
  readonly codes?: string;
  readonly notes: readonly string[];
}

interface Opener {
  readonly about: string;
  /** The options that say something of this kind. */
  readonly options: readonly (keyof ImportOptions)[];
  readonly open: (found: Found, options: ImportOptions) => Promise<Imported>;
}

const splitOf = ({ codes, input, spread }: ImportOptions): SplitOptions => ({ codes, input, spread });

/** How each kind of file is opened. */
export const openers: Readonly<Record<Kind, Opener>> = {
  keras: {
    about: 'files of Keras',
    options: ['codes', 'input', 'spread', 'config', 'decoder', 'decoderConfig'],
    async open({ bytes }, options) {
      const { config, decoder, decoderConfig } = options;
      const text = async (path: string | undefined) => (path === undefined ? undefined : await readGivenText(path));
      const opened = fromKeras(bytes, {
        ...splitOf(options),
        h5: await import('jsfive'),
        config: await text(config),
        decoder: decoder === undefined ? undefined : await readGiven(decoder),
        decoderConfig: await text(decoderConfig),
      });
      return { ...opened, metadata: {} };
    },
  },
  tfjs: {
    about: 'models of TensorFlow.js layers',
    options: ['codes', 'input', 'spread', 'decoder'],
    async open(found, options) {
      const decoder = options.decoder === undefined ? undefined : await tfjsFilesAt(options.decoder);
      return { ...fromTfjsLayers(await tfjsFiles(found), { ...splitOf(options), decoder }), metadata: {} };
    },
  },
  model: {
    about: 'models of these packages',
    options: [],
    open: async ({ bytes }) => ({ model: load(bytes), metadata: readMetadata(bytes), notes: [] }),
  },
  weights: {
    about: 'weights of PyTorch',
    options: ['model', 'name'],
    async open({ bytes }, { model: from, name }) {
      check(from !== undefined, 'the file holds weights and no layers; name a model of the same layers with --model');
      const given = await readModel(from);
      const model = load(given.bytes);
      try {
        await loadPytorch(model, bytes, { names: name });
        return { model, metadata: readMetadata(given.bytes), notes: [] };
      } catch (error) {
        model.dispose();
        throw error;
      }
    },
  },
};
