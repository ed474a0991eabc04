import { linear } from '@autoencoders/layers';
import type { Metadata } from '@autoencoders/models';
import { hideCells, mixedLoss, tableEncoder } from '@autoencoders/tables';
import type { TableEncoder, TableEncoderJson } from '@autoencoders/tables';
import { PIXELS } from '@autoencoders/variants';
import type { DataForm } from '@autoencoders/variants';
import { parsedJson } from '../json.js';

/** The name under which a model's file keeps the encoder of its table. */
const KEY = 'table';

/** The encoder as metadata of a model's file. */
export const tableMetadata = (encoder: TableEncoder): Metadata => ({ [KEY]: JSON.stringify(encoder) });

/** The encoder in the metadata of a model's file. Undefined where the model was not trained on a table. */
export function tableOf(metadata: Metadata): TableEncoder | undefined {
  const text = metadata[KEY];
  return text === undefined ? undefined : tableEncoder(parsedJson(text) as TableEncoderJson);
}

/** The share of cells that a denoising model of a table learns to restore. */
const HIDDEN = 0.2;

/** The form of a model's data: features of a table, or pixels. */
export const formOf = (encoder: TableEncoder | undefined): DataForm =>
  encoder ? { output: linear, reconstruction: mixedLoss(encoder), corrupt: hideCells(encoder, HIDDEN), leastHidden: 64 } : PIXELS;
