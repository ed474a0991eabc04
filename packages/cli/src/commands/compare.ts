import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError, check } from '@autoencoders/core';
import type { Dataset } from '@autoencoders/datasets';
import { comparison, curves, formatRuns, html, renderReport } from '@autoencoders/report';
import type { Contender, Section } from '@autoencoders/report';
import type { Evaluation, Progress } from '@autoencoders/training';
import { useBackend } from '../backend.js';
import type { Backend } from '../backend.js';
import { loadPart, tensorFor } from '../data.js';
import { titleOf } from '../format.js';
import { MORE, NEITHER, measuresOf } from '../measures.js';
import type { Measures } from '../measures.js';
import { writeWhole } from '../output.js';
import { openAny } from '../run.js';
import type { Notes } from '../run.js';
import type { Terminal } from '../terminal.js';
import { stacked, variants } from '../variants/index.js';
import type { Variant } from '../variants/index.js';
import { versions } from '../versions.js';

/** What the command line gave to `compare`. */
export interface CompareOptions {
  readonly backend: Backend;
  readonly out?: string;
}

/** What a command wrote about a run. */
interface Figures extends Notes {
  readonly test?: Evaluation;
  readonly measures?: Measures;
  readonly history?: readonly Progress[];
  readonly runs?: readonly { readonly start: string; readonly testError: number; readonly history: readonly Progress[] }[];
}

/** A run as it is compared: with others that differ in their seed alone, it makes one row. */
interface Entry {
  readonly path: string;
  readonly dataset: string;
  /** What it was trained with, by name, but for the seed. */
  readonly how: Readonly<Record<string, string | number>>;
  readonly seed: number;
  readonly measures: Measures;
  readonly history: readonly Progress[];
}

/** Runs side by side: those that differ in their seed alone make one row, with their mean and spread. */
export async function compare(paths: readonly string[], options: CompareOptions, terminal: Terminal): Promise<void> {
  check(options.out === undefined || options.out.endsWith('.html'), () => `--out ${options.out} must end in .html`);
  await useBackend(options.backend);
  const entries: Entry[] = [];
  for (const path of paths) entries.push(...(await entriesOf(path)));
  const groups = grouped(entries);
  const { out, err, colors } = terminal;
  out.write(table(groups));
  if (!options.out) return;
  await writeWhole(options.out, reportOf(groups, entries));
  err.write(`\n  report  ${colors.cyan(options.out)}  (open it in a browser)\n`);
}

async function entriesOf(path: string): Promise<Entry[]> {
  const file = join(path, 'figures.json');
  check(existsSync(file), () => `compare: ${path} is no folder of a run; it has no figures.json`);
  const figures = JSON.parse(await readFile(file, 'utf8')) as Figures;
  check(
    typeof figures.variant === 'string' && typeof figures.training === 'object',
    () => `compare: ${file} was not written by this command`,
  );
  const shared = { path, dataset: figures.dataset, seed: figures.settings.seed };
  const how = howOf(figures);
  if (!figures.runs) {
    const { test, history = [], measures = await measured(path, figures) } = figures;
    const all = { ...(test && { 'test loss': test.loss }), ...measures, 'training time, s': Number(figures.training.seconds) };
    return [{ ...shared, how, history, measures: all }];
  }
  return figures.runs.map(({ start, testError, history }, i) => ({
    ...shared,
    seed: shared.seed + i,
    how: { ...how, start },
    history,
    measures: { 'test error, %': testError, 'training time, s': history.at(-1)?.seconds ?? 0 },
  }));
}

/** What came of a run, or makes it one of several alike, and not how it was made. */
const LEFT_OUT = new Set(['seed', 'seconds', 'testLoss', 'testError']);

function howOf({ variant, dataset, settings, training }: Figures): Entry['how'] {
  const special = variant in byName ? Object.keys(byName[variant]!.special) : [];
  const own = Object.entries(settings).filter(([name]) => name === 'latent' || special.includes(name));
  const entries = Object.entries({ variant, dataset, ...Object.fromEntries(own), ...training });
  return Object.fromEntries(entries.filter(([name]) => !LEFT_OUT.has(name))) as Entry['how'];
}

const byName: Readonly<Record<string, Variant>> = Object.fromEntries([...variants, stacked].map((variant) => [variant.name, variant]));

/** The measures of a run that was written before there were any. */
async function measured(path: string, { dataset: source, settings }: Figures): Promise<Measures> {
  const opened = await openAny(path);
  if (!('model' in opened) || !opened.variant)
    throw new InputError(`compare: ${path} has no measures, and its model says not how to take them`);
  using model = opened.model;
  const [training, dataset]: Dataset[] = [await loadPart(source, 'train'), await loadPart(source, 'test')];
  const data = tensorFor(dataset!, model.input);
  try {
    return await measuresOf({ model, variant: opened.variant, settings, dataset: dataset!, data }, training!);
  } finally {
    data.dispose();
  }
}

interface Group extends Contender {
  readonly entries: readonly Entry[];
}

/** Rows by what their runs have in common, each named by what not all of them have in common. */
function grouped(entries: readonly Entry[]): readonly Group[] {
  const byHow = new Map<string, Entry[]>();
  for (const entry of entries) byHow.set(JSON.stringify(entry.how), [...(byHow.get(JSON.stringify(entry.how)) ?? []), entry]);
  const ways = [...byHow.keys()].map((key) => JSON.parse(key) as Entry['how']);
  const names = [...new Set(ways.flatMap((how) => Object.keys(how)))];
  const telling = names.filter((name) => new Set(ways.map((how) => how[name])).size > 1 && name !== 'variant' && name !== 'start');
  return [...byHow.values()].map((own) => {
    const { how } = own[0]!;
    const particulars = telling.filter((name) => how[name] !== undefined).map((name) => `${name} ${how[name]}`);
    const measures = Object.keys(own[0]!.measures);
    return {
      name: [[how.start, how.variant].filter(Boolean).join(' '), ...particulars].join(', '),
      measures: Object.fromEntries(measures.map((name) => [name, own.map((entry) => entry.measures[name]!)])),
      entries: own,
    };
  });
}

/** As text: measures down, rows across where they fit, for terminals and pipes. */
function table(groups: readonly Group[]): string {
  const measures = [...new Set(groups.flatMap((group) => Object.keys(group.measures)))];
  const head = ['', ...groups.map(({ name }) => name)];
  const runs = ['runs', ...groups.map(({ entries }) => String(entries.length))];
  const rows = measures.map((measure) => [
    measure,
    ...groups.map((group) => (group.measures[measure]?.length ? formatRuns(group.measures[measure]) : '–')),
  ]);
  const all = [head, runs, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!))).join('  ');
  return `${all.map((row) => line(row).trimEnd()).join('\n')}\n`;
}

function reportOf(groups: readonly Group[], entries: readonly Entry[]): string {
  const neither = [...NEITHER, 'training time, s'];
  const rows = groups.flatMap(({ name, entries: own }) =>
    own
      .filter(({ history }) => history.length > 1)
      .map(({ seed, history }) => ({
        name: own.length > 1 ? `${name}, seed ${seed}` : name,
        group: name,
        epochs: history.map((_, i) => i + 1),
        values: history.map(({ loss, validation }) => validation?.loss ?? loss),
      })),
  );
  const datasets = [...new Set(entries.map(({ dataset }) => titleOf(dataset)))];
  return renderReport({
    title: `${groups.length === 1 ? 'Runs of one kind' : `${groups.length} ways to train`} on ${datasets.join(' and ')}`,
    subtitle: `${entries.length} runs; those that differ in their seed alone make one row.`,
    settings: { Versions: versions() },
    sections: [
      comparison({ rows: groups, more: MORE, neither }),
      ...(rows.length > 0 ? [curves({ label: 'loss', rows, caption: captionOf(groups) })] : []),
      runsSection(groups),
    ],
  });
}

const captionOf = (groups: readonly Group[]): string =>
  `The loss of each run over its epochs, on the validation examples where it had some.${
    new Set(groups.map(({ entries }) => entries[0]!.how.variant)).size > 1 ? ' Losses of different variants are not to be compared.' : ''
  }`;

function runsSection(groups: readonly Group[]): Section {
  const row = (way: string, { path, seed, dataset }: Entry) =>
    html`<tr><th scope="row">${basename(path)}</th><td>${way}</td><td>${titleOf(dataset)}</td><td>${seed}</td></tr>`;
  return {
    title: 'Runs',
    caption: 'Where each run lies, which way to train it belongs to, and its seed.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Runs"><table>
<thead><tr>${['folder', 'way', 'dataset', 'seed'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${groups.flatMap(({ name, entries }) => entries.map((entry) => row(name, entry)))}</tbody></table></div>`,
  };
}
