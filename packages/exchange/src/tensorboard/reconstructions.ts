import { Tensor, concat, slice, tidy } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import { show, sizeOf } from '@autoencoders/core/internal';
import type { Model, Shape } from '@autoencoders/core';
import { pictureSummary } from './event.js';
import type { Summary } from './event.js';
import { checkPicture, sheetOf } from './picture.js';

/** The model that is trained, and which examples are drawn with their reconstructions. */
export interface ModelOptions {
  /** The model that is trained: `add` writes a histogram of each of its weights after every epoch. Default: none. */
  readonly model?: SummarizedModel | undefined;
  /**
   * Examples `[n, …input]` with values from 0 to 1. After every epoch, `add` draws the first ten, and below them the reconstructions of
   * `model`. Default: none.
   */
  readonly examples?: Tensor | undefined;
  /** `[height, width, channels]` of one example, if the model takes examples in another shape. Default: that of the model. */
  readonly pictureShape?: Shape | undefined;
}

/** A model; one that reconstructs, where there are examples. */
type SummarizedModel = Pick<Model<any, any, any>, 'weights' | 'input'> & { readonly reconstruct?: (x: any) => Tensor };

const DRAWN = 10;

/** Throws for examples that the model does not take, and for those that are no pictures. */
export function checkExamples(call: string, { model, examples, pictureShape }: ModelOptions): void {
  check(
    model === undefined || (typeof model?.weights === 'object' && Array.isArray(model.input)),
    () => `${call}: the model must be one that fit trains, not ${show(model)}`,
  );
  if (examples === undefined) return;
  check(typeof model?.reconstruct === 'function', () => `${call}: examples need a model that reconstructs, not ${show(model)}`);
  const { input } = model;
  const shape = pictureShape ?? input;
  check(
    examples instanceof Tensor && String(examples.shape.slice(1)) === String(input) && examples.shape[0]! > 0,
    () =>
      `${call}: examples must be a tensor [n, …] of examples of ${showShape(input)}, not ${examples instanceof Tensor ? showShape(examples.shape) : show(examples)}`,
  );
  checkPicture(call, shape);
  check(sizeOf(shape) === sizeOf(input), () => `${call}: pictureShape ${showShape(shape)} does not have the size of ${showShape(input)}`);
}

/** Examples, and their reconstructions below them. */
export async function reconstructionsOf({ model, examples, pictureShape }: ModelOptions, prefix: string): Promise<readonly Summary[]> {
  if (!examples || !model?.reconstruct) return [];
  const count = Math.min(DRAWN, examples.shape[0]!);
  const both = tidy(() => {
    const some = slice(examples, 0, count);
    return concat([some, model.reconstruct!(some)]);
  });
  const values = await both.data<'float32'>();
  both.dispose();
  return [pictureSummary(`${prefix}reconstructions`, sheetOf({ shape: [2 * count, ...(pictureShape ?? model.input)], values }, count))];
}
