import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { epochsControl, mountApp, reconstructions, sizeOf } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import type { LevelProgress, Progress } from '@autoencoders/training';
import { byLabels } from './by-labels.js';
import { code } from './code.js';
import { confusion } from './confusion.js';
import { fewLabels } from './few-labels.js';
import { levels } from './levels.js';
import { preTraining, stackOf } from './model.js';
import type { Kind } from './model.js';
import { predictions } from './predictions.js';
import { newRun } from './run.js';
import { training } from './training.js';

const run = newRun();
const unitsOf = (text: number | string): number[] => String(text).split('-').map(Number);

/** The loss of one level, without what keeps units quiet, so that kinds of pre-training can be compared. */
const lossOf =
  (level: number, part: 'training' | 'test') =>
  (progress: Progress): number | undefined => {
    if ((progress as Partial<LevelProgress>).level !== level) return undefined;
    return (part === 'training' ? progress : progress.validation)?.terms['reconstruction'];
  };

void mountApp({
  id: 'stacked',
  title: 'Stacked autoencoder',
  lead: 'Levels learn one after the other from examples without labels. After that, a few labels go further than from random weights.',
  unit: 'cross-entropy in nats',
  controls: [
    {
      kind: 'choice',
      key: 'kind',
      label: 'Pre-training',
      options: [
        ['denoising', 'Denoising: fill in what is missing'],
        ['sparse', 'Sparse: few units active at a time'],
        ['plain', 'Plain: give back what is read'],
      ],
      value: 'denoising',
      hint: 'What each level has to do besides. Denoising helps most on the digits, sparse on MNIST.',
    },
    {
      kind: 'choice',
      key: 'units',
      label: 'Units of the levels',
      options: [
        ['64-32-16', '64, 32, 16'],
        ['100-100-100', '100, 100, 100'],
        ['200-100-50', '200, 100, 50'],
        ['500-250-100', '500, 250, 100 (for MNIST)'],
        ['500-500-500', '500, 500, 500 (for MNIST)'],
      ],
      value: '100-100-100',
    },
    epochsControl(20, { label: 'Epochs per level', max: 50, hint: 'How often each level sees every example, without labels.' }),
    {
      kind: 'slider',
      key: 'labels',
      label: 'Labels',
      min: 20,
      max: 1000,
      step: 10,
      value: 50,
      unit: 'examples',
      live: true,
      hint: 'How many examples have one, for the fine-tuning to come.',
    },
  ],
  lines: [1, 2, 3].flatMap((level) => {
    const colour = ['--training', '--third', '--fourth'][level - 1]!;
    return [
      { name: `level ${level}`, colour, value: lossOf(level, 'training') },
      { name: `test`, colour, dashed: true, value: lossOf(level, 'test') },
    ];
  }),
  model: (shape, { units }) => stackOf(sizeOf(shape), unitsOf(units!)),
  training: ({ kind, epochs }, dataset) => preTraining(kind as Kind, Number(epochs), count(dataset)),
  steps: (context) => training(context, run),
  code,
  views: (app) => [levels(app, run), fewLabels(app, run), byLabels(app, run), confusion(run), reconstructions(), predictions(run)],
});
