import { adam, parameterGroups, seeded } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { softmaxCrossEntropy } from '@autoencoders/losses';
import { accuracy, confusionMatrix } from '@autoencoders/metrics';
import { classifier } from '@autoencoders/models';
import type { Classifier, AnyAutoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { gather, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkpointing } from './checkpointing.js';
import type { ClassifierRun, FinetuneOptions, Start } from './finetune-report.js';
import { starts } from './finetune-report.js';
import { batchingFor, fitWithProgress } from './fit-with-progress.js';
import type { WatchedRun } from './fit-with-progress.js';
import { figure, whole } from './format.js';
import { drawRows } from './labels.js';
import { stepsOf } from './step-options.js';
import { summariesFor } from './summaries.js';
import type { Terminal } from './terminal.js';
import { text } from './text.js';

/** Examples as the classifier takes them, `[count, …input]`, and their labels. */
export interface LabelledTensor {
  readonly x: Tensor;
  readonly labels: Int32Array;
}

/** The examples to draw from and to test with. */
export interface ClassifierData {
  readonly training: LabelledTensor;
  readonly test: LabelledTensor;
  /** How many labels to learn from. */
  readonly labels: number;
  readonly classes: number;
}

/** Trains classifiers on the encoder of `model`: from every start, with every draw of labels. `onRun` is called after each. */
export async function trainClassifiers(
  model: AnyAutoencoder,
  { training, test, labels, classes }: ClassifierData,
  options: FinetuneOptions,
  watched: WatchedRun & { readonly group?: Group | undefined },
  onRun: (head: Classifier<any>, run: ClassifierRun) => Promise<void>,
): Promise<void> {
  for (let draw = 1; draw <= options.draws; draw++) {
    const drawn = drawExamples(training, labels, seeded(options.seed, draw)());
    if (draw === 1) warnOfMissingClasses(training.labels, drawn.labels, watched.terminal);
    try {
      for (const start of options.random ? starts : starts.slice(0, 1)) {
        using head = newClassifier(model, classes, start, options, options.seed + draw - 1);
        const run = await trainClassifier(head, { start, draw }, drawn, test, options, watched);
        if (run.result.failure) throw run.result.failure;
        await onRun(head, run);
        if (run.result.stopped) return;
      }
    } finally {
      drawn.x.dispose();
    }
  }
}

/** Some of the examples, drawn with `seed`, with every class among them where they are enough for that. */
function drawExamples({ x, labels }: LabelledTensor, count: number, seed: number): LabelledTensor {
  const rows = drawRows(labels, count, seed);
  return { x: tidy(() => gather(x, tensor1d(rows, 'int32'))), labels: rows.map((row) => labels[row]!) };
}

function warnOfMissingClasses(all: Int32Array, drawn: Int32Array, { err }: Terminal): void {
  const [classes, learned] = [new Set(all).size, new Set(drawn).size];
  if (learned < classes)
    err.write(
      text`${whole(drawn.length)} labels are too few for ${classes} classes. ${learned} classes are learned, from one label each.\n\n`,
    );
}

/** Glorot's initialization is for tanh. Kernels before sigmoids start four times as large. */
const SIGMOID_INIT_SCALE = 4;

function newClassifier(
  model: AnyAutoencoder,
  classes: number,
  start: Start,
  { initScale }: FinetuneOptions,
  seed: number,
): Classifier<any> {
  const defaultScale = JSON.stringify(model.spec.encoder.config).includes('"sigmoid"') ? SIGMOID_INIT_SCALE : 1;
  const random = start === 'random' ? { reinitialize: true, initScale: initScale ?? defaultScale } : {};
  return classifier({ from: model, classes, seed, ...random });
}

/** The least steps and epochs by default. With fewer, a classifier is not trained to the end. */
const MIN_STEPS = 600;
const MIN_EPOCHS = 10;

async function trainClassifier(
  head: Classifier<any>,
  { start, draw }: Pick<ClassifierRun, 'start' | 'draw'>,
  { x, labels }: LabelledTensor,
  test: LabelledTensor,
  options: FinetuneOptions,
  watched: WatchedRun & { readonly group?: Group | undefined },
): Promise<ClassifierRun> {
  const { learningRate, headLearningRate = learningRate, patience, seed } = options;
  const { batch, validation } = batchingFor(options, labels.length);
  const epochs = options.epochs ?? Math.max(MIN_EPOCHS, Math.ceil((MIN_STEPS * batch * options.accumulationSteps) / labels.length));
  const rest = adam({ learningRate });
  const training = fit(options.headOnly ? head.headOnly : head, x, {
    target: labels,
    loss: { crossEntropy: softmaxCrossEntropy },
    optimizer: headLearningRate === learningRate ? rest : parameterGroups({ head: adam({ learningRate: headLearningRate }) }, rest),
    epochs,
    ...stepsOf({ ...options, batch }),
    seed: seed + draw,
    every: 2,
    validation,
    earlyStopping: patience === undefined ? undefined : { patience },
    ...checkpointing(`${start}-${draw}`, options, watched),
    group: watched.group,
  });
  const result = await fitWithProgress(training, watched, {
    group: watched.group,
    label: () => (options.draws > 1 ? `draw ${draw}, ${start}` : start),
    summaries: await summariesFor(options, { model: head, learningRate }, watched, {
      training: `${start}-${draw}`,
      later: draw > 1 || start !== starts[0],
    }),
  });
  const found = head.classify(test.x);
  const classes = await found.data<'int32'>();
  found.dispose();
  const testError = 100 * (1 - accuracy(test.labels, classes));
  const { err, style } = watched.terminal;
  err.write(text`${start}: test error ${style.bold(`${figure(testError)} %`)}\n`);
  return { start, draw, result, testError, confusion: confusionMatrix(test.labels, classes, { classes: head.classes }) };
}
