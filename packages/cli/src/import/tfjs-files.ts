import { dirname, join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { TfjsLayersFiles } from '@autoencoders/exchange';
import { isListOf, isRecord, isText } from '../json.js';
import { fileAt } from './found.js';
import type { Found } from './found.js';
import { readGiven } from './read-given.js';

/** A layers-model from its `model.json`, with the weight files beside it that it names. */
export async function tfjsFiles({ file, bytes }: Pick<Found, 'file' | 'bytes'>): Promise<TfjsLayersFiles> {
  const modelJson = parsed(file, new TextDecoder().decode(bytes));
  const paths = pathsOf(modelJson);
  check(new Set(paths).size === paths.length, () => `${file} names a weight file twice`);
  // A path out of the folder may be any file of this machine.
  const outside = paths.find((path) => /^([a-z]:|[\\/])|(^|[\\/])\.\.([\\/]|$)/i.test(path));
  if (outside !== undefined) throw new InputError(`${file} names the weight file ${outside}, which is not in its folder`);
  const weights: Uint8Array[] = [];
  for (const path of paths) weights.push(await readGiven(join(dirname(file), path)));
  return { modelJson, weights };
}

/** The model at a path: a `model.json`, or the folder with one. */
export async function tfjsFilesAt(path: string): Promise<TfjsLayersFiles> {
  const file = fileAt(path);
  return tfjsFiles({ file, bytes: await readGiven(file) });
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError(`${file} is not JSON; the file is damaged`, { cause });
  }
}

/** The weight files that a manifest names. Of what is no manifest, none: `fromTfjsLayers` says what is wrong. */
function pathsOf(modelJson: unknown): readonly string[] {
  const groups = isRecord(modelJson) && Array.isArray(modelJson.weightsManifest) ? (modelJson.weightsManifest as unknown[]) : [];
  return groups.flatMap((group) => (isRecord(group) && isListOf(group.paths, isText) ? (group.paths as string[]) : []));
}
