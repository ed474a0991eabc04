import { choice, epochsControl, seedControl, slider } from '@autoencoders/app-kit/settings';
import { epochsFor } from '@autoencoders/app-kit/defaults';
import type { DataSize } from '@autoencoders/app-kit/defaults';
import type { SettingsOf } from '@autoencoders/app-kit/settings';

/** Epochs on few examples. */
const EPOCHS = 60;

const MOST_BETA = 20;

export const controls = {
  kind: choice({
    label: 'How it is made sparse',
    options: [
      ['kl', 'Penalty: each unit should rarely fire (KL)'],
      ['topK', 'TopK: only the k strongest units may fire'],
    ],
    value: 'kl',
    hint: 'The penalty is a KL divergence: a unit pays if it is more (or less) active than the target ρ below. TopK sets all but the k strongest units to 0.',
  }),
  units: slider({ label: 'Units', min: 16, max: 196, step: 4, value: 100, hint: 'How many parts the dictionary has.' }),
  rho: slider({
    label: 'ρ, the target activation',
    min: 0.01,
    max: 0.3,
    step: 0.01,
    value: 0.05,
    show: (rho) => `${Math.round(100 * rho)} %`,
    hint: 'The mean activation that each unit should have. With TopK: the share of units that may fire.',
    formula: 'ρ̂ⱼ = mean of unit j over the batch',
  }),
  beta: slider({
    label: 'β, the weight of the penalty',
    min: 0,
    max: MOST_BETA,
    step: 0.1,
    value: 0.6,
    show: (beta) => beta.toFixed(1),
    hint: 'How much it costs when the activation of a unit differs from ρ. With 0, codes are not sparse. Larger pictures need a larger β.',
    formula: 'loss = ‖x − x̂‖² + β · Σⱼ KL(ρ ‖ ρ̂ⱼ)',
    unused: ({ kind }) => (kind === 'topK' ? 'TopK has no penalty, so it has no β.' : undefined),
  }),
  epochs: epochsControl(EPOCHS, { max: 200 }),
  seed: seedControl(),
};
export type Settings = SettingsOf<typeof controls>;

/** The squared error is a sum over the numbers of an example, so the penalty must grow with them: 0.6 for 64, 7.8 for 784. */
const betaFor = ({ features }: DataSize): number => Math.min(MOST_BETA, Math.max(0.1, Math.round(features / 10) / 10));

export const defaultsFor = (size: DataSize): Partial<Settings> => ({ epochs: epochsFor(size, 30, EPOCHS), beta: betaFor(size) });

export const isTopK = ({ kind }: Settings): boolean => kind === 'topK';

/** How many units may fire with TopK: a share ρ of them, and at least one. */
export const kOf = ({ units, rho }: Settings): number => Math.max(1, Math.round(rho * units));

/** A unit fires above this activation. A sigmoid is never 0; TopK sets all other units to 0. */
export const thresholdOf = (settings: Settings): number => (isTopK(settings) ? 0 : 0.2);
