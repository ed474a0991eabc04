import { table } from '../steps/markdown.js';
import { CORES, PAYLOAD } from './model.js';
import { TWO_CONNECTIONS } from './over-links.js';
import type { LinkResults } from './over-links.js';
import { linksText, megabytes, ms } from './links-markdown.js';
import { GIGABITS, GOAL, HOSTS, besides, checks, longerOf, networkOf, predictions, unlimitedPair } from './prediction.js';
import { timesAsLong } from './results.js';
import type { ModelResult, ProgramResult, Results } from './results.js';

/** Hosts for which the sums of a step are shown. */
const SHOWN = [4, 16] as const;

const apart = (value: number): string => (value === 0 ? '0' : value.toExponential(0));
const perMegabyte = ({ ranks }: ProgramResult, { bytes }: ModelResult): number => ranks!.communication / (bytes / 1e6);

/** Rows of a table, in which a model is named once. */
const byModel = (models: readonly ModelResult[], rows: (model: ModelResult) => readonly (readonly string[])[]): readonly string[][] =>
  models.flatMap((model) => rows(model).map((row, i) => [...(i === 0 ? [model.title, String(model.batch)] : ['', '']), ...row]));

function machineTable(models: readonly ModelResult[]): string {
  const rows = byModel(models, (model) =>
    model.programs
      .filter(({ kind }) => kind !== 'half')
      .map((program) => {
        const { title, ranks, faster, difference } = program;
        const split = ranks
          ? [program.ms - ranks.communication - ranks.waiting, ranks.communication, ranks.waiting].map(ms)
          : [ms(program.ms), '', ''];
        return [title, ms(program.ms), ...split, faster?.toFixed(2) ?? '', apart(difference)];
      }),
  );
  return table(
    ['model', 'batch', 'program', 'ms', 'computing', 'communicating', 'waiting', 'times as fast as 1 rank', 'losses apart'],
    rows,
  );
}

function besideTable(models: readonly ModelResult[]): string {
  const rows = besides(models).map(({ model, ours, theirs }) => [
    model.title,
    String(model.batch),
    megabytes(model.bytes),
    ms(ours.ms),
    ms(theirs.ms),
    timesAsLong(theirs, ours).toFixed(2),
    ms(perMegabyte(ours, model)),
    ms(perMegabyte(theirs, model)),
  ]);
  const head = ['model', 'batch', 'MB', 'ours, ms', 'theirs, ms', 'theirs over ours', 'ours, ms per MB', 'theirs, ms per MB'];
  return table(head, rows);
}

function checkTable(links: LinkResults): string {
  const rows = checks(links).map(({ hosts, gigabits, model, sum, sumOverTwo }) => [
    String(hosts),
    Number.isFinite(gigabits) ? String(gigabits) : 'no limit',
    ms(model),
    ms(sum),
    (sum / model).toFixed(2),
    ms(sumOverTwo),
    (sumOverTwo / model).toFixed(2),
  ]);
  return table(['hosts', 'Gbit/s', 'model, ms', 'measured, ms', 'over model', 'two connections, ms', 'over model'], rows);
}

function speedUpTable(results: Results): string {
  const rows = predictions(results).flatMap(({ engine, examples, step, speedUp }) =>
    GIGABITS.map((gigabits, i) => [
      ...(i === 0 ? [engine, examples.toLocaleString('en-US'), ms(1000 * step.alone), ms(1000 * step.computing)] : ['', '', '', '']),
      String(gigabits),
      ...HOSTS.map((hosts) => speedUp(hosts, gigabits).toFixed(1)),
    ]),
  );
  return table(['with', 'examples a rank', 'C₁, ms', 'C, ms', 'Gbit/s', ...HOSTS.map((hosts) => `${hosts} hosts`)], rows);
}

function goalTable(results: Results): string {
  const verdict = (speed: number, least: number): readonly string[] => [speed.toFixed(2), speed >= least ? 'reached' : 'MISSED'];
  const rows = results.goals.map(({ engine, hosts, least, model, longer }) => [
    `${engine}, ${hosts} hosts`,
    `≥ ${least}`,
    ...verdict(model, least),
    ...verdict(longer, least),
  ]);
  const what = `${GOAL.gigabits} Gbit/s, ${GOAL.examples.toLocaleString('en-US')} examples a rank`;
  return table([what, 'asked for', 'model', '', `with sums ${longerOf(results).toFixed(2)} times as long`, ''], rows);
}

/** When each message of a step is there, by engine. */
function messagesText(results: Results): string {
  const rows = predictions(results)
    .filter(({ examples }) => examples === GOAL.examples)
    .flatMap(({ engine, step, sums }) =>
      step.messages.map(({ bytes, ahead }, i) => [
        ...(i === 0 ? [engine] : ['']),
        megabytes(bytes),
        ms(1000 * ahead),
        ...(i === 0
          ? SHOWN.flatMap((hosts) => [sums(hosts, GOAL.gigabits).added, sums(hosts, GOAL.gigabits).hidden]).map(ms)
          : SHOWN.flatMap(() => ['', ''])),
      ]),
    );
  return `The messages of a step with ${GOAL.examples.toLocaleString('en-US')} examples a rank, measured with two threads. With links of ${GOAL.gigabits} Gbit/s, sums add
and the backward pass hides so many milliseconds:

${table(['with', 'message, MB', 'ahead, ms', ...SHOWN.flatMap((hosts) => [`${hosts} hosts add`, 'hidden'])], rows)}`;
}

function modelText(links: LinkResults, results: Results): string {
  const { latency, own } = networkOf(links);
  return `## A model of a step

With one rank on each of n hosts, and b examples on each, a step takes

    T(1) = C₁(b)
    T(n) = C(b) + eₘ + Σᵢ hᵢ/p
    eᵢ   = max(−aᵢ, eᵢ₋₁) + S(Wᵢ)
    S(W) = (⌈log₂ n⌉ + 2·(n − 1))·λ + 2·(n − 1)/n·W·(1/B + h)

- C₁(b) is a step of one host alone, and C(b) what it computes in a group. Both were measured on this machine, with two threads.
- λ is the time of a message. Ranks meet in ⌈log₂ n⌉ messages, and sum in a ring of 2·(n − 1). λ = ${(1e6 * latency).toFixed(0)} µs: half the time of a sum of four numbers by two of the
  hosts above, which have a core each.
- The gradients are m messages, ${megabytes(links.bytes)} MB in all: each large gradient alone, the last layer's first, then all others and the loss terms. Message i has Wᵢ bytes, and is
  there aᵢ before the end of the backward pass. That end is the time 0, and eᵢ is when the sum is there. Each sum begins when its numbers are there and the sum before it is done. So what
  a step waits for is what outlasts the backward pass: the gradient of the first layer at least, which is there last.
- hᵢ is the host's own part of what sum i does before the time 0. It takes one of the host's p = ${CORES} cores from computing.
- B is ${(100 * PAYLOAD).toFixed(0)} % of the link's rate; the rest is headers.
- h is what a host itself needs for each byte that it sends: to gather, add and copy. h = ${(1e9 * own).toFixed(2)} ns: a sum of the gradients by the same two hosts without a
  limit takes ${ms(unlimitedPair(links).sum)} ms.

${messagesText(results)}

This table compares the model with sums of the gradients alone, without training. Two of the hosts have a core each. All ${links.hosts} share the two cores, so their own
part takes ${links.hosts / 2} times as long. λ and h come from the third row. Open MPI usually has one connection between two hosts. There, an answer can wait
behind numbers that go the same way. \`mpirun ${TWO_CONNECTIONS.join(' ')}\` makes two.

${checkTable(links)}`;
}

const predictionText = (
  results: Results,
): string => `How many times as many examples per second as one host, by the model, for hosts like this machine. No such hosts were measured.

${speedUpTable(results)}

The goals, by the model, and with sums that take as much longer as the model says as those of all hosts above did at ${GOAL.gigabits} Gbit/s, with one connection:

${goalTable(results)}`;

/** The machine has two cores, and building the programs before may use one. */
const isBusy = (load: number): boolean => load > 2;

/** The page of results. */
export function markdown(results: Results): string {
  const { machine, date, load, versions, missing, models, links } = results;
  const beside =
    besides(models).length > 0 &&
    `## Beside mpi4py and PyTorch

The two programs of two ranks with a BLAS, one thread each, from the same run. \`ms per MB\` is the time of communicating for each megabyte of gradients.
Both sum by \`MPI_Allreduce\` of the same Open MPI, and meet before that. Theirs copies all gradients into one array. Ours sums each gradient of 256 kB or more by itself, and all
others in one array. On one machine, sums come after the backward pass.

${besideTable(models)}`;
  const sections = [
    `# Training in a group

Milliseconds of a training step on MNIST, with Adam. The batch is that of all ranks together. One process with two threads and two ranks with one thread
each take turns; all start from the same weights and see the same batches. This machine has two cores, so nothing here can be more than twice as fast as one
core. What can be seen is what the sums cost. \`computing\`, \`communicating\` and \`waiting\` are the parts of a step, as means over the ranks.
\`times as fast\` is the median of the rounds' ratios. \`losses apart\` is the largest relative difference from the first row of the model in the first 20 steps; PyTorch makes
its own noise for the variational model.

Measured on ${machine}, ${date}, by \`npm run bench:group\`: ${versions.join(', ')}.${isBusy(load) ? ` Other programs used the machine, too: its load was ${load.toFixed(1)} before, so the times vary widely.` : ''}${missing.map((what) => ` ${what}`).join('')}`,
    machineTable(models),
    beside,
    links && linksText(links),
    links && modelText(links, results),
    predictions(results).length > 0 && predictionText(results),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}
