import { resolve } from 'node:path';
import { Command, CommanderError, Help } from 'commander';
import { OutputError, codeOf, cut, printable } from '@autoencoders/core/node';
import { cliVersion } from './cli-version.js';
import { commands } from './commands/index.js';
import type { CommandEntry } from './commands/index.js';
import { Interrupted } from './interruptions.js';
import { invocation } from './invocation.js';
import { printerOn, processScreens, styleOf } from './terminal.js';
import type { Screens, Terminal } from './terminal.js';
import { lines, raw, text } from './text.js';

/*
 * What prints help and wrong options loads in a few milliseconds. What computes loads when a command runs.
 */

/** Exit codes. The last one is that of programs that SIGPIPE ends: nobody reads standard output any more. */
const OK = 0;
const FAILED = 1;
const WRONG_INPUT = 2;
const PIPE_CLOSED = 128 + 13;

/** The longest error message, in characters. */
const MAX_MESSAGE = 400;

// Where this program is found takes a while, so only help asks for it.
function examples(some: readonly string[]): string {
  const us = invocation().text;
  return `\nExamples:\n${some.map((line) => `  ${us} ${line.replaceAll('&& ', `&& ${us} `)}`).join('\n')}\n`;
}

/** The command with its subcommands, for these arguments. `print` gets the text of help. */
async function program(args: readonly string[], terminal: Terminal, print: (help: string) => void): Promise<Command> {
  const usages = new Map(commands.map(({ name, usage }) => [name, `${name} ${usage}`]));
  const root = new Command('autoencoders')
    .description('Train autoencoders, see what they learned, and use them.')
    .version(cliVersion, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .option('--no-color', 'no colours (as with NO_COLOR)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp({ subcommandTerm: (command) => usages.get(command.name()) ?? new Help().subcommandTerm(command) })
    .configureOutput({
      writeOut: print,
      writeErr: print,
      outputError: (message) => void terminal.err.write(text`${lines(cut(message.trimEnd(), MAX_MESSAGE))}\n`),
    })
    .addHelpText('after', () =>
      examples([
        'train variational --data mnist',
        'sample runs/variational-mnist --out samples.png',
        'train denoising --data fashion-mnist --noise 0.5 --epochs 20',
        'encode runs/variational-mnist --out codes.csv',
        'pretrain --data mnist && finetune runs/stacked-mnist --labels 1000',
      ]),
    );
  for (const entry of commands) {
    const command = root.command(entry.name).description(entry.about).copyInheritedSettings(root);
    if (!args.includes(entry.name)) continue;
    await complete(
      command,
      entry,
      terminal,
      async (next) => void (await (await program(next, terminal, print)).parseAsync(next, { from: 'user' })),
    );
  }
  return root;
}

/** Gives a subcommand its arguments, its options and its action. `goOn` runs the arguments that the action gives. */
async function complete(
  command: Command,
  { name, load }: CommandEntry,
  terminal: Terminal,
  goOn: (next: readonly string[]) => Promise<void>,
): Promise<void> {
  const { argument, options, more, examples: own, action } = await load();
  const [{ modelArgument }, { argumentsOf }] = await Promise.all([import('./commands/command.js'), import('./output/command-line.js')]);
  if (argument) command.argument(...argument);
  for (const option of options) command.addOption(option);
  command.addHelpText('after', () => `${more === undefined ? '' : `\n${more}\n`}${examples(own)}`);
  command.action(async (...given: readonly any[]) => {
    const [first, chosen] = argument ? given : [undefined, given[0]];
    const line = () => argumentsOf(name, argument === modelArgument ? resolve(first) : first, options, chosen);
    const next = await action(first, chosen, terminal, line);
    if (next) await goOn(next);
  });
}

/** Runs the command line `args`, and gives its exit code. `screens` are where it prints (default: the streams of this process). */
export async function run(args: readonly string[], screens: Screens = processScreens(!args.includes('--no-color'))): Promise<number> {
  const terminal: Terminal = { out: printerOn(screens.out), err: printerOn(screens.err), style: styleOf(screens.colors) };
  const given = args.filter((arg) => arg !== '--no-color');
  let help = '';
  const wanted = given.length === 0 ? ['--help'] : given;
  try {
    const code = await parseAndRun(await program(wanted, terminal, (some) => (help += some)), wanted);
    if (help) await terminal.out.write(raw(help));
    return code;
  } catch (error) {
    return await explain(error, terminal);
  }
}

async function parseAndRun(command: Command, args: readonly string[]): Promise<number> {
  try {
    await command.parseAsync(args, { from: 'user' });
    return OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : WRONG_INPUT;
    throw error;
  }
}

/** Prints an error as one sentence, and gives the exit code. */
async function explain(error: unknown, { err, style }: Terminal): Promise<number> {
  if (error instanceof OutputError && error.unread) return PIPE_CLOSED;
  if (error instanceof Interrupted) return error.exitCode;
  const [{ DivergenceError, InputError }, { inWordsOfOptions }] = await Promise.all([
    import('@autoencoders/core'),
    import('./checkpointing.js'),
  ]);
  const known = [InputError, DivergenceError, OutputError].some((kind) => error instanceof kind) || codeOf(error) !== undefined;
  const message = inWordsOfOptions(error instanceof Error ? error.message : String(error));
  err.write(text`\n${style.red('error:')} ${raw(printable(known ? message : `unexpected: ${message}`, MAX_MESSAGE))}\n`);
  if (!known && process.env.AUTOENCODERS_DEBUG) err.write(lines(`${(error as Error)?.stack}\n`));
  return error instanceof InputError ? WRONG_INPUT : FAILED;
}
