import type { Finding } from '@autoencoders/report';
import { figure } from '../format.js';
import type { EpochRecord } from '../run-record.js';

/** A loss that is so much larger than its least one has risen; smaller differences are chance. */
const RISEN = 0.02;
/** Test examples whose loss is so much larger than that of training examples are not learned as well. */
const APART = 0.3;
/** A loss that fell by so much in the last tenth of the training is still falling, and the epochs that it takes to say so. */
const FALLING = 0.02;
const FEWEST = 5;

const percent = (share: number): string => `${figure(Number((100 * share).toPrecision(2)))} %`;

/** The held-out losses of the epochs that have one, and what these examples are called. */
function heldOut(history: readonly EpochRecord[]): {
  readonly name: string;
  readonly losses: readonly (readonly [epoch: number, loss: number])[];
} {
  const name = history.some(({ validation }) => validation) ? 'validation' : 'test';
  const losses = history.flatMap(({ [name]: judged }, i) =>
    judged && Number.isFinite(judged.loss) ? [[i + 1, judged.loss] as const] : [],
  );
  return { name, losses };
}

/**
 * Whether the model learned its training examples better than others. `testLoss` stands for curves where there are none. Differences up to
 * `negligible` do not count.
 */
export function overfitting(history: readonly EpochRecord[], testLoss: number, negligible: number = 0): Finding | undefined {
  const training = history.at(-1)?.loss ?? NaN;
  const { name, losses } = heldOut(history);
  const last = losses.at(-1)?.[1] ?? testLoss;
  if (!Number.isFinite(training) || !Number.isFinite(last)) return undefined;
  const [epoch, least] = losses.reduce((best, one) => (one[1] < best[1] ? one : best), [0, last] as const);
  const size = Math.abs(last);
  if (epoch > 0 && last - least > Math.max(RISEN * size, negligible))
    return {
      grade: 'fair',
      brief: 'overfitted in the end',
      text: `The ${name} loss was lowest after epoch ${epoch}, ${figure(least)}, and rose to ${figure(last)}: since then the model learned its training examples by heart.`,
      advice: `Train for ${epoch} epochs (--epochs ${epoch}), or stop when it rises (--validation 0.1 --patience 3).`,
    };
  if (last - training > Math.max(APART * size, negligible))
    return {
      grade: 'fair',
      brief: `${percent((last - training) / Math.abs(training))} more loss on examples that are new`,
      text: `The ${name} loss is ${figure(last)}, and the training loss ${figure(training)}: what the model learned does not hold as well for new examples.`,
      advice: 'Train on more examples, or choose a smaller code (--latent).',
    };
  return {
    grade: 'good',
    brief: 'nothing overfitted',
    text: `The ${name} loss, ${figure(last)}, is near the training loss, ${figure(training)}${epoch > 0 ? ', and it did not rise' : ''}: the model does as well on examples that it has never seen.`,
  };
}

/** Says that the loss still fell at the end, if it did. */
export function stillFalling(history: readonly EpochRecord[]): Finding | undefined {
  const { name, losses } = heldOut(history);
  const values = losses.length > 0 ? losses.map(([, loss]) => loss) : history.map(({ loss }) => loss);
  const last = values.at(-1);
  const before = values.at(-1 - Math.max(1, Math.round(values.length / 10)));
  if (values.length < FEWEST || last === undefined || before === undefined || !(before - last > FALLING * Math.abs(last))) return undefined;
  return {
    grade: 'note',
    text: `The ${losses.length > 0 ? name : 'training'} loss still fell at the end.`,
    advice: `More epochs would make it better (--epochs ${2 * history.length}).`,
  };
}

/** Says that training failed: its loss is not a number. */
export const diverged = (history: readonly EpochRecord[]): Finding | undefined =>
  Number.isFinite(history.at(-1)?.loss ?? 0)
    ? undefined
    : {
        grade: 'bad',
        brief: 'training failed',
        text: 'The loss became infinite, or no number.',
        advice: 'Choose a smaller learning rate (--learning-rate 0.0001).',
      };
