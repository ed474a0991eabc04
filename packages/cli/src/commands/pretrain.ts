import { adam } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Corruption, Loss } from '@autoencoders/core';
import { batches } from '@autoencoders/datasets';
import { loadDataset, openDataset } from '@autoencoders/datasets/node';
import type { OpenDataset } from '@autoencoders/datasets/node';
import { binaryCrossEntropy, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { save } from '@autoencoders/models';
import type { AnyAutoencoder, Stack } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { fit, pretrain as pretrainLevels } from '@autoencoders/training';
import type { Progress } from '@autoencoders/training';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { useBackend } from '../backend.js';
import { BATCH, JUDGED_AT_ONCE, evaluated, rowsAtOnce, tensorFor } from '../data.js';
import { clockTime, figure, slug, titleOf } from '../format.js';
import { learn, usualEpochs } from '../run-training.js';
import { NEIGHBOURS, measuresOf } from '../measures.js';
import { toMetadata } from '../notes.js';
import { checkFolder, filesOf, freshFolder, writeRun } from '../output/run-folder.js';
import type { Written } from '../output/run-folder.js';
import { notesOf, reportOf, secondsOf } from '../pretrain-report.js';
import type { Prepared, PretrainOptions, Pretrained } from '../pretrain-report.js';
import { quotedPath } from '../quoted.js';
import { salvage } from '../salvage.js';
import type { ReportData } from '../sections.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import { introduce, placesText, suggestionsText } from '../training-words.js';
import type { Suggestion } from '../training-words.js';
import { featuresOf, sigmoidStack, stacked } from '../variants/index.js';
import type { Method } from '../variants/index.js';
import { versions } from '../versions.js';

/** Weighs the KL against the cross-entropy of 784 features, and in proportion against that of others. */
const BETA = 3;

/** Levels of a stack where nobody says: three, of as many units as would do for images of 28×28. */
const usualUnits = (features: number): readonly number[] => Array.from({ length: 3 }, () => Math.min(500, 2 * features));

/** Trains a stack of levels one after the other, without labels, and writes it as one deep autoencoder with a report. */
export async function pretrain(given: PretrainOptions, terminal: Terminal): Promise<void> {
  const folder = given.out ?? freshFolder(`runs/stacked-${slug(given.dataset)}`);
  await checkFolder(folder, given.force === true);
  const [training, test] = [await openDataset(given.dataset, 'train'), await openDataset(given.dataset, 'test')];
  const examples = Math.min(given.limit ?? Infinity, training.count);
  const features = featuresOf(training.shape);
  const units = given.units ?? usualUnits(features);
  const ways = waysOf(given.method, units.length);
  const options: Prepared = {
    ...given,
    batch: Math.min(given.batch, examples),
    beta: given.beta ?? (BETA * features) / 784,
    epochs: given.epochs ?? usualEpochs(stacked.epochs, examples, given.batch),
  };
  const computing = await useBackend(options.backend);

  using stack = sigmoidStack(features, units, options.seed);
  introduce({ variant: stacked, summary: stack.summary(), computing, seed: options.seed, training, test, examples }, terminal);
  const dataset = await loadDataset(given.dataset, 'test');
  const data = tensorFor(dataset, stack.input);
  try {
    const settings = { latent: units.at(-1)!, seed: options.seed, noise: 0, beta: options.beta, rho: options.rho, k: 0 };
    const judged: ReportData = { model: stack as AnyAutoencoder, variant: stacked, settings, dataset, data };
    const trained = await learnFrom(stack, ways, examples, options, terminal);
    await keep({ judged, trained, ways, units, options, examples, training }, folder, terminal);
  } finally {
    data.dispose();
  }
}

/** What a stack is written from: what was trained, on what, and how. */
interface Kept {
  readonly judged: ReportData;
  readonly trained: Pretrained;
  readonly ways: readonly Method[];
  readonly units: readonly number[];
  readonly options: Prepared;
  readonly examples: number;
  readonly training: OpenDataset;
}

async function keep(
  { judged, trained, ways, units, options, examples, training }: Kept,
  folder: string,
  terminal: Terminal,
): Promise<void> {
  const { model, dataset } = judged;
  const { make, end } = salvage();
  const parts = batches(dataset, rowsAtOnce(dataset.shape, BATCH, JUDGED_AT_ONCE));
  const { loss = NaN } = (await make('the test loss', () => evaluated(model, parts, { loss: { squaredError }, seed: 0 }))) ?? {};
  const notes = notesOf(trained, units, ways, judged, options, loss);
  const known = { limit: Math.min(NEIGHBOURS, examples) };
  const measures = (await make('the measures', async () => measuresOf(judged, await loadDataset(options.dataset, 'train', known)))) ?? {};
  const history = [...trained.levels.history, ...(trained.whole?.history ?? [])];
  const figures = { ...notes, versions: versions(), test: { loss, terms: { squaredError: loss } }, measures, history };
  const made = { judged, trained, ways, notes, options, examples, title: titleOf(training.name), loss, measures };
  const report = await make('the report', () => reportOf(made));
  const files = filesOf(await save(model, { metadata: toMetadata(notes) }), figures, report);
  conclude(await writeRun(folder, files, options.force === true), loss, history, training, terminal);
  const failure = trained.levels.failure ?? trained.whole?.failure;
  if (failure) throw failure;
  end();
}

/** One way for each level: what was given, or the one that was given for all of them. */
function waysOf(given: readonly Method[], levels: number): readonly Method[] {
  check(
    given.length === 1 || given.length === levels,
    () => `--method names ${given.length} methods for ${levels} levels; give one, or one for each`,
  );
  return given.length === 1 ? Array.from({ length: levels }, () => given[0]!) : given;
}

async function learnFrom(
  stack: Stack,
  ways: readonly Method[],
  examples: number,
  options: Prepared,
  terminal: Terminal,
): Promise<Pretrained> {
  const { rho, beta, masking, epochs, joint, batch, learningRate, seed } = options;
  const data = tensorFor(await loadDataset(options.dataset, 'train', { limit: examples }), stack.input) as Tensor2D;
  const common = { batch, seed, optimizer: adam({ learningRate }), every: 2 };
  const losses: Readonly<Record<Method, Readonly<Record<string, Loss>>>> = {
    plain: { reconstruction: binaryCrossEntropy },
    denoising: { reconstruction: binaryCrossEntropy },
    sparse: { reconstruction: binaryCrossEntropy, sparsity: weighted(beta, sparsityKl(rho)) },
  };
  const corruptions: Readonly<Partial<Record<Method, Corruption>>> = { denoising: maskingNoise(masking) };
  try {
    const own = ways.map((way) => ({ loss: losses[way], corrupt: corruptions[way] }));
    const steps = pretrainLevels(stack, data, { ...common, epochs, levels: own, loss: losses.plain });
    const levels = await learn(steps, terminal, ({ level, levels: all }) => `level ${level}/${all}`);
    if (joint === 0 || levels.stopped || levels.failure) return { levels, whole: undefined };
    const together = fit(stack, data, { ...common, epochs: joint, loss: { squaredError } });
    return { levels, whole: await learn(together, terminal, () => 'together') };
  } finally {
    data.dispose();
  }
}

/** Labels that say something of what training without them was good for. */
const LABELS = 1000;

function conclude(
  written: Written,
  loss: number,
  history: readonly Progress[],
  { labelled, count }: OpenDataset,
  { err, style }: Terminal,
): void {
  const time = clockTime(secondsOf(history));
  err.write(text`\nOn the test examples: squared error ${style.bold(figure(loss))}; trained in ${time}.\n\n`);
  err.write(placesText(written, ['report', 'model', 'figures'], style));
  const run = quotedPath(written.folder);
  const some = count > LABELS && ` --labels ${LABELS}`;
  const next: readonly Suggestion[] = [
    ...(labelled ? [[text`finetune ${run}${some}`, 'a classifier on it, beside one from random weights'] as const] : []),
    [text`reconstruct ${run} --out pictures.png`, 'test examples and what the stack makes of them'],
  ];
  err.write(suggestionsText(next, style));
}
