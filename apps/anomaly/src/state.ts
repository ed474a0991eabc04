import type { Threshold } from '@autoencoders/anomaly';
import type { KeptModel } from '@autoencoders/app-kit/parts';
import type { Findings, RowDetail, Settings } from './findings.js';
import type { Sample } from './samples/index.js';

/** The tables on the page: one to learn from, and one to look at if that is another. */
export interface Files {
  readonly learn: File;
  readonly look?: File | undefined;
}

/** All that the page shows. */
export interface PageState {
  readonly ready: boolean;
  readonly settings: Settings;
  readonly source: Sample | 'own';
  readonly files: Files;
  readonly run: 'idle' | 'running' | 'stopping';
  /** How much of the training is done, from 0 to 1. */
  readonly share: number;
  readonly status: string;
  readonly alert: string | undefined;
  readonly where: string;
  /** A detector that was kept in this browser, while it is offered. */
  readonly kept: KeptModel | undefined;
  /** The width of figures, in pixels of the page. */
  readonly width: number;
  readonly findings: Findings | undefined;
  readonly threshold: Threshold | undefined;
  /** The oddest rows, with what made them odd. */
  readonly oddest: readonly RowDetail[];
  /** The row that the reader chose. */
  readonly row: RowDetail | undefined;
  /** A step of the event that the reader chose. */
  readonly step: number | undefined;
}

/** What changes the state. */
export type PageEvent = Partial<PageState>;

export const reduce = (state: PageState, event: PageEvent): PageState => ({ ...state, ...event });

/** What the page shows of a detector, before there is one. */
export const nothingFound = { findings: undefined, threshold: undefined, oddest: [], row: undefined, step: undefined } as const;
