import { basename, resolve } from 'node:path';
import { adam, parameterGroups, seeded } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Dataset } from '@autoencoders/datasets';
import { loadDataset, openDataset } from '@autoencoders/datasets/node';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { softmaxCrossEntropy } from '@autoencoders/losses';
import { accuracy, confusionMatrix } from '@autoencoders/metrics';
import { classifier, save } from '@autoencoders/models';
import type { AnyAutoencoder, Classifier } from '@autoencoders/models';
import { formatRuns } from '@autoencoders/report';
import { fit } from '@autoencoders/training';
import { gather, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { useBackend } from '../backend.js';
import { tensorFor } from '../data.js';
import { errorsOf, figuresOf, notesOf, reportOf, starts } from '../finetune-report.js';
import type { FinetuneOptions, Run, Start } from '../finetune-report.js';
import { figure, slug, whole } from '../format.js';
import { classesIn, drawnRows } from '../labels.js';
import { batchingFor, learn } from '../run-training.js';
import { toMetadata } from '../notes.js';
import type { Notes } from '../notes.js';
import { checkFolder, filesOf, freshFolder, writeRun } from '../output/run-folder.js';
import type { Written } from '../output/run-folder.js';
import { quotedPath } from '../quoted.js';
import { datasetFor, openModel } from '../run.js';
import type { Opened } from '../run.js';
import { salvage } from '../salvage.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { heldOutText, placesText, suggestionsText } from '../training-words.js';
import { versions } from '../versions.js';

/** Labelled images as the classifier takes them. */
interface Labelled {
  readonly x: Tensor;
  readonly labels: Int32Array;
}

/** Fine-tunes a classifier on a trained encoder with some labels, beside one that starts at random, and writes it with a report. */
export async function finetune(path: string, options: FinetuneOptions, terminal: Terminal): Promise<void> {
  const folder = options.out ?? freshFolder(`runs/finetuned-${slug(basename(resolve(path)).replace(/\.safetensors$/, ''))}`);
  await checkFolder(folder, options.force === true);
  const computing = await useBackend(options.backend);
  const opened = await openModel(path);
  using model = opened.model;
  const source = datasetFor(opened, options.dataset);
  const test = await openDataset(source, 'test');
  const [training, dataset] = [await loadDataset(source, 'train'), await loadDataset(source, 'test')];
  const [all, held] = [labelled(training, model), labelled(dataset, model)];
  const amount = options.labels ?? all.labels.length;
  try {
    check(
      amount <= all.labels.length,
      () => `--labels ${amount}: there are only ${whole(all.labels.length)} training examples of ${training.name}`,
    );
    const classes = classesIn(training, dataset, amount);
    introduce(opened, test, amount, { ...options, computing }, terminal);
    const noted = (run: Run): Notes => notesOf(opened, source, training, amount, run, options);
    const { runs, first } = await trainAll(opened, { all, held, amount, classes, noted }, options, terminal);
    const notes = noted(runs[0]!);
    const { make, end } = salvage();
    const report = await make('the report', () => reportOf(runs, notes, training, dataset, amount));
    const figures = { ...notes, versions: versions(), runs: runs.map(figuresOf) };
    conclude(await writeRun(folder, filesOf(first, figures, report), options.force === true), runs, terminal);
    end();
  } finally {
    for (const { x } of [all, held]) x.dispose();
  }
}

/** What is learned from and judged by, and what is noted of it. */
interface Task {
  readonly all: Labelled;
  readonly held: Labelled;
  /** Labels to learn from. */
  readonly amount: number;
  readonly classes: number;
  readonly noted: (run: Run) => Notes;
}

/** Trains from every start with every draw, and gives the file of the first classifier. */
async function trainAll(
  opened: Opened,
  { all, held, amount, classes, noted }: Task,
  options: FinetuneOptions,
  terminal: Terminal,
): Promise<{ runs: readonly Run[]; first: Uint8Array }> {
  const runs: Run[] = [];
  let first: Uint8Array | undefined;
  for (let draw = 1; draw <= options.draws && !runs.at(-1)?.learned.stopped; draw++) {
    const some = drawn(all, amount, seeded(options.seed, draw)());
    if (draw === 1) sayMissing(all.labels, some.labels, terminal);
    try {
      for (const start of options.random ? starts : starts.slice(0, 1)) {
        using head = headOn(opened, classes, start, options, options.seed + draw - 1);
        const run = await trainOne(head, { start, draw }, some, held, options, terminal);
        runs.push(run);
        if (run.learned.failure) throw run.learned.failure;
        first ??= await save(head, { metadata: toMetadata(noted(run)) });
        if (run.learned.stopped) break;
      }
    } finally {
      some.x.dispose();
    }
  }
  return { runs, first: first! };
}

function labelled(dataset: Dataset, model: AnyAutoencoder): Labelled {
  check(dataset.labels !== undefined, () => `finetune: ${dataset.name} has no labels to learn`);
  return { x: tensorFor(dataset, model.input), labels: dataset.labels };
}

/** Some of the examples, which `seed` decides, of every class where they are enough for that. */
function drawn({ x, labels }: Labelled, amount: number, seed: number): Labelled {
  const rows = drawnRows(labels, amount, seed);
  return { x: tidy(() => gather(x, tensor1d(rows, 'int32'))), labels: rows.map((row) => labels[row]!) };
}

function sayMissing(all: Int32Array, some: Int32Array, { err }: Terminal): void {
  const [there, taken] = [new Set(all).size, new Set(some).size];
  if (taken < there)
    err.write(text`${whole(some.length)} labels are too few for ${there} classes: ${taken} of them are learned, one label each.\n\n`);
}

/** Glorot's starts are for tanh; kernels before sigmoids start four times as large. */
const GAIN_OF_SIGMOID = 4;

function headOn({ model }: Opened, classes: number, start: Start, { initScale }: FinetuneOptions, seed: number): Classifier<any> {
  const usual = JSON.stringify(model.spec.encoder.config).includes('"sigmoid"') ? GAIN_OF_SIGMOID : 1;
  const given = start === 'random' ? { reinitialize: true, initScale: initScale ?? usual } : {};
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
  const { learningRate, headLearningRate = learningRate, patience, seed } = options;
  const { batch, validation } = batchingFor(options, labels.length);
  const epochs = options.epochs ?? Math.max(LEAST_EPOCHS, Math.ceil((LEAST_STEPS * batch) / labels.length));
  const rest = adam({ learningRate });
  const steps = fit(options.headOnly ? head.headOnly : head, x, {
    target: labels,
    loss: { crossEntropy: softmaxCrossEntropy },
    optimizer: headLearningRate === learningRate ? rest : parameterGroups({ head: adam({ learningRate: headLearningRate }) }, rest),
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
  terminal.err.write(text`${start}: test error ${terminal.style.bold(`${figure(error)} %`)}\n`);
  return { start, draw, learned, error, counts: confusionMatrix(held.labels, classes, { classes: head.classes }) };
}

function introduce(
  { file, notes }: Opened,
  test: OpenDataset,
  labels: number,
  { computing, headOnly, random, draws, seed }: FinetuneOptions & { readonly computing: string },
  { err, style }: Terminal,
): void {
  const of = notes && text` (${notes.variant})`;
  err.write(text`${style.bold('classifier')}: ${headOnly ? 'a head on' : 'all weights of'} the encoder of ${file}${of}\n`);
  const compared = `${random ? ', beside random weights' : ''}${draws > 1 ? `, ${draws} draws of labels` : ''}`;
  err.write(text`${test.name}: ${whole(labels)} labels${compared}${heldOutText(test)}; backend ${computing}, seed ${seed}\n\n`);
}

function conclude(written: Written, runs: readonly Run[], { err, style }: Terminal): void {
  const lines = starts
    .filter((start) => errorsOf(runs, start).length > 0)
    .map((start) => `${start} ${formatRuns(errorsOf(runs, start))} %`);
  err.write(text`\nTest error: ${style.bold(lines.join(', '))}.\n\n`);
  err.write(placesText(written, ['report', 'model', 'figures'], style));
  const next = [[text`evaluate ${quotedPath(written.folder)}`, 'accuracy and cross-entropy on the test examples']] as const;
  err.write(suggestionsText(next, style));
}
