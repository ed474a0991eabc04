import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDetector, loadSeriesDetector, readDetectorKind } from '@autoencoders/anomaly';
import type { Detector, SeriesDetector } from '@autoencoders/anomaly';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { codeOf, reasonOf } from '@autoencoders/core/node';
import { readMetadata } from '@autoencoders/models';
import type { Metadata } from '@autoencoders/models';
import { isListOf, isNumber, isRecord, isText, parsedJson } from '../json.js';
import { DETECTOR_FILE } from '../output/run-files.js';
import { isReading } from '../source/reading.js';
import type { Reading } from '../source/reading.js';
import type { LabelRule } from './labels.js';
import { isSeriesReading } from './series-data.js';
import type { SeriesReading } from './series-data.js';

/** How a detector was made. Its file keeps it. */
export interface DetectorInfo {
  readonly method: string;
  /** Where the examples are that it learned from, and how many were usual. */
  readonly data: string;
  readonly rows: number;
  /** The columns of a table or a series. */
  readonly columns?: number | undefined;
  /** How pictures are read. */
  readonly reading?: Reading | undefined;
  /** How a series is read. */
  readonly series?: SeriesReading | undefined;
  readonly alarmRate: number;
  readonly trim: number;
  readonly seed: number;
  readonly seconds: number;
  readonly label?: LabelRule | undefined;
}

const KEY = 'detection';

export const detectorMetadata = (info: DetectorInfo): Metadata => ({ [KEY]: JSON.stringify(info) });

function infoOf(metadata: Metadata): DetectorInfo | undefined {
  const value = metadata[KEY] === undefined ? undefined : parsedJson(metadata[KEY]);
  if (!isRecord(value) || !isText(value.method) || !isText(value.data)) return undefined;
  if (![value.rows, value.columns ?? 0, value.alarmRate, value.trim, value.seed, value.seconds].every(isNumber)) return undefined;
  const { label, reading, series } = value;
  if (series !== undefined && !isSeriesReading(series)) return undefined;
  if (reading !== undefined && !isReading(reading)) return undefined;
  const hasRule =
    label === undefined || (isRecord(label) && isText(label.column) && isText(label.because) && isListOf(label.usual, isText));
  return hasRule ? (value as unknown as DetectorInfo) : undefined;
}

/** A detector from a file: by default one of examples. */
export interface OpenedDetector<D extends Detector | SeriesDetector = Detector> {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly detector: D;
  readonly info: DetectorInfo | undefined;
}

/** Whether an opened detector is one of series. */
export const isOfSeries = (opened: OpenedDetector<Detector | SeriesDetector>): opened is OpenedDetector<SeriesDetector> =>
  opened.detector.kind === 'series';

/** Whether an opened detector is one of examples. */
export const isOfExamples = (opened: OpenedDetector<Detector | SeriesDetector>): opened is OpenedDetector => !isOfSeries(opened);

/** The detector file that a path names: a file, or that in the folder of a run. Undefined where the folder has none. */
async function detectorFileAt(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return path;
  const file = join(path, DETECTOR_FILE);
  return (await stat(file).catch(() => undefined)) === undefined ? undefined : file;
}

/** Whether a path names a detector: its file, or the folder of its run. */
export async function isDetector(path: string): Promise<boolean> {
  const file = await detectorFileAt(path);
  if (file === undefined || !(await stat(file).catch(() => undefined))?.isFile()) return false;
  const bytes = await readFile(file).catch(() => undefined);
  try {
    return bytes !== undefined && Object.hasOwn(readMetadata(bytes), 'detector');
  } catch {
    return false;
  }
}

/** Opens a detector: a file, or the folder of a run. Throws for anything else. */
export async function openDetector(path: string): Promise<OpenedDetector<Detector | SeriesDetector>> {
  const file = await detectorFileAt(path);
  check(file !== undefined, () => `${path} holds no detector; make one with detect`);
  try {
    const bytes = new Uint8Array(await readFile(file));
    const metadata = readMetadata(bytes);
    check(Object.hasOwn(metadata, 'detector'), () => 'the file holds no detector; make one with detect');
    const detector = await (readDetectorKind(bytes) === 'series' ? loadSeriesDetector(bytes) : loadDetector(bytes));
    return { file, bytes, detector, info: infoOf(metadata) };
  } catch (cause) {
    if (cause instanceof InputError) throw new InputError(`${file}: ${cause.message}`, { cause });
    if (codeOf(cause) === undefined) throw cause;
    const why = codeOf(cause) === 'ENOENT' ? 'is not there' : `cannot be read (${reasonOf(cause)})`;
    throw new InputError(`the detector ${file} ${why}; give a detector's file, or the folder of a run`, { cause });
  }
}
