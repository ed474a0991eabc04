import { join } from 'node:path';
import type { Corruption } from '@autoencoders/core';
import type { NamedDataset } from '@autoencoders/datasets';
import type { EvaluateOptions } from '@autoencoders/training';
import { createServer } from 'vite';

/** The apps that have an effect to measure. */
export const apps = ['undercomplete', 'sparse', 'stacked', 'convolutional', 'denoising', 'variational'] as const;
export type AppName = (typeof apps)[number];

export interface Data {
  readonly training: NamedDataset;
  readonly test: NamedDataset;
}
export type Figures = Readonly<Record<string, number>>;
export type Settings = Readonly<Record<string, unknown>> & { readonly epochs: number; readonly seed: number };

/** What an app's `src/effect.ts` has. */
export interface Effect {
  readonly train: (data: Data, settings: Settings) => Promise<Model>;
  readonly results?: (model: Model, data: Data, settings: Settings) => Promise<unknown>;
  readonly epochs?: (settings: Settings) => number;
  readonly figures: (model: Model, data: Data, settings: Settings) => Promise<Figures>;
}
export interface Model {
  readonly dispose: () => void;
}

/** The options of a training that evaluating its model takes, too. */
export interface TrainingOptions {
  readonly loss: EvaluateOptions<any, string>['loss'];
  readonly corrupt?: Corruption;
  readonly seed: number;
}

/** The parts of an app that need no page. */
export interface AppParts {
  readonly effect: Effect;
  readonly settingsFor: (data: Data) => Settings;
  /** The options of `fit`; none for a stack, whose training has phases. */
  readonly training?: ((settings: Settings, dataset: NamedDataset) => TrainingOptions) | undefined;
}

/** Loads TypeScript of the apps, which is made for Vite. */
export interface AppModules {
  readonly partsOf: (app: AppName) => Promise<AppParts>;
  /** A module of the kit. */
  readonly kit: <T>(path: string) => Promise<T>;
  readonly close: () => Promise<void>;
}

export async function appModules(): Promise<AppModules> {
  const root = join(import.meta.dirname, '..', '..', '..', 'apps');
  const server = await createServer({
    configFile: false,
    root,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    // Node 20 has no `using`.
    oxc: { target: 'es2022' },
    // The packages are those that this program itself uses, so that there is one tfjs with one backend.
    ssr: { external: true, noExternal: ['@autoencoders/app-kit'] },
  });
  const load = async <T>(path: string): Promise<T> => (await server.ssrLoadModule(join(root, path))) as T;
  const { settingsFor } = await load<{ settingsFor: (definition: unknown, data: unknown) => Settings }>('kit/src/defaults.ts');
  const { dataSizeOf } = await load<{ dataSizeOf: (data: Data) => unknown }>('kit/src/defaults.ts');
  return {
    async partsOf(app) {
      const { effect } = await load<Pick<AppParts, 'effect'>>(`${app}/src/effect.ts`);
      const definition = await load<unknown>(`${app}/src/settings.ts`);
      const { training } = await load<Pick<AppParts, 'training'>>(`${app}/src/variant.ts`);
      return { effect, training, settingsFor: (data) => settingsFor(definition, dataSizeOf(data)) };
    },
    kit: (path) => load(`kit/src/${path}`),
    close: () => server.close(),
  };
}
