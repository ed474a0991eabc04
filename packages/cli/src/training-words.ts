import { count } from '@autoencoders/datasets';
import { resolve } from 'node:path';
import { clockTime, figure, termsText, whole } from './format.js';
import { strip } from './preview.js';
import { MODEL_FILE } from './run.js';
import { trainedRows } from './sections.js';
import type { Colors, Terminal } from './terminal.js';
import type { Trained, TrainOptions } from './training-report.js';

type Judged = Trained['judged'];

/** What is about to be trained, on what. */
export function introduce(
  { model, variant, dataset }: Judged,
  training: Trained['training'],
  options: Pick<TrainOptions, 'dataset' | 'seed'> & { readonly computing: string },
  { err, colors }: Terminal,
): void {
  err.write(`${colors.bold(variant.name)}: ${variant.about}\n`);
  err.write(
    `${options.dataset}: ${whole(count(training))} examples to train on, ${whole(count(dataset))} to test; backend ${options.computing}, seed ${options.seed}\n\n`,
  );
  err.write(`${colors.dim(model.summary())}\n\n`);
}

/** What came of it, where it lies, and what to try next. */
export function conclude(
  { judged, options, history, results }: Trained,
  folder: string,
  failure: Error | undefined,
  { err, colors }: Terminal,
): void {
  const { variant } = judged;
  if (colors.isColorSupported && err.isTTY) err.write(`\n${previewOf(judged, err.columns || 80)}\n`);
  const several = Object.keys(results.terms).length > 1;
  const parts = several ? `, of it ${termsText(results.terms)}` : '';
  const time = clockTime(history.at(-1)?.seconds ?? 0);
  err.write(`\nOn the test examples: loss ${colors.bold(figure(results.loss))} (${variant.unit})${parts}; trained in ${time}.\n\n`);
  err.write(placesText(folder, [...(history.length > 0 ? (['report'] as const) : []), 'model', 'figures'], colors));
  if (!failure) err.write(suggestionsText(suggestions(judged, options.dataset, folder), colors));
}

type Left = 'report' | 'model' | 'figures';
const files: Readonly<Record<Left, string>> = { report: 'report.html', model: MODEL_FILE, figures: 'figures.json' };

/** Where the files of a run lie. */
export const placesText = (folder: string, names: readonly Left[], colors: Colors): string =>
  names
    .map(
      (name) => `  ${name.padEnd(7)}  ${colors.cyan(resolve(folder, files[name]))}${name === 'report' ? '  (open it in a browser)' : ''}\n`,
    )
    .join('');

/** Commands to try, and what each does. */
export function suggestionsText(suggested: readonly (readonly [command: string, about: string])[], colors: Colors): string {
  const rows = suggested.map(([command, about]) => [`npx autoencoders ${command}`, about] as const);
  const width = Math.max(...rows.map(([command]) => command.length));
  return `\nTry next:\n${rows.map(([command, about]) => `  ${colors.bold(command.padEnd(width))}  ${colors.dim(about)}\n`).join('')}`;
}

/** Commands that show more of what was trained, and what they do. */
function suggestions({ variant, settings }: Judged, dataset: string, folder: string): readonly (readonly [string, string])[] {
  const small = settings.latent > 2;
  return [
    variant.name === 'variational'
      ? [`sample ${folder} --out samples.png`, 'new examples from random codes']
      : [`reconstruct ${folder} --out pictures.png`, 'test examples and what the model makes of them'],
    [`encode ${folder} --out codes.csv`, 'the codes of the test examples'],
    variant.name === 'top-k'
      ? [`train top-k --dataset ${dataset} --k ${Math.ceil(settings.k / 4)}`, 'fewer features for each example']
      : [
          `train ${variant.name} --dataset ${dataset} --latent ${small ? 2 : 8}`,
          small ? 'a code that can be drawn as it is' : 'a larger code',
        ],
  ];
}

/** A few test examples and what the model makes of them, for terminals that show colours. */
function previewOf(judged: Judged, columns: number): string {
  const [height = 0, width = 0, channels = 1] = judged.dataset.shape;
  if (judged.dataset.shape.length !== 3 || channels !== 1) return '';
  const rows = trainedRows(judged, Math.max(1, Math.floor(columns / (width + 1))));
  const pictures = rows.map(({ images: { values } }) => {
    const size = width * height;
    return Array.from({ length: values.length / size }, (_, i) => ({ width, height, values: values.subarray(i * size, (i + 1) * size) }));
  });
  return pictures.map((row) => strip(row, columns).join('\n')).join('\n\n');
}
