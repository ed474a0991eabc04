import type { Epoch } from './history.js';
import type { Html } from './html.js';

/** One part of a report: a title, a caption that says in plain words what is seen and how to read it, and the figure. */
export interface Section {
  readonly title: string;
  readonly caption: string;
  readonly body: Html;
}

/** Every section has a title and a caption of its own; either can be replaced. */
export interface SectionText {
  readonly title?: string | undefined;
  readonly caption?: string | undefined;
}

/** Names and what they stand for, as a table shows them. */
export type Entries = Readonly<Record<string, string | number | boolean>>;

/** What a report is made of. */
export interface Report {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** The printed summary of the model, shown in monospace; left out where the report is of several. */
  readonly summary?: string | undefined;
  /** How many numbers the model learned. */
  readonly parameterCount?: number | undefined;
  /** Groups of settings, such as `Settings` and `Timings`; a group called `Versions` stands in the footer. */
  readonly settings: Readonly<Record<string, Entries>>;
  /** The epochs of the one run that the report is of, where it is of one. */
  readonly history?: readonly Epoch[] | undefined;
  /** What the loss is measured in, such as `nats`. */
  readonly lossUnit?: string | undefined;
  /** Figures on the test examples, with their units where these are strings; the first is a key figure. */
  readonly results?: Readonly<Record<string, number | string>> | undefined;
  readonly sections: readonly Section[];
}
