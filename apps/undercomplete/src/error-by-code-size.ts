import { count, take } from '@autoencoders/datasets';
import { errorReduction } from '@autoencoders/metrics';
import { button, chart, figure, h, validationExamples, wasmPaths } from '@autoencoders/app-kit';
import type { App, Data, Scene, View } from '@autoencoders/app-kit';
import type { Question } from './pca.worker.js';
import type { Settings } from './settings.js';

const codeSizes = [1, 2, 4, 8, 16, 32, 64] as const;
const MOST = codeSizes.at(-1)!;

/** PCA is fitted to at most this many examples: more do not change the picture. */
const FITTED = 10_000;

const lines = [
  { name: 'PCA', colour: '--validation', dashed: true },
  { name: 'this model', colour: '--training', dots: true },
] as const;

/** What is known for one dataset. */
interface Results {
  readonly data: Data;
  /** The error of the models trained so far, by code size. */
  readonly models: Map<number, number>;
  /** The error of PCA with 0, 1, 2, … components; undefined before it is asked for. */
  pca: readonly number[] | undefined;
}

/** The error of the models trained so far by code size, beside that of PCA with as many components. */
export function errorByCodeSize(app: App<Settings>): View<Settings> {
  const picture = chart({
    label: 'Squared error on test examples by code size',
    x: 'code size',
    logTicks: codeSizes,
    waiting: 'Drawn during the first training.',
  });
  const words = h('p', { class: 'figures', role: 'status' });
  let results: Results | undefined;

  const all = button('Train every size', async () => {
    for (const codeSize of codeSizes) {
      app.setSettings({ codeSize });
      if (!(await app.start())) return;
    }
  });
  const startPca = async (now: Results): Promise<void> => {
    now.pca = [];
    now.pca = await errorsOfPca(now.data);
    if (now === results) app.refresh();
  };

  return {
    title: 'Error by code size',
    caption:
      'Lower is better. PCA is the best that can be done with weighted sums alone (a linear autoencoder). A network with activations bends its sums, and can do better. Every model that you train adds a point. Below the dashed line, it beats PCA.',
    element: h('div', {}, picture.element, words, h('div', { class: 'buttons' }, all)),
    update(scene) {
      if (results?.data !== scene.data) results = { data: scene.data, models: new Map(), pca: undefined };
      const { models, pca } = results;
      // PCA waits for the first training: a page that nobody uses loads half as much.
      if (!pca && (scene.progress || app.isRunning())) void startPca(results);
      const error = scene.progress?.validation?.loss;
      if (error !== undefined) models.set(scene.model.codeSize, error);
      drawErrors(picture, results);
      words.textContent = textOf(scene, results);
    },
  };
}

function drawErrors(picture: ReturnType<typeof chart>, { models, pca = [] }: Results): void {
  const sizes = [...new Set([...pca.keys(), ...models.keys()])].filter((size) => size > 0).sort((a, b) => a - b);
  picture.draw(lines, sizes.length > 0 ? sizes : [1, MOST], [sizes.map((size) => pca[size]), sizes.map((size) => models.get(size))]);
}

function textOf({ settings }: Scene<Settings>, { models, pca }: Results): string {
  if (!pca) return '';
  const size = settings.codeSize;
  const [model, linear] = [models.get(size), pca[size]];
  if (linear === undefined) return ' ';
  if (model === undefined) return `PCA with ${size} components: ${figure(linear)}`;
  return `Code of ${size}: ${figure(model)}, PCA ${figure(linear)}: ${compared(model, linear, pca[0]!)}`;
}

/** The error of the model beside that of PCA; `whole` is the error with no component. */
function compared(model: number, linear: number, whole: number): string {
  const less = errorReduction(model, linear, whole);
  if (less === undefined) return 'so many components leave PCA no error';
  return less > 0 ? `${figure(100 * less, 2)} % less error than PCA` : `${figure(-100 * less, 2)} % more error than PCA so far`;
}

/** The squared error of PCA on test examples with 0, 1, 2, … components, from a worker; empty where no worker starts. */
async function errorsOfPca(data: Data): Promise<readonly number[]> {
  let worker: Worker;
  try {
    worker = new Worker(new URL('pca.worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return [];
  }
  const done = new Promise<readonly number[]>((resolve) => {
    worker.addEventListener('message', ({ data: answer }) => resolve(answer));
    worker.addEventListener('error', () => resolve([]));
  });
  const question: Question = {
    training: take(data.training, Math.min(FITTED, count(data.training))),
    test: validationExamples(data),
    most: MOST,
    paths: wasmPaths,
  };
  worker.postMessage(question);
  return done.finally(() => worker.terminate());
}
