import type { Option } from 'commander';
import { options } from '../options.js';
import type { Terminal } from '../terminal.js';

/** The arguments of a subcommand, its help, and what it does. `A` and `O` are `any` by default, since commander does not type them. */
export interface Command<A = any, O = any> {
  readonly argument?: readonly [name: string, about: string];
  readonly options: readonly Option[];
  /** More text for help. */
  readonly more?: string;
  readonly examples: readonly string[];
  /** `line` gives the arguments that start the command again. The arguments that the promise gives are what to do next. */
  readonly action: (argument: A, options: O, terminal: Terminal, line: () => readonly string[]) => Promise<void | readonly string[]>;
}

/** The argument of commands that take a model. */
export const modelArgument = [
  '<model>',
  'a model file, the folder of a run, or an address such as https://huggingface.co/user/model',
] as const;

/** The default of `--data` for commands that train. */
export const DEFAULT_DATA = 'mnist';

/** The options that name data to train on. */
export const forTraining = (): readonly Option[] => [
  options.data().default(DEFAULT_DATA),
  options.size(),
  options.grey(),
  options.array(),
  options.label(),
  options.folder(),
  options.url(),
];

/** The options of commands that several processes carry out together. */
export const forGroup = (): readonly Option[] => [options.processes(), options.timeout()];

/** Those of commands that several processes train with. */
export const forTrainingGroup = (): readonly Option[] => [...forGroup(), options.compression()];

/** The options that make windows of a table whose rows are the steps of a series. */
export const forSeries = (): readonly Option[] => [
  options.window(),
  options.stride(),
  options.time(),
  options.resample(),
  options.longestStep(),
];

/** The options that name data for a model. They are read as those that it was trained on. */
export const forModel = (): readonly Option[] => [options.dataOf(), options.array(), options.label(), options.folder(), options.url()];
