import { count, take } from '@autoencoders/datasets';
import { button, chart, figure, h, judged, wasmPaths } from '@autoencoders/app-kit';
import type { App, Data, Scene, View } from '@autoencoders/app-kit';
import type { Question } from './pca.worker.js';

/** PCA is fitted to so many examples at most: more change its error by less than one can see. */
const FITTED = 10_000;

const lines = [
  { name: 'PCA', colour: '--validation', dashed: true },
  { name: 'this model', colour: '--training', dots: true },
] as const;

/** The error of models trained so far by the size of their code, beside that of PCA with as many components. */
export function squeeze(app: App, codeSizes: readonly number[]): View {
  const picture = chart({ label: 'Squared error on test examples by code size', x: 'code size', logarithmic: codeSizes });
  const words = h('p', { class: 'figures', role: 'status' });
  const reached = new Map<number, number>();
  let data: Data | undefined;
  let pca: readonly number[] = [];
  let begun = false;

  const draw = ({ settings }: Scene): void => {
    const sizes = [...new Set([...pca.keys()].map((i) => i + 1).concat([...reached.keys()]))].sort((a, b) => a - b);
    picture.draw(lines, sizes.length > 0 ? sizes : [1, 64], [sizes.map((size) => pca[size - 1]), sizes.map((size) => reached.get(size))]);
    const size = Number(settings['code']);
    words.textContent = begun ? beside(size, reached.get(size), pca[size - 1]) : 'PCA is worked out with the first training.';
  };
  const all = button('Train every size', async () => {
    for (const code of codeSizes) {
      app.setSettings({ code });
      if (!(await app.start())) return;
    }
  });

  return {
    title: 'Squeezed',
    caption:
      'Squared error on test examples by the size of the code. PCA is the best that can be done without bending: each model you train adds a point.',
    element: h('div', {}, picture.element, words, h('div', { class: 'buttons' }, all)),
    async update(scene) {
      if (scene.data !== data) {
        data = scene.data;
        reached.clear();
        pca = [];
        begun = false;
      }
      // With the first training, so that a page that is only looked at loads half as much.
      if (!begun && (scene.epoch > 0 || app.isRunning())) {
        begun = true;
        void errorsOfPca(scene.data, codeSizes.at(-1)!).then((errors) => {
          if (data !== scene.data) return;
          pca = errors;
          app.refresh();
        });
      }
      const validation = scene.progress?.validation?.loss;
      if (validation !== undefined) reached.set(scene.model.codeSize, validation);
      draw(scene);
    },
  };
}

/** A model beside PCA, in a sentence. */
function beside(size: number, own: number | undefined, plain: number | undefined): string {
  if (plain === undefined) return ' ';
  if (own === undefined) return `PCA with ${size} components: ${figure(plain)}`;
  const less = 100 * (1 - own / plain);
  return `Code of ${size}: ${figure(own)}, PCA ${figure(plain)}: ${less > 0 ? `${figure(less, 2)} % less error than PCA` : `${figure(-less, 2)} % more, so far`}`;
}

/** The squared error of PCA on test examples with 1, 2, … components, found by a worker; none where no worker starts. */
async function errorsOfPca(data: Data, most: number): Promise<readonly number[]> {
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
    test: judged(data),
    most,
    paths: wasmPaths,
  };
  worker.postMessage(question);
  return done.finally(() => worker.terminate());
}
