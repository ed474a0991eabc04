import { concat, squaredDifference, sum } from '@tensorflow/tfjs-core';
import { chart, examples, figure, h, nextFrame, numbers } from '@autoencoders/app-kit';
import type { AnyModel, App, Scene, View } from '@autoencoders/app-kit';
import { seeded } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { noises } from './model.js';
import type { Noise } from './model.js';
import type { NoiseShown } from './noise-shown.js';

const strengths = Array.from({ length: 11 }, (_, i) => i / 10);

/** Examples that are judged, and how many at once: so few that the page does not wait. */
const JUDGED = 200;
const PART = 50;

/** Epochs from one measurement to the next. */
const EVERY = 5;

const lines = [
  { name: 'with the noise', colour: '--validation', dashed: true },
  { name: 'restored', colour: '--training' },
] as const;

interface Errors {
  readonly noisy: readonly number[];
  readonly restored: readonly number[];
}

/** How the error grows with the noise, beside that of leaving the noise in. */
export function byStrength(app: App, noise: NoiseShown): View {
  const picture = chart({ label: 'Squared error on test examples by strength of noise', x: 'strength' });
  const words = h('p', { class: 'figures' });
  let measured: Measured | undefined;
  let errors: Errors | undefined;
  let busy = false;

  const tell = (): void => {
    const at = Math.round(10 * noise.strength());
    const [noisy, restored] = [errors?.noisy[at], errors?.restored[at]];
    if (noisy === undefined || restored === undefined) return;
    const change = restored < noisy ? `, ${figure(100 * (1 - restored / noisy), 2)} % less` : '';
    words.textContent = `At ${figure(noise.strength())}: ${figure(noisy)} with the noise, ${figure(restored)} restored${change}`;
  };
  const measure = async (): Promise<void> => {
    for (let scene = app.scene(); scene && isDue(scene, noise.kind(), measured, app.isRunning()); scene = app.scene()) {
      measured = { ...scene, kind: noise.kind() };
      errors = (await errorsOf(scene, noise.kind(), () => app.scene()?.model === scene?.model)) ?? errors;
      if (!errors) continue;
      picture.draw(lines, strengths, [errors.noisy, errors.restored]);
      tell();
    }
  };

  return {
    title: 'Error by strength',
    caption:
      'Squared error on test examples by the strength of the noise chosen above: left in, and restored. Where there is little noise, any model blurs more than it mends.',
    element: h('div', {}, picture.element, words),
    update() {
      tell();
      if (busy) return;
      busy = true;
      // Not waited for: the other views go on.
      void measure().finally(() => (busy = false));
    },
  };
}

/** For what the errors were measured. */
type Measured = Pick<Scene, 'model' | 'epoch'> & { readonly kind: Noise };

function isDue({ model, epoch }: Scene, kind: Noise, last: Measured | undefined, running: boolean): boolean {
  if (last?.model !== model || last.kind !== kind) return true;
  return running ? epoch >= last.epoch + EVERY : epoch !== last.epoch;
}

/** The mean squared errors at all strengths, in parts between which the page answers; none when they are no longer wanted. */
async function errorsOf({ model, data }: Scene, kind: Noise, wanted: () => boolean): Promise<Errors | undefined> {
  const all: Errors & { noisy: number[]; restored: number[] } = { noisy: [], restored: [] };
  for (const strength of strengths) {
    let [noisy, restored, judged] = [0, 0, 0];
    const most = Math.min(JUDGED, count(data.test));
    for (let from = 0; from < most; from += PART) {
      await nextFrame();
      if (!wanted()) return undefined;
      const found = errorsOfPart(model, data.test, from, kind, strength);
      const half = found.length / 2;
      found.forEach((error, i) => (i < half ? (noisy += error) : (restored += error)));
      judged += half;
    }
    all.noisy.push(noisy / judged);
    all.restored.push(restored / judged);
  }
  return all;
}

/** The errors of some examples with the noise on them, and of the same restored. */
function errorsOfPart(model: AnyModel, test: Dataset, from: number, kind: Noise, strength: number): Float32Array {
  return numbers(() => {
    const x = examples(test, model, from, PART);
    const spoilt = noises[kind](strength)(x, seeded(1, from));
    return concat([spoilt, model.reconstruct(spoilt)].map((y) => sum(squaredDifference(x, y), 1)));
  });
}
