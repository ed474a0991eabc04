import type { Backend } from '../backend.js';
import type { RunOptions } from '../output/run-folder.js';
import type { ProcessesOption } from '../processes.js';
import type { SeriesOptions } from '../series/series-form.js';
import type { ReadingOptions } from '../source/reading.js';

/** The options of `detect`. */
export interface DetectOptions
  extends
    ReadingOptions,
    Omit<SeriesOptions, 'stride'>,
    Pick<RunOptions, 'force' | 'resume' | 'checkpointEvery' | 'changedData'>,
    ProcessesOption {
  /** The examples to score. Default: those that it learns from. */
  readonly on?: string;
  /** The file for the scores. */
  readonly out?: string;
  /** The folder for the detector, the report and the figures. */
  readonly run?: string;
  /** A detector that was saved. */
  readonly model?: string;
  /** The words of the label that mark usual rows. */
  readonly usual?: readonly string[];
  readonly columns?: readonly string[];
  readonly ignore?: readonly string[];
  readonly alarmRate?: number;
  readonly trim: number;
  readonly method: string;
  readonly keep?: boolean;
  readonly controls?: boolean;
  readonly follow?: boolean;
  /** The share of a series, at its beginning, to learn from. */
  readonly train?: number;
  /** Whether the rows are the steps of a series. */
  readonly series?: boolean;
  /** Alarms of fewer steps are dropped. */
  readonly minLength?: number;
  /** How many steps later a step gets its score. */
  readonly delay?: number;
  readonly seed: number;
  readonly backend: Backend;
}
