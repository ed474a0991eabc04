import { Tensor } from '@tensorflow/tfjs-core';
import { check, checkOptions, showShape } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import { checkPicture, sheetOf } from './picture.js';
import type { PictureValues } from './picture.js';

/** Options of `toProjector`. */
export interface ProjectorOptions {
  /** What stands beside each code: one list, or several by their names. Default: nothing. */
  readonly labels?: Labels | Readonly<Record<string, Labels>> | undefined;
  /** A picture for each code, `[n, height, width, channels]` with values from 0 to 1. Default: none. */
  readonly pictures?: Tensor | PictureValues | undefined;
  /** What the page calls the codes. Default `codes`. */
  readonly name?: string | undefined;
}

type Labels = ArrayLike<string | number>;

/** The longest side of a sprite that TensorBoard shows. */
const LONGEST = 8192;

/**
 * Codes `[n, latents]` for the projector of TensorBoard, as the files of a folder: `projector_config.pbtxt`, `<name>.tsv`, and
 * `metadata.tsv` and `sprite.png` where there are labels and pictures. They lie in the folder of the run. Throws when labels or pictures are not as many as the codes, and when the
 * pictures are more than fit in a sprite of 8192 × 8192 pixels.
 */
export async function toProjector(
  codes: Tensor | PictureValues,
  options: ProjectorOptions = {},
): Promise<Readonly<Record<string, string | Uint8Array>>> {
  checkOptions('toProjector', options, { labels: true, pictures: true, name: true });
  const { labels, pictures, name = 'codes' } = options;
  check(/^[\w-]+$/.test(name), () => `toProjector: the name must have letters, digits, _ and - only, not ${show(name)}`);
  check(codes?.shape?.length === 2, () => `toProjector: codes must be [n, latents], not ${show(codes?.shape)}`);
  const count = codes.shape[0]!;
  const columns = labels && columnsOf(labels, count);
  if (pictures) checkSprite(pictures.shape, count);
  const size = pictures?.shape;
  const config = [
    'embeddings {',
    `  tensor_name: "${name}"`,
    `  tensor_path: "${name}.tsv"`,
    ...(columns ? ['  metadata_path: "metadata.tsv"'] : []),
    ...(size
      ? ['  sprite {', '    image_path: "sprite.png"', `    single_image_dim: ${size[2]}`, `    single_image_dim: ${size[1]}`, '  }']
      : []),
    '}',
  ];
  return {
    'projector_config.pbtxt': lines(config),
    [`${name}.tsv`]: rowsOf(await valuesOf(codes), count),
    ...(columns && { 'metadata.tsv': metadataOf(columns, count) }),
    ...(pictures && {
      'sprite.png': sheetOf({ shape: pictures.shape, values: await valuesOf(pictures) }, Math.ceil(Math.sqrt(count))).png,
    }),
  };
}

const lines = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');

const valuesOf = async (given: Tensor | PictureValues): Promise<ArrayLike<number>> =>
  given instanceof Tensor ? given.data() : given.values;

/** Numbers with tabs between them, exact in float32. */
function rowsOf(values: ArrayLike<number>, count: number): string {
  const width = values.length / count;
  const row = (i: number): string =>
    Array.from({ length: width }, (_, k) => String(Number(values[i * width + k]!.toPrecision(9)))).join('\t');
  return lines(Array.from({ length: count }, (_, i) => row(i)));
}

const isList = (labels: NonNullable<ProjectorOptions['labels']>): labels is Labels => typeof (labels as Labels).length === 'number';

function columnsOf(labels: NonNullable<ProjectorOptions['labels']>, count: number): readonly (readonly [string, Labels])[] {
  const columns = isList(labels) ? [['label', labels] as const] : Object.entries(labels);
  check(columns.length > 0, 'toProjector: labels has no columns; leave it out');
  for (const [name, column] of columns)
    check(column.length === count, () => `toProjector: there are ${count} codes, and labels ${show(name)} has ${column.length}`);
  return columns;
}

/** A cell of a TSV, which has no way to write tabs and ends of lines. */
const cell = (value: string | number): string => String(value).replaceAll(/[\t\r\n]+/g, ' ');

/** Labels as a TSV. A single column has no heading: TensorBoard takes it for a row. */
const metadataOf = (columns: readonly (readonly [string, Labels])[], count: number): string =>
  lines([
    ...(columns.length > 1 ? [columns.map(([name]) => cell(name)).join('\t')] : []),
    ...Array.from({ length: count }, (_, i) => columns.map(([, column]) => cell(column[i]!)).join('\t')),
  ]);

function checkSprite(shape: Shape, count: number): void {
  checkPicture('toProjector', shape.slice(1));
  check(shape[0] === count, () => `toProjector: there are ${count} codes, and pictures ${showShape(shape)}`);
  const side = Math.ceil(Math.sqrt(count)) * Math.max(shape[1]!, shape[2]!);
  check(
    side <= LONGEST,
    () =>
      `toProjector: ${count} pictures of ${showShape(shape.slice(1))} need a sprite of ${side} pixels a side; TensorBoard shows ${LONGEST}`,
  );
}
