import type { Option } from 'commander';
import type { Terminal } from '../terminal.js';

/** A subcommand: its help, its arguments, and what it does. `A` and `O` are `any` by default, since commander does not type them. */
export interface Command<A = any, O = any> {
  readonly name: string;
  readonly about: string;
  readonly argument?: readonly [name: string, about: string];
  readonly options: readonly Option[];
  /** More text for help. */
  readonly more?: string;
  readonly examples: readonly string[];
  /** `line` gives the arguments that start the command again. The arguments that the promise gives are what to do next. */
  readonly action: (argument: A, options: O, terminal: Terminal, line: () => readonly string[]) => Promise<void | readonly string[]>;
}

/** The argument of commands that take a model. */
export const modelArgument = ['<model>', 'a model file, or the folder of a run'] as const;

/** The default of `--dataset` for commands that train. */
export const DEFAULT_DATASET = 'mnist';
