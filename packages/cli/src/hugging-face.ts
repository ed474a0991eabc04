import { basename, join } from 'node:path';
import { existsSync } from 'node:fs';
import { toHuggingFace } from '@autoencoders/exchange';
import type { CardOptions, FolderFiles } from '@autoencoders/exchange';
import { save } from '@autoencoders/models';
import type { Loaded, Metadata } from '@autoencoders/models';
import { RECORD_FILE, readRecord } from './run-record.js';
import type { RunRecord } from './run-record.js';
import { infoFromMetadata, toMetadata } from './run-info.js';
import type { RunInfo } from './run-info.js';

/** What the command line says of a model for Hugging Face. */
export interface HuggingFaceGiven {
  /** The heading of the card. */
  readonly name: string;
  readonly license?: string | undefined;
  readonly onnx?: boolean | undefined;
}

/**
 * A model as a folder for Hugging Face. The card tells how this command trained it and what it reached, by the record of the run at `path` where there
 * is one. Paths of this machine are cut to their last name.
 */
export async function huggingFaceFiles(model: Loaded, path: string, metadata: Metadata, given: HuggingFaceGiven): Promise<FolderFiles> {
  const info = infoFromMetadata(metadata);
  const shown = info && {
    ...info,
    dataset: basename(info.dataset),
    ...(info.reading && { reading: { ...info.reading, folder: undefined } }),
  };
  const record = info && existsSync(join(path, RECORD_FILE)) ? await readRecord(path) : undefined;
  const file = await save(model, { metadata: { ...metadata, ...(shown && toMetadata(shown)) } });
  return toHuggingFace(model, { file, ...given, ...(shown && { ...trainingOf(shown), figures: figuresOf(shown, record) }) });
}

const trainingOf = ({ variant, dataset, settings, training }: RunInfo): Pick<CardOptions, 'data' | 'training'> => {
  const { testLoss: _, ...rest } = training;
  return { data: dataset, training: { variant, ...settings, ...rest } };
};

/** What a run reached on its test examples. */
function figuresOf({ training: { testLoss } }: RunInfo, record: RunRecord | undefined): Record<string, number> {
  const { loss, terms = {} } = record?.test ?? {};
  const test = loss ?? testLoss;
  return {
    ...(typeof test === 'number' && { 'test loss': test }),
    ...Object.fromEntries(Object.entries(terms).map(([name, value]) => [`test loss: ${name}`, value])),
    ...record?.measures,
  };
}
