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

/** A figure, and how to read it. */
export interface Result {
  readonly value: number | string;
  /** What it measures, in a sentence. */
  readonly about?: string | undefined;
  /** Whether a higher or a lower value is better. Default: neither. */
  readonly better?: 'higher' | 'lower' | undefined;
}

/** How good something is. `note` says something that is neither good nor bad. */
export type Grade = 'good' | 'fair' | 'bad' | 'note';

/** One thing that was found out about a model. */
export interface Finding {
  readonly grade: Grade;
  /** A few words for the first line: `40 % less error than PCA`. Findings without them are in the list only. */
  readonly brief?: string | undefined;
  /** The same in a sentence or two, with numbers. */
  readonly text: string;
  /** What to try, in a sentence. */
  readonly advice?: string | undefined;
}

/** What another method reaches on the same examples. */
export interface Baseline {
  /** `PCA with 20 numbers`. */
  readonly name: string;
  /** Its loss, in the unit of the curves. */
  readonly value: number;
  /** What it is, in a sentence. */
  readonly about: string;
  /** The term of the loss that it is compared with. Default: the loss itself. */
  readonly term?: string | undefined;
}

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
  /** What another method reaches, as a horizontal line in the loss curves. */
  readonly baseline?: Baseline | undefined;
  /** What was found out, the most important first. They make the verdict at the top. */
  readonly findings?: readonly Finding[] | undefined;
  /** Figures on the test examples: numbers, or text with a unit. The first one is shown at the top. */
  readonly results?: Readonly<Record<string, number | string | Result>> | undefined;
  readonly sections: readonly Section[];
}
