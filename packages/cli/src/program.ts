import { Command, CommanderError } from 'commander';
import { DivergenceError, InputError } from '@autoencoders/core';
import { commands } from './commands/index.js';
import { processTerminal } from './terminal.js';
import type { Terminal } from './terminal.js';
import { cliVersion } from './versions.js';

/** Exit codes: all went well; something failed; the command line was wrong. */
const OK = 0;
const FAILED = 1;
const MISUSED = 2;

const examples = (lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  autoencoders ${line}`).join('\n')}\n`;

/** The command with its subcommands. */
function program(terminal: Terminal): Command {
  const root = new Command('autoencoders')
    .description('Train autoencoders, look at what they learned, and use them.')
    .version(cliVersion, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .option('--no-color', 'no colours (as with NO_COLOR)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => void terminal.out.write(text), writeErr: (text) => void terminal.err.write(text) })
    .addHelpText(
      'after',
      examples([
        'train variational --dataset mnist',
        'sample runs/variational-mnist --out samples.png',
        'train denoising --dataset fashion-mnist --noise 0.5 --epochs 20',
        'encode runs/variational-mnist --out codes.csv',
        'pretrain --dataset mnist && autoencoders finetune runs/stacked-mnist --labels 1000',
      ]),
    );
  for (const { name, about, argument, options, more = '', examples: lines, action } of commands) {
    const command = root.command(name).description(about).copyInheritedSettings(root);
    if (argument) command.argument(...argument);
    for (const option of options) command.addOption(option());
    command.addHelpText('after', `${more}${examples(lines)}`);
    command.action((...given: readonly any[]) => (argument ? action(given[0], given[1], terminal) : action(undefined, given[0], terminal)));
  }
  return root;
}

/** Runs the command line `args` and gives the exit code; `terminal` is this process's unless another is given. */
export async function run(args: readonly string[], terminal: Terminal = processTerminal(!args.includes('--no-color'))): Promise<number> {
  const rest = args.filter((arg) => arg !== '--no-color');
  try {
    await program(terminal).parseAsync(rest.length === 0 ? ['--help'] : rest, { from: 'user' });
    return OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : MISUSED;
    const { colors } = terminal;
    const known = error instanceof InputError || error instanceof DivergenceError || (error as NodeJS.ErrnoException).code !== undefined;
    terminal.err.write(`\n${colors.red('error:')} ${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
    return error instanceof InputError ? MISUSED : FAILED;
  }
}
