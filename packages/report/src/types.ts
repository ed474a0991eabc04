import type { EpochFigures } from './history.js';
import type { Html } from './html.js';

/** One part of a report: a title, a caption that says what the figure shows and how to read it, and the figure. */
export interface Section {
  readonly title: string;
  readonly caption: string;
  readonly body: Html;
}

/** The title and the caption of a section (default: its own). */
export interface SectionText {
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
}

/** Names and values of a table. */
export type Entries = Readonly<Record<string, string | number | boolean>>;

/** The contents of a report. */
export interface Report {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** The printed summary of the model, shown in monospace. */
  readonly summary?: string | undefined;
  /** How many parameters the model has. */
  readonly parameterCount?: number | undefined;
  /** Groups of settings, such as `Settings` and `Timings`. The group `Versions` is shown in the footer. */
  readonly settings: Readonly<Record<string, Entries>>;
  /** The epochs of the run, where the report is about one run. */
  readonly history?: readonly EpochFigures[] | undefined;
  /** The unit of the loss, such as `nats`. */
  readonly lossUnit?: string | undefined;
  /** Figures on the test examples: numbers, or text with a unit. The first one is shown at the top. */
  readonly results?: Readonly<Record<string, number | string>> | undefined;
  readonly sections: readonly Section[];
}
