import { table } from '../steps/markdown.js';
import { ringBytes } from './model.js';
import type { LinkResults, StepResult } from './over-links.js';

/* The part of the page about hosts with links. */

export const ms = (value: number): string => (value < 100 ? value.toPrecision(3) : value.toFixed(0));
export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);

function linkTable({ hosts, bytes, rates }: LinkResults): string {
  const formula = ringBytes(hosts, bytes);
  const rows = rates.map(({ gigabits, sent }) => [
    gigabits === null ? 'no limit' : String(gigabits),
    megabytes(sent),
    megabytes(formula),
    `${((100 * sent) / formula - 100).toFixed(1)} %`,
  ]);
  return table(['Gbit/s', 'sent, MB', 'formula, MB', 'more'], rows);
}

/** Of the time of the sums, the share that goes on while a rank computes. */
const hiddenShare = ({ hidden = 0, communication }: StepResult): string => `${((100 * hidden) / (hidden + communication)).toFixed(0)} %`;

function overlapTable({ hosts, rates }: LinkResults): string {
  const rows = rates.flatMap(({ gigabits, pair, step, after }) =>
    [
      { hosts: 2, step: pair.step, after: pair.after },
      { hosts, step, after },
    ].flatMap((of) =>
      (['after', 'step'] as const).flatMap((name) => {
        const found = of[name];
        if (!found) return [];
        return [
          [
            String(of.hosts),
            gigabits === null ? 'no limit' : String(gigabits),
            name === 'step' && of.after ? 'during' : 'after',
            ms(found.ms),
            ms(found.ms - found.communication - found.waiting),
            ms(found.communication),
            ms(found.waiting),
            found.hidden ? hiddenShare(found) : '',
          ],
        ];
      }),
    ),
  );
  return table(['hosts', 'Gbit/s', 'sums', 'step, ms', 'computing', 'communicating', 'waiting', 'hidden'], rows);
}

/** Steps over links. */
export const linksText = (links: LinkResults): string => `## ${links.hosts} hosts in one computer

${links.hosts} network namespaces on this computer, each with its own address and network interface, and a link that \`tc\` limits. Each has one rank with one
thread. The model is ${links.model} with batch ${links.batch} over all ranks, with WASM. \`sent\` is counted at the interfaces, with all headers; it is the mean of the ranks. \`formula\` is
2·(n − 1)/n of the gradients' bytes.

${linkTable(links)}

A step with all sums after the backward pass, and with those of large gradients during it. \`computing\`, \`communicating\` and \`waiting\` are what a rank does and waits for. \`hidden\` is the share
of the sums' time that goes on while it computes. Two hosts have a core each, and another thread of each host sums. ${links.hosts} hosts share the two cores, so the times of computing are not those of
${links.hosts} computers: a sum that goes on takes cores from computing, and only a slow link leaves time to hide. The times are medians of five rounds, in which rates and programs take turns.

${overlapTable(links)}`;
