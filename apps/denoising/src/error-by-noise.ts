import { concat, squaredDifference, sum } from '@tensorflow/tfjs-core';
import { chart, examples, figure, h, isCurrent, nextFrame, readValues } from '@autoencoders/app-kit';
import type { AnyModel, App, Scene, View } from '@autoencoders/app-kit';
import { seeded } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { NamedDataset } from '@autoencoders/datasets';
import { errorReduction } from '@autoencoders/metrics';
import { noises } from './model.js';
import type { Noise } from './model.js';
import type { ShownNoise } from './noise-settings.js';

const strengths = Array.from({ length: 11 }, (_, i) => i / 10);

/** Test examples, at most, and how many at once: few, so that the page stays responsive. */
const EXAMPLES = 200;
const BATCH = 50;

/** Epochs from one measurement to the next. */
const EVERY = 5;

const lines = [
  { name: 'with the noise', colour: '--validation', dashed: true },
  { name: 'restored', colour: '--training' },
] as const;

/** The mean squared errors at all strengths. */
interface Errors {
  readonly noisy: readonly number[];
  readonly restored: readonly number[];
}

/** The error by the strength of the noise, with the noise and restored. */
export function errorByNoise(app: App, noise: ShownNoise): View {
  const picture = chart({ label: 'Squared error on test examples by strength of noise', x: 'strength' });
  const words = h('p', { class: 'figures' });
  let measured: Measured | undefined;
  let errors: Errors | undefined;
  let busy = false;

  const tell = (): void => {
    const at = Math.round(10 * noise.strength());
    const [noisy, restored] = [errors?.noisy[at], errors?.restored[at]];
    if (noisy === undefined || restored === undefined) return;
    const less = errorReduction(restored, noisy, errors!.noisy.at(-1)!) ?? 0;
    const change = less > 0 ? `, ${figure(100 * less, 2)} % less` : '';
    words.textContent = `At ${figure(noise.strength())}: ${figure(noisy)} with the noise, ${figure(restored)} restored${change}`;
  };
  const measure = async (): Promise<void> => {
    for (let scene = app.scene(); scene && isDue(scene, noise.kind(), measured, app.isRunning()); scene = app.scene()) {
      const now = scene;
      measured = { ...now, kind: noise.kind() };
      errors = (await errorsOf(now, noise.kind(), () => isCurrent(app, now))) ?? errors;
      if (!errors) continue;
      picture.draw(lines, strengths, [errors.noisy, errors.restored]);
      tell();
    }
  };

  return {
    title: 'Error by strength of the noise',
    caption:
      'Squared error on test examples, with the noise and restored, for the kind of noise chosen under “Noise of the pictures”. With little noise, any model blurs more than it restores.',
    element: h('div', {}, picture.element, words),
    update() {
      tell();
      if (busy) return;
      busy = true;
      // The other views do not wait for it.
      void measure().finally(() => (busy = false));
    },
  };
}

/** What was measured last. */
type Measured = Pick<Scene, 'model' | 'epoch'> & { readonly kind: Noise };

function isDue({ model, epoch }: Scene, kind: Noise, last: Measured | undefined, running: boolean): boolean {
  if (last?.model !== model || last.kind !== kind) return true;
  return running ? epoch >= last.epoch + EVERY : epoch !== last.epoch;
}

/** Measures all strengths; the page can respond in between. Undefined once the errors are no longer `wanted`. */
async function errorsOf({ model, data }: Scene, kind: Noise, wanted: () => boolean): Promise<Errors | undefined> {
  const all: { noisy: number[]; restored: number[] } = { noisy: [], restored: [] };
  for (const strength of strengths) {
    let [noisy, restored, measured] = [0, 0, 0];
    const most = Math.min(EXAMPLES, count(data.test));
    for (let from = 0; from < most; from += BATCH) {
      await nextFrame();
      if (!wanted()) return undefined;
      const found = errorsOfBatch(model, data.test, from, kind, strength);
      const half = found.length / 2;
      found.forEach((error, i) => (i < half ? (noisy += error) : (restored += error)));
      measured += half;
    }
    all.noisy.push(noisy / measured);
    all.restored.push(restored / measured);
  }
  return all;
}

/** The errors of some examples with noise, then of the same examples restored. */
function errorsOfBatch(model: AnyModel, test: NamedDataset, from: number, kind: Noise, strength: number): Float32Array {
  return readValues(() => {
    const x = examples(test, model, from, BATCH);
    const noisy = noises[kind](strength)(x, seeded(1, from));
    return concat([noisy, model.reconstruct(noisy)].map((y) => sum(squaredDifference(x, y), 1)));
  });
}
