import { adam, check } from '@autoencoders/core';
import type { Corruption, Loss } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import type { Dataset } from '@autoencoders/datasets';
import { binaryCrossEntropy, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { save } from '@autoencoders/models';
import type { Loaded, Stack } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { lossCurves, renderReport } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { evaluate, fit, pretrain as pretrainLevels } from '@autoencoders/training';
import type { LevelProgress, Progress } from '@autoencoders/training';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { loadPart, tensorFor } from '../data.js';
import { clockTime, figure, titleOf } from '../format.js';
import { epochsOf, learn, usualEpochs } from '../learn.js';
import type { Learned } from '../learn.js';
import { measuresOf } from '../measures.js';
import { checkFolder, freshFolder, writeFolder } from '../output.js';
import { MODEL_FILE, toMetadata } from '../run.js';
import type { Notes } from '../run.js';
import { sectionsOf } from '../sections.js';
import type { Judged } from '../sections.js';
import type { Terminal } from '../terminal.js';
import { introduce, placesText, suggestionsText } from '../training-words.js';
import { featuresOf, sigmoidStack, stacked } from '../variants/index.js';
import type { Method } from '../variants/index.js';
import { versions } from '../versions.js';

/** What the command line gave to `pretrain`. */
export interface PretrainOptions {
  readonly dataset: string;
  readonly units?: readonly number[];
  readonly method: readonly Method[];
  readonly epochs?: number;
  readonly joint: number;
  readonly rho: number;
  readonly beta?: number;
  readonly masking: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly limit?: number;
  readonly seed: number;
  readonly backend: Backend;
  readonly out?: string;
  readonly force?: boolean;
}

type Prepared = PretrainOptions & { readonly epochs: number; readonly beta: number };

/** A stack that was trained: level by level, and then as a whole where that was asked for. */
interface Pretrained {
  readonly levels: Learned<LevelProgress>;
  readonly whole: Learned | undefined;
}

/** Weighs the KL against the cross-entropy of 784 features, and in proportion against that of others. */
const BETA = 3;

/** Levels of a stack where nobody says: three, of as many units as would do for images of 28×28. */
const usualUnits = (features: number): readonly number[] => Array.from({ length: 3 }, () => Math.min(500, 2 * features));

/** Trains a stack of levels one after the other, without labels, and writes it as one deep autoencoder with a report. */
export async function pretrain(options: PretrainOptions, terminal: Terminal): Promise<void> {
  const folder = options.out ?? freshFolder(`stacked-${options.dataset}`);
  await checkFolder(folder, options.force === true);
  const [training, dataset] = [await loadPart(options.dataset, 'train', options.limit), await loadPart(options.dataset, 'test')];
  const features = featuresOf(training.shape);
  const units = options.units ?? usualUnits(features);
  const ways = waysOf(options.method, units.length);
  const beta = options.beta ?? (BETA * features) / 784;
  const epochs = options.epochs ?? usualEpochs(stacked.epochs, count(training), options.batch);
  const computing = await useBackend(options.backend);

  using stack = sigmoidStack(features, units, options.seed);
  const data = tensorFor(dataset, stack.input);
  try {
    const settings = { latent: units.at(-1)!, seed: options.seed, noise: 0, beta, rho: options.rho, k: 0 };
    const judged: Judged = { model: stack as Loaded, variant: stacked, settings, dataset, data };
    introduce(judged, training, { ...options, computing }, terminal);
    const trained = await learnFrom(stack, ways, training, { ...options, epochs, beta }, terminal);
    const { loss } = await evaluate(stack, data as Tensor2D, { loss: { squaredError } });
    const notes = notesOf(trained, units, ways, settings, { ...options, epochs, beta }, loss);
    const measures = await measuresOf(judged, training);
    const history = [...trained.levels.history, ...(trained.whole?.history ?? [])];
    const figures = { ...notes, versions: versions(), test: { loss, terms: { squaredError: loss } }, measures, history };
    await writeFolder(folder, {
      [MODEL_FILE]: await save(stack, { metadata: toMetadata(notes) }),
      'figures.json': `${JSON.stringify(figures, null, 2)}\n`,
      'report.html': renderReport({
        title: `A stacked autoencoder on ${titleOf(training.name)}`,
        subtitle: `${units.length} levels, trained one after the other without labels (${ways.join(', ')})${trained.whole ? ', then together' : ''}.`,
        summary: stack.summary(),
        parameters: stack.parameters,
        lossUnit: stacked.unit,
        ...(trained.whole?.history.length && { history: epochsOf(trained.whole.history) }),
        results: { 'test loss (squared error)': loss, ...measures },
        settings: settingsOf(notes, training, dataset, { ...options, epochs, beta }),
        sections: [...levelSections(trained.levels.history, ways), ...(await sectionsOf(judged))],
      }),
    });
    conclude(folder, loss, history, terminal);
    const failure = trained.levels.failure ?? trained.whole?.failure;
    if (failure) throw failure;
  } finally {
    data.dispose();
  }
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
  training: Dataset,
  options: Prepared,
  terminal: Terminal,
): Promise<Pretrained> {
  const { rho, beta, masking, epochs, joint, batch, learningRate, seed } = options;
  const data = tensorFor(training, stack.input) as Tensor2D;
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

function notesOf(
  { levels, whole: together }: Pretrained,
  units: readonly number[],
  ways: readonly Method[],
  settings: Judged['settings'],
  { dataset, masking, epochs, joint, batch, learningRate, backend }: Prepared,
  loss: number,
): Notes {
  const seconds = secondsOf([...levels.history, ...(together?.history ?? [])]);
  return {
    variant: stacked.name,
    dataset,
    settings,
    training: {
      units: units.join(', '),
      methods: ways.join(', '),
      ...(ways.includes('denoising') && { masking }),
      epochs,
      joint: together ? joint : 0,
      batch,
      learningRate,
      backend,
      seconds: Number(seconds.toFixed(2)),
      testLoss: Number(loss.toPrecision(6)),
    },
  };
}

/** Seconds count from the start of each level anew. */
const secondsOf = (history: readonly Progress[]): number =>
  history.reduce((sum, { seconds }, i) => (history[i + 1] === undefined || history[i + 1]!.epoch === 1 ? sum + seconds : sum), 0);

function settingsOf(notes: Notes, training: Dataset, dataset: Dataset, { seed, rho, beta }: Prepared) {
  const { seconds, testLoss: _, ...how } = notes.training;
  return {
    Settings: {
      dataset: notes.dataset,
      'training examples': count(training),
      'test examples': count(dataset),
      ...how,
      ...(String(how.methods).includes('sparse') && { rho, beta }),
      seed,
    },
    Timings: { training: `${figure(Number(seconds))} s` },
    Versions: versions(),
  };
}

/** The curves of each level. */
function levelSections(history: readonly LevelProgress[], ways: readonly Method[]): readonly Section[] {
  return ways.flatMap((way, i) => {
    const own = history.filter(({ level }) => level === i + 1);
    const reads = i === 0 ? 'the images' : `the codes of level ${i}`;
    const caption = `Level ${i + 1} learns to give back ${reads}, ${words[way]}. Its loss is not that of another level: each has data of its own.`;
    return own.length > 0 ? [lossCurves(epochsOf(own), { unit: 'nats', title: `Level ${i + 1}`, caption })] : [];
  });
}

const words: Readonly<Record<Method, string>> = {
  plain: 'as they are',
  sparse: 'with few units active at a time',
  denoising: 'from a version with some of the numbers set to 0',
};

function conclude(folder: string, loss: number, history: readonly Progress[], { err, colors }: Terminal): void {
  const time = clockTime(secondsOf(history));
  err.write(`\nOn the test examples: squared error ${colors.bold(figure(loss))}; trained in ${time}.\n\n`);
  err.write(placesText(folder, ['report', 'model', 'figures'], colors));
  const next = [
    [`finetune ${folder} --labels 1000`, 'a classifier on it, beside one from random weights'],
    [`reconstruct ${folder} --out pictures.png`, 'test examples and what the stack makes of them'],
  ] as const;
  err.write(suggestionsText(next, colors));
}
