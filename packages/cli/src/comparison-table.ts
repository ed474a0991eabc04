import { formatRuns } from '@autoencoders/report';
import type { ComparedMeasures, RunGroup } from './compared-runs.js';
import { alignedTable } from './table.js';

/** The width where the terminal does not tell its own. */
const WIDTH = 80;

const keyOf = (i: number): string => (i < 26 ? String.fromCharCode(65 + i) : `${keyOf(Math.floor(i / 26) - 1)}${keyOf(i % 26)}`);

/**
 * Runs side by side: a line for each measure, and a column for each group. Where the names of the groups make the lines too wide, they have
 * letters; where the columns do not fit, they are in several tables.
 */
export function comparisonTable(groups: readonly RunGroup[], { common, apart }: ComparedMeasures, width: number = WIDTH): string {
  const named = partsOf(
    groups,
    groups.map(({ name }) => name),
    common,
    apart,
  );
  if (widest(named) <= width) return named;
  const keys = groups.map((_, i) => keyOf(i));
  const list = groups.map(({ name }, i) => `${keys[i]!}  ${name}\n`).join('');
  for (let columns = groups.length; columns > 1; columns--) {
    const tables = chunks(groups, keys, columns, common, apart);
    if (tables.every((table) => widest(table) <= width)) return `${list}\n${tables.join('\n')}`;
  }
  return `${list}\n${chunks(groups, keys, 1, common, apart).join('\n')}`;
}

const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

function chunks(
  groups: readonly RunGroup[],
  keys: readonly string[],
  size: number,
  ...parts: readonly [readonly string[], readonly string[]]
): readonly string[] {
  return Array.from({ length: Math.ceil(groups.length / size) }, (_, i) => {
    const [from, to] = [i * size, (i + 1) * size];
    return partsOf(groups.slice(from, to), keys.slice(from, to), ...parts);
  });
}

/** The measures that can be compared, and then the others, with columns of the same widths. */
function partsOf(groups: readonly RunGroup[], names: readonly string[], common: readonly string[], apart: readonly string[]): string {
  const cell = ({ measures }: RunGroup, measure: string): string =>
    Object.hasOwn(measures, measure) ? formatRuns(measures[measure]!) : '–';
  const rows = (measures: readonly string[]) =>
    measures.filter((name) => groups.some((group) => Object.hasOwn(group.measures, name))).map(line);
  const line = (measure: string): readonly string[] => [measure, ...groups.map((group) => cell(group, measure))];
  const head = [['', ...names], ['runs', ...groups.map(({ runs }) => String(runs.length))], ...rows(common)];
  const all = alignedTable([...head, ...rows(apart)]).split('\n');
  if (rows(apart).length === 0) return all.join('\n');
  return [...all.slice(0, head.length), '', 'Not to be compared between columns:', ...all.slice(head.length)].join('\n');
}
