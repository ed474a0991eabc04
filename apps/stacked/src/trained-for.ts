import { plural } from '@autoencoders/app-kit/format';
import { fineTuning } from './model.js';
import type { Settings } from './settings.js';
import { LEVELS } from './stack-run.js';

/** How a stack was trained. The epochs of its training are those of all levels, then the rounds of both classifiers. */
export function trainedFor(epoch: number, { epochs }: Pick<Settings, 'epochs'>): string {
  const done = Math.floor(epoch);
  if (done < LEVELS * epochs) return `pre-trained up to level ${Math.floor(done / epochs) + 1}, epoch ${done % epochs} of ${epochs}`;
  const rounds = Math.min(fineTuning.epochs, done - LEVELS * epochs);
  const levels = `pre-trained for ${plural(epochs, 'epoch')} a level`;
  return rounds > 0 ? `${levels} and fine-tuned for ${plural(rounds, 'round')}` : levels;
}
