import { DivergenceError, adam } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { save } from '@autoencoders/models';
import type { Loaded } from '@autoencoders/models';
import { renderReport } from '@autoencoders/report';
import type { Report } from '@autoencoders/report';
import { evaluate, fit } from '@autoencoders/training';
import type { Evaluation, Progress } from '@autoencoders/training';
import { resolve } from 'node:path';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { loadPart, tensorFor } from '../data.js';
import { clockTime, figure, termsText, whole } from '../format.js';
import { checkFolder, freshFolder, writeFolder } from '../output.js';
import { strip } from '../preview.js';
import { progressView } from '../progress.js';
import { MODEL_FILE, toMetadata } from '../run.js';
import type { Notes } from '../run.js';
import { reconstructionRows, sectionsOf } from '../sections.js';
import type { Judged } from '../sections.js';
import type { Terminal } from '../terminal.js';
import { settingsOf, variantOf } from '../variants/index.js';
import type { Settings, Variant } from '../variants/index.js';
import { versions } from '../versions.js';

/** What the command line gave to `train`. */
export interface TrainOptions extends Partial<Omit<Settings, 'latent' | 'seed'>> {
  readonly dataset: string;
  readonly epochs?: number;
  readonly batch: number;
  readonly latent?: number;
  readonly seed: number;
  readonly learningRate: number;
  readonly backend: Backend;
  readonly validation?: number;
  readonly patience?: number;
  readonly limit?: number;
  readonly out?: string;
  readonly force?: boolean;
}

/** Trains a variant, and writes the model, a report and the figures into a folder. */
export async function train(name: string, options: TrainOptions, terminal: Terminal): Promise<void> {
  const variant = variantOf(name);
  const folder = options.out ?? freshFolder(`${variant.name}-${options.dataset.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-|-$/g, '')}`);
  await checkFolder(folder, options.force === true);
  const [training, test] = [await loadPart(options.dataset, 'train', options.limit), await loadPart(options.dataset, 'test')];
  const settings = settingsOf(variant, training.shape, options);
  await useBackend(options.backend);

  const model = variant.model(training.shape, settings) as Loaded;
  const data = tensorFor(test, model.input);
  const judged: Judged = { model, variant, settings, dataset: test, data };
  introduce(judged, training, options, terminal);
  const { history, failure } = await learn(judged, training, options, terminal);
  const results = await evaluate(model, data, {
    loss: variant.loss(settings),
    seed: settings.seed,
    ...corruption(variant, settings),
  }).catch(() => undefined);
  const notes = notesOf(judged, options, history, results);
  const files = {
    [MODEL_FILE]: await save(model, { metadata: toMetadata(notes) }),
    'figures.json': `${JSON.stringify({ ...notes, versions: versions(), test: results, history }, null, 2)}\n`,
    ...(history.length > 0 && { 'report.html': renderReport(await reportOf(judged, training, options, history, results)) }),
  };
  await writeFolder(folder, files);
  conclude(judged, folder, { results, history, failure }, terminal);
  data.dispose();
  model.dispose();
  if (failure) throw failure;
}

const corruption = (variant: Variant, settings: Settings): Pick<Parameters<typeof evaluate>[2], 'corrupt'> =>
  variant.corrupt ? { corrupt: variant.corrupt(settings) } : {};

function introduce({ model, variant, dataset }: Judged, training: Dataset, options: TrainOptions, { err, colors }: Terminal): void {
  err.write(`${colors.bold(variant.name)}: ${variant.about}\n`);
  err.write(
    `${options.dataset}: ${whole(count(training))} examples to train on, ${whole(count(dataset))} to test; backend ${options.backend}, seed ${options.seed}\n\n`,
  );
  err.write(`${colors.dim(model.summary())}\n\n`);
}

/** Trains with the progress shown. Ctrl-C ends it early, and what was learned is kept. */
async function learn(
  judged: Judged,
  training: Dataset,
  options: TrainOptions,
  { err, colors }: Terminal,
): Promise<{ history: Progress[]; failure?: DivergenceError }> {
  const { model, variant, settings } = judged;
  const data = tensorFor(training, model.input);
  const view = progressView(err, colors);
  const history: Progress[] = [];
  let stopped = false;
  const stop = (): void => void (stopped = true);
  process.once('SIGINT', stop);
  try {
    const steps = fit(model, data, {
      loss: variant.loss(settings),
      optimizer: adam({ learningRate: options.learningRate }),
      epochs: options.epochs ?? variant.epochs,
      batch: options.batch,
      seed: settings.seed,
      every: 2,
      ...corruption(variant, settings),
      ...(options.validation !== undefined && { validation: options.validation }),
      ...(options.patience !== undefined && { earlyStopping: { patience: options.patience } }),
    });
    for await (const progress of steps) {
      view.show(progress);
      if (progress.step === progress.steps || stopped) history.push(progress);
      if (stopped) break;
    }
    view.end();
    if (stopped) err.write('Stopped; what was learned so far is kept.\n');
    return { history };
  } catch (failure) {
    view.end();
    if (failure instanceof DivergenceError) return { history, failure };
    throw failure;
  } finally {
    process.off('SIGINT', stop);
    data.dispose();
  }
}

function notesOf(
  { variant, settings }: Judged,
  options: TrainOptions,
  history: readonly Progress[],
  results: Evaluation | undefined,
): Notes {
  const seconds = history.at(-1)?.seconds ?? 0;
  return {
    variant: variant.name,
    dataset: options.dataset,
    settings,
    training: {
      epochs: history.length,
      batch: options.batch,
      learningRate: options.learningRate,
      backend: options.backend,
      seconds: Number(seconds.toFixed(2)),
      ...(results && { testLoss: Number(results.loss.toPrecision(6)) }),
    },
  };
}

async function reportOf(
  judged: Judged,
  training: Dataset,
  options: TrainOptions,
  history: readonly Progress[],
  results: Evaluation | undefined,
): Promise<Report> {
  const { model, variant, settings, dataset } = judged;
  const special = Object.fromEntries(Object.keys(variant.special).map((key) => [key, settings[key as keyof Settings]]));
  const last = history.at(-1)!;
  return {
    title: `${variant.name === 'undercomplete' ? 'An' : 'A'} ${variant.name} autoencoder on ${titleOf(training.name)}`,
    subtitle: `It ${variant.about}.`,
    summary: model.summary(),
    parameters: model.parameters,
    lossUnit: variant.unit,
    history: history.map((epoch, i) => ({ ...epoch, seconds: epoch.seconds - (history[i - 1]?.seconds ?? 0) })),
    results: results && { [`test loss (${variant.unit})`]: results.loss, ...(Object.keys(results.terms).length > 1 ? results.terms : {}) },
    settings: {
      Settings: {
        dataset: options.dataset,
        'training examples': count(training),
        'test examples': count(dataset),
        epochs: history.length,
        batch: options.batch,
        optimizer: 'Adam',
        'learning rate': options.learningRate,
        latents: settings.latent,
        seed: settings.seed,
        backend: options.backend,
        ...special,
      },
      Timings: {
        training: `${last.seconds.toFixed(1)} s`,
        'per epoch': `${(last.seconds / history.length).toFixed(1)} s`,
        speed: `${whole(last.examplesPerSecond)} examples/s`,
      },
      Versions: versions(),
    },
    sections: await sectionsOf(judged),
  };
}

function conclude(
  judged: Judged,
  folder: string,
  { results, history, failure }: { results: Evaluation | undefined; history: readonly Progress[]; failure?: Error | undefined },
  { err, colors }: Terminal,
): void {
  const { variant, settings } = judged;
  if (colors.isColorSupported && err.isTTY) err.write(`\n${previewOf(judged, err.columns || 80)}\n`);
  if (results) {
    const several = Object.keys(results.terms).length > 1;
    err.write(
      `\nOn the test examples: loss ${colors.bold(figure(results.loss))} (${variant.unit})${several ? `, of it ${termsText(results.terms)}` : ''}; trained in ${clockTime(history.at(-1)?.seconds ?? 0)}.\n`,
    );
  }
  const path = (name: string): string => colors.cyan(resolve(folder, name));
  err.write(
    `\n${history.length > 0 ? `  report  ${path('report.html')}  (open it in a browser)\n` : ''}  model   ${path(MODEL_FILE)}\n  figures ${path('figures.json')}\n`,
  );
  if (failure) return;
  const command = (text: string, about: string): string => `  ${colors.bold(`npx autoencoders ${text}`.padEnd(64))} ${colors.dim(about)}\n`;
  err.write(`\nTry next:\n`);
  err.write(
    variant.name === 'variational'
      ? command(`sample ${folder} --out samples.png`, 'new examples from random codes')
      : command(`reconstruct ${folder} --out pictures.png`, 'test examples and what the model makes of them'),
  );
  err.write(command(`encode ${folder} --out codes.csv`, 'the codes of the test examples'));
  err.write(
    command(
      `train ${variant.name} --latent ${settings.latent === 2 ? 8 : 2}`,
      settings.latent === 2 ? 'a larger code' : 'a code that can be drawn as it is',
    ),
  );
}

const titles: Readonly<Record<string, string>> = { mnist: 'MNIST', 'fashion-mnist': 'Fashion-MNIST', digits: 'handwritten digits' };
const titleOf = (name: string): string => titles[name] ?? name;

/** A few test examples and what the model makes of them, for terminals that show colours. */
function previewOf(judged: Judged, columns: number): string {
  const [height = 0, width = 0, channels = 1] = judged.dataset.shape;
  if (judged.dataset.shape.length !== 3 || channels !== 1) return '';
  const rows = reconstructionRows(judged, Math.max(1, Math.floor(columns / (width + 1))));
  const pictures = rows.map(({ images: { values } }) => {
    const size = width * height;
    return Array.from({ length: values.length / size }, (_, i) => ({ width, height, values: values.subarray(i * size, (i + 1) * size) }));
  });
  return pictures.map((row) => strip(row, columns).join('\n')).join('\n\n');
}
