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

  const draw = ({ settings }: Scene): void => {
    const sizes = [...new Set([...pca.keys()].map((i) => i + 1).concat([...reached.keys()]))].sort((a, b) => a - b);
    picture.draw(lines, sizes.length > 0 ? sizes : [1, 64], [sizes.map((size) => pca[size - 1]), sizes.map((size) => reached.get(size))]);
    const size = Number(settings['code']);
    const [own, plain] = [reached.get(size), pca[size - 1]];
    words.textContent =
      own === undefined || plain === undefined
        ? plain === undefined
          ? ' '
          : `PCA with ${size} components: ${figure(plain)}`
        : `Code of ${size}: ${figure(own)}, PCA ${figure(plain)}: ${own < plain ? `${figure(100 * (1 - own / plain), 2)} % less error than PCA` : `${figure(100 * (own / plain - 1), 2)} % more, so far`}`;
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

/** The squared error of PCA on test examples with 1, 2, … components, found by a worker. */
function errorsOfPca(data: Data, most: number): Promise<readonly number[]> {
  const worker = new Worker(new URL('pca.worker.ts', import.meta.url), { type: 'module' });
  const done = new Promise<readonly number[]>((resolve) => {
    worker.addEventListener('message', ({ data: answer }) => resolve(answer));
    // Without a worker there is no line to compare with; the models are still there.
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
