import { double, doubles, float, int, joined, message, text } from '../protobuf.js';
import type { Pieces } from '../protobuf.js';
import type { Histogram } from './histogram.js';
import type { Picture } from './picture.js';

/*
 * The messages that TensorBoard reads. Their field numbers are those of tensorboard/compat/proto/event.proto and summary.proto, and of
 * tensorboard/plugins/hparams/api.proto and plugin_data.proto.
 */

/** One named value of a summary. */
export type Summary = Pieces;

/** The first event of a file. */
export const firstEvent = (seconds: number): Uint8Array => joined([...double(1, seconds), ...text(3, 'brain.Event:2')]);

/** An event with values at a step. `seconds` are since 1970. */
export const summaryEvent = (seconds: number, step: number, values: readonly Summary[]): Uint8Array =>
  joined([
    ...double(1, seconds),
    ...int(2, step),
    ...message(
      5,
      values.flatMap((value) => message(1, value)),
    ),
  ]);

export const scalarSummary = (tag: string, value: number): Summary => [...text(1, tag), ...float(2, value)];

export const pictureSummary = (tag: string, { height, width, channels, png }: Picture): Summary => [
  ...text(1, tag),
  ...message(4, [...int(1, height), ...int(2, width), ...int(3, channels), ...message(4, [png])]),
];

export const histogramSummary = (tag: string, { least, greatest, count, sum, sumOfSquares, limits, counts }: Histogram): Summary => [
  ...text(1, tag),
  ...message(5, [
    ...double(1, least),
    ...double(2, greatest),
    ...double(3, count),
    ...double(4, sum),
    ...double(5, sumOfSquares),
    ...doubles(6, limits),
    ...doubles(7, counts),
  ]),
];

/** Hyper-parameters by name. */
export type Hyperparameters = Readonly<Record<string, string | number | boolean>>;

/** A value of the plugin for hyper-parameters, whose content is in the metadata. */
const hparamsSummary = (name: string, content: Pieces): Summary => [
  ...text(1, `_hparams_/${name}`),
  ...message(9, message(1, [...text(1, 'hparams'), ...message(2, content)])),
];

const TYPES = { string: 1, boolean: 2, number: 3 } as const;
type Value = Hyperparameters[string];
const typeOf = (value: Value): number => TYPES[typeof value as keyof typeof TYPES];

/** A google.protobuf.Value. */
const valueOf = (value: Value): Pieces =>
  typeof value === 'number' ? double(2, value) : typeof value === 'string' ? text(3, value) : int(4, Number(value));

/** The hyper-parameters of a run that begins, and the tags of the figures to compare runs by. */
export const sessionStart = (seconds: number, given: Hyperparameters, metrics: readonly string[]): readonly Summary[] => [
  hparamsSummary(
    'experiment',
    message(2, [
      ...Object.entries(given).flatMap(([name, value]) => message(4, [...text(1, name), ...int(4, typeOf(value))])),
      ...metrics.flatMap((tag) => message(5, message(1, text(2, tag)))),
    ]),
  ),
  hparamsSummary(
    'session_start_info',
    message(3, [
      ...Object.entries(given).flatMap(([name, value]) => message(1, [...text(1, name), ...message(2, valueOf(value))])),
      ...double(5, seconds),
    ]),
  ),
];

/** The end of a run: whether it failed. */
export const sessionEnd = (seconds: number, failed: boolean): Summary =>
  hparamsSummary('session_end_info', message(4, [...int(1, failed ? 2 : 1), ...double(2, seconds)]));
