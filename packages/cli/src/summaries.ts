import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '@autoencoders/core';
import type { SummaryOptions, SummaryWriter } from '@autoencoders/exchange';
import type { WatchedRun } from './fit-with-progress.js';
import { pictureShapeFor } from './pictures.js';
import { lines, text } from './text.js';

/** The option that asks for events of TensorBoard. */
export interface SummaryFolder {
  /** The folder for them. Default: none are written. */
  readonly tensorboard?: string;
}

/** What is written besides the losses. */
export type Summarized = Pick<SummaryOptions, 'model' | 'examples' | 'pictureShape' | 'learningRate' | 'hyperparameters'>;

/**
 * Opens the events of a training, where `--tensorboard` names a folder. Each of several trainings of a run has a folder of its own in it,
 * which TensorBoard shows as a run. Throws when the folder cannot be written. A `later` training says so and goes on, since something is
 * trained already.
 */
export async function summariesFor(
  { tensorboard }: SummaryFolder,
  summarized: Summarized,
  { terminal: { err } }: WatchedRun,
  { training = '', later = false }: { readonly training?: string; readonly later?: boolean } = {},
): Promise<SummaryWriter | undefined> {
  if (tensorboard === undefined) return undefined;
  const onNotice = (notice: string): void => void err.write(text`\n${lines(notice)}\n`);
  try {
    const [{ summaryWriter }, { eventFile }] = await Promise.all([import('@autoencoders/exchange'), import('@autoencoders/exchange/node')]);
    const file = await eventFile(join(tensorboard, training), { name: `--tensorboard ${join(tensorboard, training)}` });
    return await summaryWriter(file, { ...summarized, onNotice });
  } catch (error) {
    if (!later) throw error;
    onNotice((error as Error).message);
    return undefined;
  }
}

/** The examples to draw, where they are pictures. `shape` is theirs before a model flattens them. */
export function picturesOf(
  model: { readonly input: Shape },
  examples: Tensor,
  shape: Shape | undefined,
): Pick<SummaryOptions, 'examples' | 'pictureShape'> {
  const pictureShape = pictureShapeFor(model.input, shape);
  return pictureShape.length === 3 ? { examples, pictureShape } : {};
}
