import { basename } from 'node:path';
import { comparison, curves, formatRuns, html, renderReport } from '@autoencoders/report';
import type { Section } from '@autoencoders/report';
import { comparedRuns, groupRuns } from '../compared-runs.js';
import type { ComparedRun, RunGroup } from '../compared-runs.js';
import { titleOf } from '../format.js';
import { rankingOf } from '../measures.js';
import { options } from '../options.js';
import { writeOutput } from '../output/file.js';
import { checkSuffix } from '../pictures.js';
import { readRecord } from '../run-record.js';
import { alignedTable } from '../table.js';
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
  await out.write(lines(tableOf(groups), Infinity));
  if (options.out === undefined) return;
  await writeOutput(options.out, [reportOf(groups, runs)]);
  err.write(text`\n  report  ${style.cyan(options.out)}  (open it in a browser)\n`);
}

/** A line for each measure, and a column for each group. */
function tableOf(groups: readonly RunGroup[]): string {
  const measures = [...new Set(groups.flatMap((group) => Object.keys(group.measures)))];
  const cell = (group: RunGroup, measure: string): string =>
    Object.hasOwn(group.measures, measure) ? formatRuns(group.measures[measure]!) : '–';
  return alignedTable([
    ['', ...groups.map(({ name }) => name)],
    ['runs', ...groups.map(({ runs }) => String(runs.length))],
    ...measures.map((measure) => [measure, ...groups.map((group) => cell(group, measure))]),
  ]);
}

function reportOf(groups: readonly RunGroup[], runs: readonly ComparedRun[]): string {
  const rows = groups.flatMap(({ name, runs: own }) =>
    own
      .filter(({ losses }) => losses.length > 1)
      .map(({ seed, losses }) => ({
        name: own.length > 1 ? `${name}, seed ${seed}` : name,
        group: name,
        epochs: losses.map((_, i) => i + 1),
        values: losses,
      })),
  );
  const datasets = [...new Set(runs.map(({ dataset }) => titleOf(dataset)))];
  return renderReport({
    title: `${groups.length === 1 ? 'One configuration' : `${groups.length} configurations`} on ${datasets.join(' and ')}`,
    subtitle: `${runs.length} runs. Runs that differ in their seed alone make one row.`,
    settings: { Versions: versions() },
    sections: [
      comparison({ series: groups, ...rankingOf(views) }),
      ...(rows.length > 0 ? [curves({ label: 'loss', rows, caption: captionOf(groups) })] : []),
      runsSection(groups),
    ],
  });
}

const captionOf = (groups: readonly RunGroup[]): string =>
  `The loss of each run after each epoch: the validation loss where there is one, otherwise the training loss.${
    new Set(groups.map(({ runs }) => runs[0]!.config.get('variant'))).size > 1
      ? ' Do not compare the losses of different variants: they measure different things.'
      : ''
  }`;

function runsSection(groups: readonly RunGroup[]): Section {
  const row = (group: string, { path, seed, dataset }: ComparedRun) =>
    html`<tr><th scope="row">${basename(path)}</th><td>${group}</td><td>${titleOf(dataset)}</td><td>${seed}</td></tr>`;
  return {
    title: 'Runs',
    caption: 'The folder of each run, its configuration, its dataset and its seed.',
    body: html`<div class="wide" tabindex="0" role="region" aria-label="Runs"><table>
<thead><tr>${['folder', 'configuration', 'dataset', 'seed'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${groups.flatMap(({ name, runs }) => runs.map((run) => row(name, run)))}</tbody></table></div>`,
  };
}

export const compareCommand: Command<readonly string[], CompareOptions> = {
  name: 'compare',
  about: 'print the measures of several runs side by side; runs that differ in their seed alone make one column',
  argument: ['<runs...>', 'folders that train, pretrain or finetune wrote'],
  options: [options.out('HTML file for a report')],
  examples: ['compare runs/*', 'compare runs/sparse-mnist runs/sparse-mnist-2 runs/top-k-mnist --out comparison.html'],
  action: compare,
};
