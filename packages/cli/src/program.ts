import { Command, CommanderError } from 'commander';
import { DivergenceError, InputError } from '@autoencoders/core';
import { train } from './commands/train.js';
import { encode, evaluateModel, info, reconstruct, sample } from './commands/use.js';
import { options } from './options.js';
import { processTerminal } from './terminal.js';
import type { Terminal } from './terminal.js';
import { variants } from './variants/index.js';
import { cliVersion } from './versions.js';

/** Exit codes: all went well; something failed; the command line was wrong. */
const OK = 0;
const FAILED = 1;
const MISUSED = 2;

const examples = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  autoencoders ${line}`).join('\n')}\n`;

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
      examples(
        'train variational --dataset mnist',
        'sample runs/variational-mnist --out samples.png',
        'train denoising --dataset fashion-mnist --noise 0.5 --epochs 20',
        'encode runs/variational-mnist --out codes.csv',
      ),
    );
  const add = (name: string, about: string): Command => root.command(name).description(about).copyInheritedSettings(root);

  const width = Math.max(...variants.map(({ name }) => name.length));
  const list = variants
    .map(({ name, about, layers, epochs }) => `  ${name.padEnd(width)}  ${about}\n  ${' '.repeat(width)}  ${layers}; ${epochs} epochs`)
    .join('\n');
  const trainCommand = add('train', 'train an autoencoder, and write the model and a report')
    .argument('<variant>', variants.map(({ name }) => name).join(', '))
    .addHelpText(
      'after',
      `\nVariants (with their defaults on images of 28×28):\n${list}\n${examples('train variational', 'train sparse --dataset digits --rho 0.1', 'train convolutional --dataset mnist --latent 16 --validation 0.1 --patience 3', 'train denoising --dataset ./my-idx-folder --out runs/mine')}`,
    );
  for (const option of [
    options.dataset().default('mnist'),
    options.epochs(),
    options.batch(),
    options.latent(),
    options.learningRate(),
    options.noise(),
    options.beta(),
    options.rho(),
    options.validation(),
    options.patience(),
    options.limit('train on only the first <n> examples'),
    options.seed().default(0),
    options.backend(),
    options.out('folder for the model and the report (default: runs/<variant>-<dataset>)'),
    options.force(),
  ])
    trainCommand.addOption(option);
  trainCommand.action((variant, given) => train(variant, given, terminal));

  const use = (
    name: string,
    about: string,
    extra: readonly (keyof typeof options)[],
    out: string | undefined,
    action: (model: string, given: any, terminal: Terminal) => Promise<void>,
    ...lines: readonly string[]
  ): void => {
    const command = add(name, about)
      .argument('<model>', 'a model file, or the folder that train wrote')
      .addHelpText('after', examples(...lines));
    for (const key of extra) command.addOption(key === 'count' ? options.count('how many', 10) : options[key](''));
    if (out) command.addOption(options.out(out));
    command.action((model, given) => action(model, given, terminal));
  };
  use(
    'encode',
    'write the codes of examples as CSV',
    ['dataset', 'part', 'backend'],
    'CSV file (default: standard output)',
    encode,
    'encode runs/variational-mnist --out codes.csv',
  );
  use(
    'reconstruct',
    'draw examples and what the model makes of them',
    ['dataset', 'part', 'count', 'seed', 'backend'],
    'PNG file',
    reconstruct,
    'reconstruct runs/denoising-mnist --count 20 --out pictures.png',
  );
  use(
    'sample',
    'draw new examples from random codes (variational models)',
    ['count', 'seed', 'backend'],
    'PNG file',
    sample,
    'sample runs/variational-mnist --count 64 --seed 7 --out samples.png',
  );
  use(
    'evaluate',
    'print the loss on a dataset',
    ['dataset', 'part', 'seed', 'backend'],
    undefined,
    evaluateModel,
    'evaluate runs/variational-mnist',
    'evaluate runs/variational-mnist --part train',
  );
  add('info', 'print the layers of a model and how it was trained')
    .argument('<model>', 'a model file, or the folder that train wrote')
    .action((model) => info(model, terminal));
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
