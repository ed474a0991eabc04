import { count } from '@autoencoders/datasets';
import { lossCurves, renderReport } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import type { LevelProgress, Progress } from '@autoencoders/training';
import type { Backend } from './backend.js';
import { figure } from './format.js';
import type { Learned } from './run-training.js';
import type { Measures } from './measures.js';
import { noted } from './notes.js';
import type { Notes } from './notes.js';
import { sectionsOf } from './sections.js';
import type { ReportData } from './sections.js';
import { stacked } from './variants/index.js';
import type { Method } from './variants/index.js';
import { versions } from './versions.js';

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

/** The same with the defaults filled in. */
export type Prepared = PretrainOptions & { readonly epochs: number; readonly beta: number };

/** A stack that was trained: level by level, and then as a whole where that was asked for. */
export interface Pretrained {
  readonly levels: Learned<LevelProgress>;
  readonly whole: Learned | undefined;
}

/** What the report of a stack is made from. */
interface Made {
  readonly judged: ReportData;
  readonly trained: Pretrained;
  readonly ways: readonly Method[];
  readonly notes: Notes;
  readonly options: Prepared;
  readonly examples: number;
  readonly title: string;
  readonly loss: number;
  readonly measures: Measures;
}

/** The report: the curves of each level and of all together, and what came of it. */
export async function reportOf({ judged, trained, ways, notes, options, examples, title, loss, measures }: Made): Promise<string> {
  const { model, dataset } = judged;
  return renderReport({
    title: `A stacked autoencoder on ${title}`,
    subtitle: `${ways.length} levels, trained one after the other without labels (${ways.join(', ')})${trained.whole ? ', then together' : ''}.`,
    summary: model.summary(),
    parameterCount: model.parameterCount,
    lossUnit: stacked.unit,
    ...(trained.whole?.history.length && { history: trained.whole.history }),
    results: { 'test loss (squared error)': loss, ...measures },
    settings: settingsOf(notes, examples, count(dataset), options),
    sections: [...levelSections(trained.levels.history, ways), ...(await sectionsOf(judged))],
  });
}

/** What is noted in the file of a stack. */
export function notesOf(
  { levels, whole: together }: Pretrained,
  units: readonly number[],
  ways: readonly Method[],
  { settings, dataset: { shape } }: ReportData,
  { dataset, masking, epochs, joint, batch, learningRate, backend }: Prepared,
  loss: number,
): Notes {
  const seconds = secondsOf([...levels.history, ...(together?.history ?? [])]);
  return {
    variant: stacked.name,
    dataset: noted(dataset),
    shape,
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

/** How long all epochs took together. */
export const secondsOf = (history: readonly Progress[]): number => history.reduce((sum, { epochSeconds }) => sum + epochSeconds, 0);

function settingsOf(notes: Notes, examples: number, held: number, { seed, rho, beta }: Prepared) {
  const { seconds, testLoss: _, ...how } = notes.training;
  return {
    Settings: {
      dataset: notes.dataset,
      'training examples': examples,
      'test examples': held,
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
    return own.length > 0 ? [lossCurves(own, { unit: 'nats', title: `Level ${i + 1}`, caption })] : [];
  });
}

const words: Readonly<Record<Method, string>> = {
  plain: 'as they are',
  sparse: 'with few units active at a time',
  denoising: 'from a version with some of the numbers set to 0',
};
