import { printable } from '@autoencoders/core/internal';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { codeOf, reasonOf } from '@autoencoders/core/node';
import { figureOf, isFigure, isListOf, isRecord, isRecordOf, isText, parsedJson } from './json.js';
import { notesFrom } from './notes.js';
import type { Notes } from './notes.js';
import { FIGURES_FILE } from './output/run-folder.js';

/** Measures by their names. */
type Named = Readonly<Record<string, number>>;

/** What is drawn of a training: the loss after each epoch, of the validation examples where there were some. */
export interface Course {
  readonly losses: readonly number[];
  readonly seconds: number;
}

/** What a command wrote about a run. */
export interface Figures {
  readonly notes: Notes;
  readonly testLoss: number | undefined;
  readonly measures: Named | undefined;
  readonly course: Course;
  /** The runs of `finetune`, one of each start and draw. */
  readonly runs: readonly { readonly start: string; readonly testError: number; readonly course: Course }[] | undefined;
}

/** The most that a file of figures may hold; a run of a million epochs has less. */
const LARGEST = 2 ** 29;

/** Reads what a command wrote about the run in a folder. Throws in a sentence where that is not there, or something else. */
export async function figuresIn(folder: string): Promise<Figures> {
  const file = join(folder, FIGURES_FILE);
  const found = parsedJson(await read(folder, file));
  const notes = notesFrom(found);
  check(notes !== undefined && isFigures(found), () => `compare: ${file} is damaged, or was not written by this command`);
  const { test, measures, history = [], runs } = found;
  return {
    notes,
    testLoss: test && figureOf(test.loss),
    measures: measures && Object.fromEntries(Object.entries(measures).map(([name, value]) => [printable(name, 60), figureOf(value)])),
    course: courseOf(history),
    runs: runs?.map((run) => ({ start: run.start, testError: figureOf(run.testError), course: courseOf(run.history) })),
  };
}

async function read(folder: string, file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    check(size <= LARGEST, () => `compare: ${file} is too large to have been written by this command`);
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const isThere = !['ENOENT', 'ENOTDIR'].includes(codeOf(cause) ?? '');
    const why = isThere ? `${FIGURES_FILE} cannot be read (${reasonOf(cause)})` : `it has no ${FIGURES_FILE}`;
    throw new InputError(`compare: ${folder} is no folder of a run; ${why}`, { cause });
  }
}

type Figure = number | null;
interface Epoch {
  readonly loss: Figure;
  readonly elapsedSeconds: Figure;
  readonly validation?: { readonly loss: Figure };
}

/** The parts of a file that are read here, as they lie in it. */
interface Stored {
  readonly test?: { readonly loss: Figure };
  readonly measures?: Readonly<Record<string, Figure>>;
  readonly history?: readonly Epoch[];
  readonly runs?: readonly { readonly start: string; readonly testError: Figure; readonly history: readonly Epoch[] }[];
}

function isFigures(value: unknown): value is Stored {
  if (!isRecord(value)) return false;
  const { test, measures, history, runs } = value;
  return (
    (test === undefined || isLoss(test)) &&
    (measures === undefined || isRecordOf(measures, isFigure)) &&
    (history === undefined || isListOf(history, isEpoch)) &&
    (runs === undefined || isListOf(runs, isRun))
  );
}

const isLoss = (value: unknown): value is { readonly loss: Figure } => isRecord(value) && isFigure(value.loss);

const isEpoch = (value: unknown): value is Epoch =>
  isRecord(value) && isFigure(value.loss) && isFigure(value.elapsedSeconds) && (value.validation === undefined || isLoss(value.validation));

const isRun = (value: unknown): value is NonNullable<Stored['runs']>[number] =>
  isRecord(value) && isText(value.start) && isFigure(value.testError) && isListOf(value.history, isEpoch);

const courseOf = (history: readonly Epoch[]): Course => ({
  losses: history.map(({ loss, validation }) => figureOf(validation ? validation.loss : loss)),
  seconds: figureOf(history.at(-1)?.elapsedSeconds ?? 0),
});
