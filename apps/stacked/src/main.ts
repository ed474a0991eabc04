import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { later, mountApp, network, ownDigit, reconstructions } from '@autoencoders/app-kit';
import { count } from '@autoencoders/datasets';
import type { LevelProgress, Progress } from '@autoencoders/training';
import { errorByLabels } from './error-by-labels.js';
import { fineTuningCurves } from './fine-tuning-curves.js';
import { guide } from './guide.js';
import { levelFeatures } from './level-features.js';
import { preTraining } from './model.js';
import type { Results } from './results.js';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import { errorTexts, newRun, showResults } from './stack-run.js';
import { trainStack } from './train-stack.js';
import { trainedFor } from './trained-for.js';
import { model } from './variant.js';

const run = newRun();

/** The reconstruction loss of one level. Without the sparsity term, all kinds of pre-training can be compared. */
const lossOf =
  (level: number, part: 'training' | 'test') =>
  (progress: Progress): number | undefined => {
    if ((progress as Partial<LevelProgress>).level !== level) return undefined;
    return (part === 'training' ? progress : progress.validation)?.terms['reconstruction'];
  };

void mountApp<Settings>({
  id: 'stacked',
  title: 'Stacked autoencoder',
  lead: 'Three small autoencoders learn one after the other, without labels: each one reads the codes of the one below. On top of each other, they are the first layers of a classifier, a model that names the class. It needs fewer labelled examples than one that begins with random weights.',
  leadForRows:
    'Three small autoencoders learn one after the other, from rows without labels: each one reads the codes of the one below. On top of each other, they are the first layers of a classifier, a model that names the class. It needs fewer labelled examples than one that begins with random weights.',
  unit: 'cross-entropy in nats',
  controls,
  defaultsFor,
  source: 'mnist-small',
  trainsFurther: false,
  trainedFor,
  guide,
  next: { id: 'convolutional', title: 'Convolutional autoencoder' },
  lines: [1, 2, 3].flatMap((level) => {
    const colour = ['--training', '--third', '--fourth'][level - 1]!;
    return [
      { name: `level ${level}`, colour, value: lossOf(level, 'training') },
      { name: `test`, colour, dashed: true, value: lossOf(level, 'test') },
    ];
  }),
  model,
  training: ({ kind, epochs, seed }, dataset) => preTraining(kind, epochs, count(dataset), seed),
  train: (context) => trainStack(context, run),
  comparedBy: (shown) => errorTexts(run, shown),
  showResults: (shown, results) => showResults(run, shown, results as Results),
  program: async () => (await import('./program.js')).program,
  views: (app) => [
    levelFeatures(app, run),
    network(app),
    fineTuningCurves(app, run),
    errorByLabels(app, run),
    {
      title: 'Confusion matrix',
      caption: 'The class of each test example, and the class that the fine-tuned classifier predicts. On the diagonal, both agree.',
      ...later(app, async () => (await import('./confusion-table.js')).confusionTable(run)),
    },
    reconstructions(),
    {
      title: 'Predictions',
      caption: 'Test examples, and the class that the fine-tuned classifier predicts for them.',
      forRows: {
        caption: 'Test rows, with their class, and with the class that the fine-tuned classifier predicts where that is another one.',
      },
      wide: true,
      ...later(app, async () => (await import('./predictions.js')).predictions(run)),
    },
    ownDigit(app),
  ],
});
