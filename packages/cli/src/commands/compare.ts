import { printable } from '@autoencoders/core/internal';
import { basename } from 'node:path';
import { InputError } from '@autoencoders/core';
import { loadDataset } from '@autoencoders/datasets/node';
import { comparison, curves, formatRuns, html, renderReport } from '@autoencoders/report';
import type { Series, Section } from '@autoencoders/report';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { withTensor } from '../data.js';
import { figuresIn } from '../figures.js';
import type { Course, Figures } from '../figures.js';
import { titleOf } from '../format.js';
import { JUDGED, MORE, NEIGHBOURS, NEITHER, measuresOf } from '../measures.js';
import type { Measures } from '../measures.js';
import { writeOutput } from '../output/file.js';
import { checkSuffix } from '../pictures.js';
import { datasetFor, openAny } from '../run.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';
import { knownVariant } from '../variants/index.js';
import { versions } from '../versions.js';

/** What the command line gave to `compare`. */
export interface CompareOptions {
  readonly backend: Backend;
  readonly out?: string;
}

/** A run as it is compared: with others that differ in their seed alone, it makes one row. */
interface ComparedRun {
  readonly path: string;
  readonly dataset: string;
  /** What it was trained with, by name, but for the seed. */
  readonly how: ReadonlyMap<string, string | number>;
  readonly seed: number;
  readonly measures: Measures;
  readonly course: Course;
}

/** Runs side by side: those that differ in their seed alone make one row, with their mean and spread. */
export async function compare(paths: readonly string[], options: CompareOptions, { out, err, style }: Terminal): Promise<void> {
  if (options.out !== undefined) await checkSuffix(options.out, '.html');
  await useBackend(options.backend);
  const entries: ComparedRun[] = [];
  for (const path of paths) entries.push(...(await entriesOf(path)));
  const groups = grouped(entries);
  await out.write(lines(table(groups), Infinity));
  if (options.out === undefined) return;
  await writeOutput(options.out, [reportOf(groups, entries)]);
  err.write(text`\n  report  ${style.cyan(options.out)}  (open it in a browser)\n`);
}

async function entriesOf(path: string): Promise<ComparedRun[]> {
  const figures = await figuresIn(path);
  const { notes, testLoss, course, runs } = figures;
  const shared = { path, dataset: basename(notes.dataset), seed: notes.settings.seed };
  const how = howOf(figures);
  if (!runs) {
    const measures = figures.measures ?? (await measured(path, figures));
    const all = {
      ...(testLoss !== undefined && { 'test loss': testLoss }),
      ...measures,
      'training time, s': Number(notes.training.seconds),
    };
    return [{ ...shared, how, course, measures: all }];
  }
  return runs.map((run, i) => ({
    ...shared,
    seed: shared.seed + i,
    how: new Map([...how, ['start', run.start]]),
    course: run.course,
    measures: { 'test error, %': run.testError, 'training time, s': run.course.seconds },
  }));
}

/** What came of a run, or makes it one of several alike, and not how it was made. */
const LEFT_OUT = new Set(['seed', 'seconds', 'testLoss', 'testError']);

function howOf({ notes: { variant, dataset, settings, training } }: Figures): ComparedRun['how'] {
  const special = Object.keys(knownVariant(variant)?.special ?? {});
  const own = Object.entries(settings).filter(([name]) => name === 'latent' || special.includes(name));
  const all: [string, string | number][] = [['variant', variant], ['dataset', dataset], ...own, ...Object.entries(training)];
  return new Map(all.filter(([name]) => !LEFT_OUT.has(name)));
}

/** The measures of a run that was written before there were any. */
async function measured(path: string, { notes }: Figures): Promise<Measures> {
  const opened = await openAny(path);
  const model = 'model' in opened ? opened.model : opened.classifier;
  try {
    if (!('model' in opened) || !opened.variant)
      throw new InputError(`compare: ${path} has no measures, and its model does not say how to take them`);
    const { variant } = opened;
    const source = datasetFor({ notes, file: path }, undefined);
    const [training, dataset] = [
      await loadDataset(source, 'train', { limit: NEIGHBOURS }),
      await loadDataset(source, 'test', { limit: JUDGED }),
    ];
    return await withTensor(dataset, model.input, (data) =>
      measuresOf({ model: opened.model, variant, settings: notes.settings, dataset, data }, training),
    );
  } finally {
    model.dispose();
  }
}

interface Group extends Series {
  readonly entries: readonly ComparedRun[];
}

/** Rows by what their runs have in common, each named by what not all of them have in common. */
function grouped(entries: readonly ComparedRun[]): readonly Group[] {
  const byHow = new Map<string, ComparedRun[]>();
  for (const entry of entries) {
    const key = JSON.stringify([...entry.how]);
    byHow.set(key, [...(byHow.get(key) ?? []), entry]);
  }
  const ways = [...byHow.values()].map((own) => own[0]!.how);
  const names = [...new Set(ways.flatMap((how) => [...how.keys()]))];
  const telling = names.filter((name) => new Set(ways.map((how) => how.get(name))).size > 1 && name !== 'variant' && name !== 'start');
  return [...byHow.values()].map((own) => {
    const { how, measures } = own[0]!;
    const particulars = telling.filter((name) => how.has(name)).map((name) => `${name} ${valueOf(how, name)}`);
    return {
      name: [[how.get('start'), how.get('variant')].filter(Boolean).join(' '), ...particulars]
        .map((part) => printable(part, 60))
        .join(', '),
      measures: Object.fromEntries(Object.keys(measures).map((name) => [name, own.map((entry) => measureOf(entry, name))])),
      entries: own,
    };
  });
}

/** Folders by their last name alone: that is what tells them apart. */
const valueOf = (how: ComparedRun['how'], name: string): string | number =>
  name === 'dataset' ? basename(String(how.get(name))) : how.get(name)!;

const measureOf = ({ measures }: ComparedRun, name: string): number => (Object.hasOwn(measures, name) ? measures[name]! : NaN);

/** As text: measures down, rows across where they fit, for terminals and pipes. */
function table(groups: readonly Group[]): string {
  const measures = [...new Set(groups.flatMap((group) => Object.keys(group.measures)))];
  const head = ['', ...groups.map(({ name }) => name)];
  const runs = ['runs', ...groups.map(({ entries }) => String(entries.length))];
  const cell = (group: Group, measure: string): string =>
    Object.hasOwn(group.measures, measure) ? formatRuns(group.measures[measure]!) : '–';
  const rows = measures.map((measure) => [measure, ...groups.map((group) => cell(group, measure))]);
  const all = [head, runs, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((each, i) => (i === 0 ? each.padEnd(widths[0]!) : each.padStart(widths[i]!))).join('  ');
  return `${all.map((row) => line(row).trimEnd()).join('\n')}\n`;
}

function reportOf(groups: readonly Group[], entries: readonly ComparedRun[]): string {
  const neither = [...NEITHER, 'training time, s'];
  const rows = groups.flatMap(({ name, entries: own }) =>
    own
      .filter(({ course }) => course.losses.length > 1)
      .map(({ seed, course: { losses } }) => ({
        name: own.length > 1 ? `${name}, seed ${seed}` : name,
        group: name,
        epochs: losses.map((_, i) => i + 1),
        values: losses,
      })),
  );
  const datasets = [...new Set(entries.map(({ dataset }) => titleOf(dataset)))];
  return renderReport({
    title: `${groups.length === 1 ? 'Runs of one kind' : `${groups.length} ways to train`} on ${datasets.join(' and ')}`,
    subtitle: `${entries.length} runs; those that differ in their seed alone make one row.`,
    settings: { Versions: versions() },
    sections: [
      comparison({ rows: groups, higherIsBetter: MORE, unranked: neither }),
      ...(rows.length > 0 ? [curves({ label: 'loss', rows, caption: captionOf(groups) })] : []),
      runsSection(groups),
    ],
  });
}

const captionOf = (groups: readonly Group[]): string =>
  `The loss of each run over its epochs, on the validation examples where it had some.${
    new Set(groups.map(({ entries }) => entries[0]!.how.get('variant'))).size > 1
      ? ' Losses of different variants are not to be compared.'
      : ''
  }`;

function runsSection(groups: readonly Group[]): Section {
  const row = (way: string, { path, seed, dataset }: ComparedRun) =>
    html`<tr><th scope="row">${basename(path)}</th><td>${way}</td><td>${titleOf(dataset)}</td><td>${seed}</td></tr>`;
  return {
    title: 'Runs',
    caption: 'Where each run lies, which way to train it belongs to, and its seed.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Runs"><table>
<thead><tr>${['folder', 'way', 'dataset', 'seed'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${groups.flatMap(({ name, entries }) => entries.map((entry) => row(name, entry)))}</tbody></table></div>`,
  };
}
