import { basename } from 'node:path';
import { adam, check, permutation, perPart, seeded } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { softmaxCrossEntropy } from '@autoencoders/losses';
import { accuracy, confusionMatrix } from '@autoencoders/metrics';
import { classifier, save } from '@autoencoders/models';
import type { Classifier, Loaded } from '@autoencoders/models';
import { comparison, confusionMatrix as confusionSection, curves, formatRuns, renderReport } from '@autoencoders/report';
import { fit } from '@autoencoders/training';
import { gather, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { loadPart, tensorFor } from '../data.js';
import { figure, titleOf, whole } from '../format.js';
import { epochsOf, learn } from '../learn.js';
import type { Learned } from '../learn.js';
import { checkFolder, freshFolder, writeFolder } from '../output.js';
import { MODEL_FILE, datasetFor, openModel, toMetadata } from '../run.js';
import type { Notes, Opened } from '../run.js';
import type { Terminal } from '../terminal.js';
import { placesText, suggestionsText } from '../training-words.js';
import { versions } from '../versions.js';

/** What the command line gave to `finetune`. */
export interface FinetuneOptions {
  readonly dataset?: string;
  readonly labels?: number;
  readonly draws: number;
  readonly random: boolean;
  readonly headAlone?: boolean;
  readonly gain?: number;
  readonly epochs?: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly headLearningRate?: number;
  readonly validation?: number;
  readonly patience?: number;
  readonly seed: number;
  readonly backend: Backend;
  readonly out?: string;
  readonly force?: boolean;
}

/** Where a classifier starts: from the trained encoder, or from the same layers drawn anew. */
const starts = ['pre-trained', 'random'] as const;
type Start = (typeof starts)[number];

/** One training from one start. */
interface Run {
  readonly start: Start;
  readonly draw: number;
  readonly learned: Learned;
  /** `counts[label][found]` on the test examples. */
  readonly counts: readonly Int32Array[];
  /** In percent. */
  readonly error: number;
}

/** Labelled images as the classifier takes them. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: Int32Array;
}

/** Fine-tunes a classifier on a trained encoder with some labels, beside one that starts at random, and writes it with a report. */
export async function finetune(path: string, options: FinetuneOptions, terminal: Terminal): Promise<void> {
  const folder = options.out ?? freshFolder(`finetuned-${basename(path).replaceAll(/\.safetensors$|[^\w-]+/g, '') || 'model'}`);
  await checkFolder(folder, options.force === true);
  const computing = await useBackend(options.backend);
  const opened = await openModel(path);
  using model = opened.model;
  const source = datasetFor(opened, options.dataset);
  const [training, dataset] = [await loadPart(source, 'train'), await loadPart(source, 'test')];
  const [all, held] = [labelled(training, model), labelled(dataset, model)];
  const amount = options.labels ?? all.labels.length;
  try {
    check(
      amount <= all.labels.length,
      () => `--labels ${amount}: there are only ${whole(all.labels.length)} training examples of ${source}`,
    );
    const classes = training.classes?.length ?? Math.max(...all.labels, ...held.labels) + 1;
    introduce(opened, source, amount, { ...options, computing }, terminal);
    const runs: Run[] = [];
    let first: Uint8Array | undefined;
    for (let draw = 1; draw <= options.draws; draw++) {
      const some = drawn(all, amount, seeded(options.seed, draw)());
      try {
        for (const start of options.random ? starts : starts.slice(0, 1)) {
          using head = headOn(opened, classes, start, options, options.seed + draw - 1);
          const run = await trainOne(head, { start, draw }, some, held, options, terminal);
          runs.push(run);
          if (run.learned.failure) throw run.learned.failure;
          first ??= await save(head, { metadata: toMetadata(notesOf(opened, source, amount, run, options)) });
          if (run.learned.stopped) break;
        }
      } finally {
        some.x.dispose();
      }
      if (runs.at(-1)!.learned.stopped) break;
    }
    const notes = notesOf(opened, source, amount, runs[0]!, options);
    await writeFolder(folder, {
      [MODEL_FILE]: first!,
      'figures.json': `${JSON.stringify({ ...notes, versions: versions(), runs: runs.map(figuresOf) }, null, 2)}\n`,
      'report.html': reportOf(runs, notes, training, dataset, amount),
    });
    conclude(folder, runs, terminal);
  } finally {
    for (const { x } of [all, held]) x.dispose();
  }
}

function labelled(dataset: Dataset, model: Loaded): Labelled {
  check(dataset.labels !== undefined, () => `finetune: ${dataset.name} has no labels to learn`);
  return { x: tensorFor(dataset, model.input), labels: dataset.labels };
}

/** Some of the examples, which `seed` decides. */
function drawn({ x, labels }: Labelled, amount: number, seed: number): Labelled {
  const rows = permutation(labels.length, seed).slice(0, amount);
  return { x: tidy(() => gather(x, tensor1d(rows, 'int32'))), labels: rows.map((row) => labels[row]!) };
}

/** Glorot's starts are for tanh; kernels before sigmoids start four times as large. */
const GAIN_OF_SIGMOID = 4;

function headOn({ model }: Opened, classes: number, start: Start, { gain }: FinetuneOptions, seed: number): Classifier<any> {
  const usual = JSON.stringify(model.spec.encoder.description).includes('"sigmoid"') ? GAIN_OF_SIGMOID : 1;
  const given = start === 'random' ? { random: true, gain: gain ?? usual } : {};
  return classifier({ from: model, classes, seed, ...given });
}

/** Fewer steps than these leave a classifier half trained. */
const LEAST_STEPS = 600;
const LEAST_EPOCHS = 10;

async function trainOne(
  head: Classifier<any>,
  { start, draw }: Pick<Run, 'start' | 'draw'>,
  { x, labels }: Labelled,
  held: Labelled,
  options: FinetuneOptions,
  terminal: Terminal,
): Promise<Run> {
  const { learningRate, headLearningRate = learningRate, validation, patience, seed } = options;
  const batch = Math.min(options.batch, labels.length - Math.round((validation ?? 0) * labels.length));
  const epochs = options.epochs ?? Math.max(LEAST_EPOCHS, Math.ceil((LEAST_STEPS * batch) / labels.length));
  const rest = adam({ learningRate });
  const steps = fit(options.headAlone ? head.headAlone : head, x, {
    target: labels,
    loss: { crossEntropy: softmaxCrossEntropy },
    optimizer: headLearningRate === learningRate ? rest : perPart({ head: adam({ learningRate: headLearningRate }) }, rest),
    epochs,
    batch,
    seed: seed + draw,
    every: 2,
    validation,
    earlyStopping: patience === undefined ? undefined : { patience },
  });
  const learned = await learn(steps, terminal, () => (options.draws > 1 ? `draw ${draw}, ${start}` : start));
  const found = head.classify(held.x);
  const classes = await found.data<'int32'>();
  found.dispose();
  const error = 100 * (1 - accuracy(held.labels, classes));
  terminal.err.write(`${start}: test error ${terminal.colors.bold(`${figure(error)} %`)}\n`);
  return { start, draw, learned, error, counts: confusionMatrix(held.labels, classes, { classes: head.classes }) };
}

const seconds = ({ learned }: Run): number => learned.history.at(-1)?.seconds ?? 0;

function notesOf(
  { notes }: Opened,
  dataset: string,
  labels: number,
  run: Run,
  { batch, learningRate, headLearningRate, headAlone, validation, backend, seed }: FinetuneOptions,
): Notes {
  return {
    variant: 'classifier',
    dataset,
    settings: { latent: 0, noise: 0, beta: 0, rho: 0, k: 0, ...notes?.settings, seed },
    training: {
      encoder: notes?.variant ?? 'unknown',
      labels,
      trained: headAlone ? 'the head alone' : 'all weights',
      epochs: run.learned.history.length,
      batch,
      learningRate,
      ...(headLearningRate !== undefined && { headLearningRate }),
      ...(validation !== undefined && { validation }),
      backend,
      seconds: Number(seconds(run).toFixed(2)),
      testError: Number(run.error.toPrecision(4)),
    },
  };
}

const figuresOf = ({ start, draw, learned: { history }, error, counts }: Run) => ({
  start,
  draw,
  testError: error,
  confusion: counts.map((row) => Array.from(row)),
  history,
});

const errorsOf = (runs: readonly Run[], start: Start): number[] => runs.filter((run) => run.start === start).map(({ error }) => error);

function reportOf(runs: readonly Run[], notes: Notes, training: Dataset, dataset: Dataset, labels: number): string {
  const own = runs.filter(({ draw }) => draw === 1);
  const validated = own.every(({ learned }) => learned.history.every(({ validation }) => validation));
  const row = ({ start, learned: { history } }: Run) => ({
    name: start,
    epochs: history.map(({ epoch }) => epoch),
    values: history.map(({ loss, validation }) => validation?.loss ?? loss),
  });
  const rows = starts
    .map((start) => ({ name: start, own: runs.filter((run) => run.start === start) }))
    .filter((group) => group.own.length > 0)
    .map((group) => ({
      name: group.name,
      measures: { 'test error, %': group.own.map(({ error }) => error), 'training time, s': group.own.map(seconds) },
    }));
  const { seconds: time, testError: _, ...how } = notes.training;
  return renderReport({
    title: `A classifier of ${titleOf(training.name)}`,
    subtitle: `${whole(labels)} labels on the encoder of a model that was trained without any${rows.length > 1 ? ', beside the same layers from random weights' : ''}.`,
    results: { 'test error, %': own[0]!.error },
    lossUnit: 'nats',
    history: epochsOf(own[0]!.learned.history),
    settings: {
      Settings: { dataset: notes.dataset, 'test examples': count(dataset), ...how, seed: notes.settings.seed },
      Timings: { training: `${figure(Number(time))} s` },
      Versions: versions(),
    },
    sections: [
      comparison({ rows, neither: ['training time, s'], title: 'Was pre-training worth it?' }),
      ...(own.length > 1 ? [curves({ label: `${validated ? 'validation' : 'training'} loss, nats`, rows: own.map(row) })] : []),
      confusionSection({ counts: own[0]!.counts, classes: dataset.classes }),
    ],
  });
}

function introduce(
  { file, notes }: Opened,
  source: string,
  labels: number,
  { computing, headAlone, random, draws, seed }: FinetuneOptions & { readonly computing: string },
  { err, colors }: Terminal,
): void {
  err.write(
    `${colors.bold('classifier')}: ${headAlone ? 'a head on' : 'all weights of'} the encoder of ${file}${notes ? ` (${notes.variant})` : ''}\n`,
  );
  const compared = `${random ? ', beside random weights' : ''}${draws > 1 ? `, ${draws} draws of labels` : ''}`;
  err.write(`${source}: ${whole(labels)} labels${compared}; backend ${computing}, seed ${seed}\n\n`);
}

function conclude(folder: string, runs: readonly Run[], { err, colors }: Terminal): void {
  const lines = starts
    .filter((start) => errorsOf(runs, start).length > 0)
    .map((start) => `${start} ${formatRuns(errorsOf(runs, start))} %`);
  err.write(`\nTest error: ${colors.bold(lines.join(', '))}.\n\n`);
  err.write(placesText(folder, ['report', 'model', 'figures'], colors));
  const next = [[`evaluate ${folder}`, 'accuracy and cross-entropy on the test examples']] as const;
  err.write(suggestionsText(next, colors));
}
