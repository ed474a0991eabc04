import { basename } from 'node:path';
import { comparison, curves, html, renderReport } from '@autoencoders/report';
import type { Section, Series } from '@autoencoders/report';
import { comparedMeasures, comparedRuns, groupRuns } from '../compared-runs.js';
import type { ComparedMeasures, ComparedRun, RunGroup } from '../compared-runs.js';
import { comparisonTable } from '../comparison-table.js';
import { counted, titleOf } from '../format.js';
import { readingOf } from '../measure-words.js';
import type { Reading } from '../measure-words.js';
import { options } from '../options.js';
import { writeOutput } from '../output/file.js';
import { checkSuffix } from '../pictures.js';
import { readRecord } from '../run-record.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';
import { views } from '../variants/index.js';
import { versions } from '../versions.js';
import type { Command } from './command.js';

/** The options of `compare`. */
interface CompareOptions {
  readonly out?: string;
}

/** Prints runs side by side. Runs that differ in their seed alone make one column, with mean and standard deviation. */
async function compare(paths: readonly string[], options: CompareOptions, { out, err, style }: Terminal): Promise<void> {
  if (options.out !== undefined) await checkSuffix(options.out, '.html');
  const runs: ComparedRun[] = [];
  for (const path of paths) runs.push(...comparedRuns(path, await readRecord(path)));
  const groups = groupRuns(runs);
  const measures = comparedMeasures(groups);
  await out.write(lines(comparisonTable(groups, measures, out.columns), Infinity));
  if (options.out === undefined) return;
  await writeOutput(options.out, [reportOf(groups, runs, measures)]);
  err.write(text`\n  report  ${style.cyan(options.out)}  (open it in a browser)\n`);
}

function reportOf(groups: readonly RunGroup[], runs: readonly ComparedRun[], measures: ComparedMeasures): string {
  const datasets = [...new Set(runs.map(({ dataset }) => titleOf(dataset)))];
  return renderReport({
    title: `${groups.length === 1 ? 'One configuration' : `${groups.length} configurations`} on ${datasets.join(' and ')}`,
    subtitle: `${counted(runs.length, 'run')}. Runs that differ in their seed alone make one row.`,
    settings: { Versions: versions() },
    sections: [...comparisonSections(groups, measures), ...curveSections(groups), runsSection(groups)],
  });
}

/** What can be compared, and what cannot. */
function comparisonSections(groups: readonly RunGroup[], { common, apart }: ComparedMeasures): readonly Section[] {
  const readings = Object.fromEntries([...common, ...apart].map((name) => [name, readingOf(name)]));
  const named = (is: (reading: Reading) => boolean): string[] => Object.keys(readings).filter((name) => is(readings[name]!));
  const about = Object.fromEntries(Object.entries(readings).flatMap(([name, { about }]) => (about === undefined ? [] : [[name, about]])));
  const options = {
    about,
    higherIsBetter: named(({ better }) => better === 'higher'),
    unranked: named(({ better }) => better === undefined),
  };
  const only = (names: readonly string[]): readonly Series[] =>
    groups.map(({ name, measures }) => ({
      name,
      measures: Object.fromEntries(names.flatMap((measure) => (Object.hasOwn(measures, measure) ? [[measure, measures[measure]!]] : []))),
    }));
  return [
    ...(common.length > 0 ? [comparison({ ...options, series: only(common) })] : []),
    ...(apart.length > 0
      ? [
          comparison({
            ...options,
            unranked: apart,
            series: only(apart),
            title: 'Not to be compared',
            caption:
              'Losses of different variants measure different things, and some measures are those of one variant only. On different data, no measure can be compared. So nothing is bold here.',
          }),
        ]
      : []),
  ];
}

/** The loss curves: of each variant in a section of its own, since losses of several variants cannot be compared. */
function curveSections(groups: readonly RunGroup[]): readonly Section[] {
  const variants = [...new Set(groups.map(variantOf))];
  return variants.flatMap((variant) => {
    const rows = groups.filter((group) => variantOf(group) === variant).flatMap(curvesOf);
    const title = variants.length > 1 ? `Learning: ${variant}` : 'Learning side by side';
    return rows.length > 0 ? [curves({ label: `loss${unitOf(variant)}`, rows, title, caption: CURVES })] : [];
  });
}

const CURVES =
  'The loss of each run after each epoch: on validation or test examples where it was measured, otherwise on training examples.';

const variantOf = ({ runs }: RunGroup): string => String(runs[0]!.config.get('variant'));

const unitOf = (variant: string): string => {
  const unit = views.find(({ name }) => name === variant)?.unit;
  return unit === undefined ? '' : `, ${unit}`;
};

const curvesOf = ({ name, runs }: RunGroup) =>
  runs
    .filter(({ losses }) => losses.length > 1)
    .map(({ seed, losses }) => ({
      name: runs.length > 1 ? `${name}, seed ${seed}` : name,
      group: name,
      epochs: losses.map((_, i) => i + 1),
      values: losses,
    }));

function runsSection(groups: readonly RunGroup[]): Section {
  const row = (group: string, { path, seed, dataset, config }: ComparedRun) =>
    html`<tr><th scope="row">${basename(path)}</th><td>${group}</td><td>${titleOf(dataset)}</td><td>${config.get('latent')}</td><td>${seed}</td></tr>`;
  return {
    title: 'Runs',
    caption: 'The folder of each run, its configuration, its dataset, the numbers of a code and the seed.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Runs"><table class="runs-of">
<thead><tr>${['folder', 'configuration', 'dataset', 'latents', 'seed'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${groups.flatMap(({ name, runs }) => runs.map((run) => row(name, run)))}</tbody></table></div>`,
  };
}

export const compareCommand: Command<readonly string[], CompareOptions> = {
  argument: ['<runs...>', 'folders that train, pretrain or finetune wrote'],
  options: [options.out('HTML file for a report')],
  examples: ['compare runs/*', 'compare runs/sparse-mnist runs/sparse-mnist-2 runs/top-k-mnist --out comparison.html'],
  action: compare,
};
