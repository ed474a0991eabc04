import { check } from '@autoencoders/core/operations';
import type { OwnFile } from './index.js';

/** The name of the file in a folder of Hugging Face. */
const IN_FOLDER = 'model.safetensors';

const nameOf = ({ file }: OwnFile): string => file.name.toLowerCase();
const isModel = (file: OwnFile): boolean => nameOf(file).endsWith('.safetensors');
const isConfig = (file: OwnFile): boolean => nameOf(file) === 'config.json';

/** Whether files are about a model: a `.safetensors`, or the `config.json` of a folder of Hugging Face without any picture. */
export const areOfModel = (files: readonly OwnFile[]): boolean =>
  files.some(isModel) || (files.some(isConfig) && files.every(({ file }) => !file.type.startsWith('image/')));

/**
 * The file of the model: a file by itself, whatever its name; the only `.safetensors`; or the `model.safetensors` of a folder as Hugging Face has
 * it. What else is there, such as `config.json` and a model card, the file says itself. Throws where there is none, and where there are several.
 */
export function modelFileIn(files: readonly OwnFile[]): File {
  const models = files.length === 1 && !isConfig(files[0]!) ? files : files.filter(isModel);
  const named = models.filter((one) => nameOf(one) === IN_FOLDER);
  const [one] = named.length === 1 ? named : models;
  check(one !== undefined, () => `the weights of the model are missing; give the file ${IN_FOLDER} as well`);
  check(
    models.length === 1 || named.length === 1,
    () => `${models.length} files hold models or parts of one (${models.map(({ path }) => path).join(', ')}); open one model at a time`,
  );
  return one!.file;
}
