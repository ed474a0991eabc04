// Trains the small models that come with the pages of the apps, and writes them and a few pictures of MNIST into apps/kit/pretrained.
// `npm run make:models [-- undercomplete …]`
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { split } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { load } from '@autoencoders/models';
import { evaluate } from '@autoencoders/training';
import { enableProdMode } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { appModules, apps } from './effects/app-modules.js';
import type { AppName, AppParts, Data, Figures, Model, Settings } from './effects/app-modules.js';

/** Steps to the root mean square of the weights of an output. */
const FINENESS = 6;
/** The most bytes of a model, and of the pictures, as they travel. */
const MOST = { model: 150_000, pictures: 50_000 } as const;

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(apps as readonly string[]).includes(name));
if (unknown !== undefined) throw new Error(`make:models: there is no app ${unknown}; there are ${apps.join(', ')}`);

const folder = join(import.meta.dirname, '..', '..', 'apps', 'kit', 'pretrained');
mkdirSync(folder, { recursive: true });
function write(name: string, bytes: Uint8Array, most: number): void {
  const zipped = gzipSync(bytes, { level: 9 });
  console.log(`${name}: ${(zipped.length / 1000).toFixed(1)} kB`);
  if (zipped.length > most) throw new Error(`make:models: ${name} has ${zipped.length} bytes; at most ${most} may travel`);
  writeFileSync(join(folder, `${name}.safetensors.gz`), zipped);
}

enableProdMode();
// One thread: sums then have the same order everywhere.
await setWasmBackend({ threads: 1 });
const modules = await appModules();
const { saveModel } = await modules.kit<{ saveModel: (app: string, run: object, results?: unknown) => Promise<Uint8Array> }>(
  'model-file.ts',
);
const { packWeights, unpackWeights } = await modules.kit<{
  packWeights: (file: Uint8Array, fineness: number) => Uint8Array;
  unpackWeights: (file: Uint8Array) => Uint8Array;
}>('data/packed-weights.ts');
const { tensorFor } = await modules.kit<{ tensorFor: (model: Model, dataset: NamedDataset) => Tensor }>('effects.ts');
const { packPictures, unpackPictures } = await modules.kit<{
  packPictures: (data: Data) => Uint8Array;
  unpackPictures: (file: Uint8Array) => Data;
}>('data/sample-pictures.ts');

/** The losses of a trained model, as the page tells them after a training. A stack has none: its training has phases. */
async function lossesOf(model: Model, settings: Settings, options: AppParts['training']): Promise<object | undefined> {
  if (!options) return undefined;
  const { loss, corrupt, seed } = options(settings, data.training);
  const lossOn = async (dataset: NamedDataset): Promise<number> => {
    const x = tensorFor(model, dataset);
    const found = await evaluate(model as never, x, { loss, seed, ...(corrupt && { corrupt }) });
    x.dispose();
    return found.loss;
  };
  return { training: await lossOn(data.training), test: await lossOn(data.test) };
}

const [training, test] = split({ ...(await mnist('test')), name: 'mnist-small' }, 9000, { seed: 1 });
const data: Data = { training, test };
const pictures = packPictures(data);
write('mnist-sample', pictures, MOST.pictures);
/** What a page shows first: its results are of these test pictures. */
const shown: Data = { training, test: unpackPictures(pictures).test };
for (const app of asked.length > 0 ? (asked as AppName[]) : apps) {
  const { effect, settingsFor, training: options } = await modules.partsOf(app);
  const settings = settingsFor(data);
  const model = await effect.train(data, settings);
  const losses = await lossesOf(model, settings, options);
  const results = await effect.results?.(model, shown, settings);
  const run = { model, settings, epoch: effect.epochs?.(settings) ?? settings.epochs, source: 'mnist-small', losses };
  const packed = packWeights(await saveModel(app, run, results), FINENESS);
  write(app, packed, MOST.model);
  const opened = load(unpackWeights(packed)) as Model;
  const words = (figures: Figures): string =>
    Object.entries(figures)
      .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
      .join(', ');
  console.log(`  trained: ${words(await effect.figures(model, data, settings))}`);
  console.log(`  as bytes: ${words(await effect.figures(opened, data, settings))}`);
  model.dispose();
  opened.dispose();
}
await modules.close();
