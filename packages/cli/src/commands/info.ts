import { printable } from '@autoencoders/core/internal';
import { useBackend } from '../backend.js';
import { openAny } from '../run.js';
import type { Opened, OpenedClassifier } from '../run.js';
import type { Terminal } from '../terminal.js';
import { lines, text } from '../text.js';

/** A model's layers, and how it was trained. */
export async function info(path: string, { out }: Terminal): Promise<void> {
  await useBackend('cpu');
  const opened = await openAny(path);
  const model = 'model' in opened ? opened.model : opened.classifier;
  try {
    await out.write(text`${opened.file}\n\n${lines(model.summary())}\n`);
    const trained = Object.entries(trainingOf(opened));
    if (trained.length === 0) return;
    await out.write(text`\ntrained\n${trained.map(([name, value]) => text`  ${printable(name).padEnd(16)} ${value}\n`)}`);
  } finally {
    model.dispose();
  }
}

/** What is noted of how a model was trained, the settings of other variants left out. */
function trainingOf(opened: Opened | OpenedClassifier): Readonly<Record<string, string | number>> {
  const { notes } = opened;
  if (!notes) return {};
  const variant = 'model' in opened ? opened.variant : undefined;
  const { latent, seed, ...special } = notes.settings;
  const own = Object.entries(special).filter(([name]) => variant !== undefined && Object.hasOwn(variant.special, name));
  return {
    variant: notes.variant,
    dataset: notes.dataset,
    ...(variant && { latent }),
    seed,
    ...Object.fromEntries(own),
    ...notes.training,
  };
}
