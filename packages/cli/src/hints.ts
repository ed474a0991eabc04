import type { OpenDataset } from '@autoencoders/datasets/node';
import type { Settings } from '@autoencoders/variants';
import { invocation } from './invocation.js';
import { shellQuotePath } from './shell-quote.js';
import type { ReadingOptions } from './source/reading.js';
import type { Style } from './terminal.js';
import { raw, text } from './text.js';
import type { Text } from './text.js';

/** A command to try next, as a shell reads it back, and what it does. */
export type Hint = readonly [command: Text, about: string];

/** What hints are made from. `run` and `data` are words for a shell; `data` says how to read them, too. */
export interface HintContext<K extends string = string> {
  readonly variant: string;
  readonly settings: Settings<K>;
  readonly run: Text;
  readonly data: Text;
  /** The training part of the data. */
  readonly training: OpenDataset;
}

export const reconstructHint = ({ run }: HintContext<never>): Hint => [
  text`reconstruct ${run} --out pictures.png`,
  'test examples and their reconstructions',
];

export const encodeHint = ({ run }: HintContext<never>): Hint => [text`encode ${run} --out codes.csv`, 'the codes of the test examples'];

/** The words that name data to train on, as a shell reads them: the data, and how to read them. */
export function dataWords(source: string, { size, grey, array, label, folder }: ReadingOptions): Text {
  const given = Object.entries({ size: size?.join('x'), array, label, folder }).filter(([, value]) => value !== undefined);
  return text`${shellQuotePath(source)}${grey && ' --grey'}${given.map(([name, value]) => text` --${name} ${shellQuotePath(value!)}`)}`;
}

/** Training with two latents, which can be drawn, or with more where there were two. */
export const latentHint = ({ variant, settings, data }: HintContext<never>): Hint => {
  const large = settings.latent > 2;
  return [
    text`train ${variant} --data ${data} --latent ${large ? 2 : 8}`,
    large ? 'a code of two numbers, to see on a map' : 'a larger code',
  ];
};

/** Hints with the command as it is typed from the user's folder. */
export function hintsText(hints: readonly Hint[], style: Style): Text {
  const rows = hints.map(([command, about]) => [text`${invocation()} ${command}`, about] as const);
  const width = Math.max(...rows.map(([command]) => command.text.length));
  return text`\nTry next:\n${rows.map(([command, about]) => text`  ${style.bold(raw(command.text.padEnd(width)))}  ${style.dim(about)}\n`)}`;
}
