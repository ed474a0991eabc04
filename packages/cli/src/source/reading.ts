import type { Shape } from '@autoencoders/core';
import { isListOf, isNumber, isRecord, isText } from '../json.js';

/** How data are read. A model's file keeps it, so that new data are read alike. */
export interface Reading {
  /** The height and width that pictures are scaled to. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** Whether pictures are read in grey. */
  readonly grey?: boolean | undefined;
  /** The classes, by label, where the names of folders are the classes. */
  readonly classes?: readonly string[] | undefined;
  /** The name of the array in an NPZ file that has the examples, and of the one that has their labels. */
  readonly array?: string | undefined;
  readonly label?: string | undefined;
  /** The values of an array that become 0 and 1. */
  readonly range?: readonly [least: number, greatest: number] | undefined;
  /** The folder of a dataset that is known by its name. */
  readonly folder?: string | undefined;
}

/** What a command line says of data: how to read them, and where they can be downloaded. */
export interface ReadingOptions extends Pick<Reading, 'size' | 'grey' | 'array' | 'label' | 'folder'> {
  readonly url?: string | undefined;
  /** Whether a file of arrays may lack the labels. */
  readonly unlabelled?: boolean | undefined;
}

/** A reading without what is undefined, as JSON has it. */
export const withoutGaps = <T extends object>(reading: T): T =>
  Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined)) as T;

/** Whether a value from JSON is a reading. */
export function isReading(value: unknown): value is Reading {
  if (!isRecord(value)) return false;
  const { size, grey, classes, array, label, range, folder } = value;
  const isPair = (pair: unknown): boolean => isListOf(pair, isNumber) && pair.length === 2 && pair.every(Number.isFinite);
  return (
    (size === undefined || isPair(size)) &&
    (grey === undefined || typeof grey === 'boolean') &&
    (classes === undefined || isListOf(classes, isText)) &&
    [array, label, folder].every((name) => name === undefined || isText(name)) &&
    (range === undefined || isPair(range))
  );
}

/** How to read pictures for a model that takes examples of this shape. */
export const pictureReading = ([height, width, channels]: Shape): Pick<Reading, 'size' | 'grey'> =>
  height !== undefined && width !== undefined && (channels === 1 || channels === 3) ? { size: [height, width], grey: channels === 1 } : {};
