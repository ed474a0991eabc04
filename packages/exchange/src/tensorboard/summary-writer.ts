import { Tensor } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { check, checkFunction, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Model, Schedule } from '@autoencoders/core';
import { histogramSummary, pictureSummary, scalarSummary, sessionEnd, sessionStart } from './event.js';
import type { Hyperparameters, Summary } from './event.js';
import { eventStream, now } from './event-stream.js';
import type { EventSink } from './event-stream.js';
import { histogramOf } from './histogram.js';
import { checkPicture, sheetOf } from './picture.js';
import type { PictureValues } from './picture.js';
import { globalStep, isEpoch, prefixOf, scalarsOf } from './progress.js';
import type { TrainingProgress } from './progress.js';
import { checkExamples, reconstructionsOf } from './reconstructions.js';
import type { ModelOptions } from './reconstructions.js';

/** Options of `summaryWriter` and `tensorboard`. */
export interface SummaryOptions extends ModelOptions {
  /** The learning rate, or the schedule that the optimizer has: `add` writes it with the losses. Default: none. */
  readonly learningRate?: number | Schedule | undefined;
  /** Texts, numbers and yes/no values by name, for the page on which TensorBoard compares runs. Default: none. */
  readonly hyperparameters?: Hyperparameters | undefined;
  /** Called with one sentence when the events cannot be written any more. Default: a warning on the console. */
  readonly onNotice?: ((notice: string) => void) | undefined;
}

/** Writes summaries for TensorBoard. Once it is made, a failure of the sink never throws: `onNotice` is called, and nothing more is written. */
export interface SummaryWriter {
  /**
   * Writes a progress of `fit` or `pretrain`: `loss/train`, `loss/<term>/train` and the same of the validation, `learning_rate` and
   * `examples_per_second`; after an epoch, the histograms of weights and the reconstructions that the options ask for.
   */
  readonly add: (progress: TrainingProgress) => Promise<void>;
  readonly addScalar: (tag: string, value: number, step: number) => Promise<void>;
  /** Writes how values are distributed, in 30 bins of equal width. Values that are not finite are left out. */
  readonly addHistogram: (tag: string, values: Tensor | ArrayLike<number>, step: number) => Promise<void>;
  /** Writes pictures `[n, height, width, channels]` with values from 0 to 1 as one PNG, in rows of `columns` (default 10). */
  readonly addPictures: (tag: string, pictures: Tensor | PictureValues, step: number, columns?: number) => Promise<void>;
  /** Ends the file. `failed` says that the run did not end well (default false). */
  readonly close: (options?: { readonly failed?: boolean | undefined }) => Promise<void>;
}

const OPTIONS = { model: true, examples: true, pictureShape: true, learningRate: true, hyperparameters: true, onNotice: true } as const;

/** The figures that TensorBoard compares runs by. */
const METRICS = ['loss/train', 'loss/validation'];

/**
 * Makes a writer of events for TensorBoard, an event file as TensorFlow writes it. The first bytes are written at once. Throws for options that do not fit,
 * and what the sink throws for the first bytes.
 *
 * ```ts
 * const writer = await summaryWriter(await fileHandle.createWritable(), { model });
 * for await (const progress of fit(model, images, options)) await writer.add(progress);
 * await writer.close();
 * ```
 */
export async function summaryWriter(sink: EventSink, options: SummaryOptions = {}): Promise<SummaryWriter> {
  checkSummaryOptions('summaryWriter', options);
  check(typeof sink?.write === 'function', () => `summaryWriter: the sink must have a function write, not ${show(sink)}`);
  const { model, learningRate, hyperparameters, onNotice = warn } = options;
  const events = await eventStream(sink, onNotice);
  if (hyperparameters) await events.write(0, async () => sessionStart(now(), hyperparameters, METRICS));
  return {
    add: (progress) =>
      events.write(globalStep(progress), async () => {
        const scalars = scalarsOf(progress, learningRate).map(([tag, value]) => scalarSummary(tag, value));
        if (!isEpoch(progress)) return scalars;
        const prefix = prefixOf(progress);
        return [...scalars, ...(model ? await histogramsOf(model, prefix) : []), ...(await reconstructionsOf(options, prefix))];
      }),
    addScalar(tag, value, step) {
      checkPlace('addScalar', tag, step);
      checkNumber('addScalar', 'value', value, -Infinity);
      return events.write(step, async () => [scalarSummary(tag, value)]);
    },
    addHistogram(tag, values, step) {
      checkPlace('addHistogram', tag, step);
      return events.write(step, async () => histogram(tag, values instanceof Tensor ? await values.data() : values));
    },
    addPictures(tag, pictures, step, columns = 10) {
      checkPlace('addPictures', tag, step);
      checkInteger('addPictures', 'columns', columns, 1);
      checkPicture('addPictures', pictures.shape.slice(1));
      return events.write(step, async () => {
        const values = pictures instanceof Tensor ? await pictures.data() : pictures.values;
        return [pictureSummary(tag, sheetOf({ shape: pictures.shape, values }, columns))];
      });
    },
    async close({ failed = false } = {}) {
      if (hyperparameters) await events.write(0, async () => [sessionEnd(now(), failed)]);
      await events.close();
    },
  };
}

/** Throws for options of `summaryWriter` that do not fit. */
export function checkSummaryOptions(call: string, options: SummaryOptions): void {
  checkOptions(call, options, OPTIONS);
  const { learningRate, hyperparameters = {}, onNotice } = options;
  check(
    learningRate === undefined || ['number', 'function'].includes(typeof learningRate),
    () => `${call}: learningRate must be a number or a schedule, not ${show(learningRate)}`,
  );
  if (onNotice !== undefined) checkFunction(call, 'onNotice', onNotice);
  for (const [name, value] of Object.entries(hyperparameters))
    check(
      ['string', 'number', 'boolean'].includes(typeof value),
      () => `${call}: hyperparameters.${name} must be a text, a number, true or false, not ${show(value)}`,
    );
  checkExamples(call, options);
}

function checkPlace(call: string, tag: string, step: number): void {
  check(typeof tag === 'string' && tag !== '', () => `${call}: the tag must be a text, such as loss/train, not ${show(tag)}`);
  checkInteger(call, 'step', step, 0);
}

async function histogramsOf({ weights }: Pick<Model<any, any, any>, 'weights'>, prefix: string): Promise<readonly Summary[]> {
  const read = Object.entries(leaves(weights)).map(async ([path, leaf]) => histogram(`${prefix}weights/${path}`, await leaf.data()));
  return (await Promise.all(read)).flat();
}

function histogram(tag: string, values: ArrayLike<number>): readonly Summary[] {
  const found = histogramOf(values);
  return found ? [histogramSummary(tag, found)] : [];
}

// oxlint-disable-next-line no-console -- Training goes on, so the sentence can be neither thrown nor returned.
const warn = (notice: string): void => console.warn(notice);
