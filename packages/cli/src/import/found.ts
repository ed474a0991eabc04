import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { MODEL_KEY, parseMetadata, tensorBytes } from '@autoencoders/core/internal';
import { check } from '@autoencoders/core/operations';
import { fromHuggingFace } from '@autoencoders/exchange';
import { isAddress } from '../open-model.js';
import { readGiven } from './read-given.js';

/** What a file holds: a model of Keras or of TensorFlow.js layers, a model of these packages, or the weights of another tool. */
export type Kind = 'keras' | 'tfjs' | 'model' | 'weights';

/** A file that is imported. */
export interface Found {
  readonly kind: Kind;
  /** Its path or its address. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What is at a path: a file, or that in a folder of TensorFlow.js or of Hugging Face. Or what is at an address of Hugging Face. */
export async function foundAt(path: string): Promise<Found> {
  const file = isAddress(path) ? path : fileAt(path);
  const bytes = isAddress(path) ? await fromHuggingFace(path, { pytorch: true }) : await readGiven(file);
  return { kind: kindOf(file, bytes), file, bytes };
}

/** The file of a folder that says what the folder is. */
export function fileAt(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const file = ['model.json', 'model.safetensors'].map((name) => join(path, name)).find((name) => existsSync(name));
  if (!file) throw new InputError(`the folder ${path} has neither a model.json nor a model.safetensors`);
  return file;
}

function kindOf(file: string, bytes: Uint8Array): Kind {
  // As Latin-1, so that each byte is a character.
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const isZip = head.startsWith('PK\x03\x04');
  // The name of the first entry stands at byte 30.
  check(
    !isZip || !/^[^/]*\/(data\.pkl|\.format_version|\.data\/)/.test(head.slice(30)),
    () =>
      `${file} is a file of torch.save, which holds Python code and is not read; in Python, write safetensors.torch.save_file(model.state_dict(), 'weights.safetensors')`,
  );
  if (isZip || head.startsWith('\x89HDF')) return 'keras';
  // JSON has no zero byte. The length at the start of safetensors has some.
  if (/^(\xef\xbb\xbf)?\s*\{/.test(head) && !head.includes('\0')) return 'tfjs';
  try {
    tensorBytes(bytes);
  } catch (cause) {
    const why = 'neither a file of Keras (.keras, .h5), nor the model.json of TensorFlow.js, nor safetensors';
    const named = file.endsWith('.safetensors') ? `damaged: ${(cause as Error).message}` : why;
    throw new InputError(`${file} is ${named}`, { cause });
  }
  return isOurs(bytes) ? 'model' : 'weights';
}

/** Whether a safetensors file holds something of these packages. Those of other tools may have tensors that these do not read. */
function isOurs(bytes: Uint8Array): boolean {
  try {
    const metadata = parseMetadata(bytes);
    return [MODEL_KEY, 'detector'].some((key) => Object.hasOwn(metadata, key));
  } catch {
    return false;
  }
}
