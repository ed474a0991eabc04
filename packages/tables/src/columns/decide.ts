import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Column, ColumnKind } from './column.js';
import { datePattern } from './dates.js';
import type { DateOrder } from './dates.js';
import { knownOf, shareDistinct } from './evidence.js';
import type { Evidence } from './evidence.js';
import { isPlain } from './numbers.js';
import { numbersOf } from './decide-number.js';
import type { Marks } from './decide-number.js';
import { yesNoLevels } from './yes-no.js';

/** What a decision adds to the name and the statistics of a column. */
export type Decision = Pick<Column, 'kind' | 'because'> & Partial<Pick<Column, 'levels' | 'format' | 'date' | 'markers'>>;

const EXAMPLES = 3;
/** The share of different words above which they are text, in a column that is not short. */
const MOSTLY = 0.5;
const FEW = 20;
const TIME_NAME = /(^|[^a-z])(t|ts|time|timestamp|date|datetime|epoch|unix)$|(_at|_on|Time|Date|timestamp)$/i;
const ID_NAME = /(^|[^a-z])(id|uuid|guid|key|index|idx|nr|no|row|unnamed: 0)$|[a-z](Id|ID)$|^column 1$/i;
/** Unix times from 2000 to 2099, in seconds. */
const TIMES = [946_684_800, 4_102_444_800] as const;

/** The column of this name, of the kind that the evidence speaks for. */
export function decide(name: string, evidence: Evidence, marks: Marks): Column {
  return columnOf(
    name,
    evidence,
    leftOut(evidence) ?? yesNo(evidence) ?? dates(evidence) ?? numbers(name, evidence, marks) ?? words(evidence),
  );
}

/**
 * The column of this name, of the kind that the caller wants. Its levels and its formats are those of the evidence. Throws if it cannot be of this
 * kind.
 */
export function decideAs(kind: ColumnKind, name: string, evidence: Evidence, marks: Marks): Column {
  const because = 'you said so';
  const decisions: Partial<Record<ColumnKind, () => Partial<Decision> | undefined>> = {
    number: () => ({ format: numbersOf(evidence, marks, 0)?.format }),
    count: () => ({ format: numbersOf(evidence, marks, 0)?.format }),
    category: () => ({ levels: levelsOf(evidence) }),
    yesNo: () => yesNo(evidence) ?? twoLevels(name, evidence),
    dateTime: () => dates(evidence) ?? unixTimes(evidence) ?? unixSeconds(name, evidence),
  };
  return columnOf(name, evidence, { ...decisions[kind]?.(), kind, because });
}

function twoLevels(name: string, evidence: Evidence): Pick<Decision, 'levels'> {
  const levels = levelsOf(evidence);
  check(
    levels.length === 2,
    () => `inferSchema: kinds.${name} is yesNo, and the column holds ${levels.length} different words: ${show(levels)}`,
  );
  return { levels };
}

function unixSeconds(name: string, { distinct }: Evidence): Pick<Decision, 'date'> {
  const areNumbers = [...distinct].every(isPlain);
  check(areNumbers, () => `inferSchema: kinds.${name} is dateTime, and the cells are not all dates in one order: ${show([...distinct])}`);
  return { date: 'unix seconds' };
}

function columnOf(name: string, evidence: Evidence, decision: Decision): Column {
  const { rows, missing, distinct, markers } = evidence;
  const words = markers.size > 0 ? `; missing cells are ${[...markers].slice(0, EXAMPLES).map(show).join(', ')}` : '';
  const because = decision.because + words;
  return { name, ...decision, because, missing: rows === 0 ? 0 : missing / rows, examples: [...distinct].slice(0, EXAMPLES) };
}

function leftOut({ rows, missing, distinct, typed }: Evidence): Decision | undefined {
  if (rows === missing) return { kind: 'constant', because: 'all its cells are missing' };
  if (typed.object > 0) return { kind: 'text', because: 'it holds lists or objects' };
  if (distinct.size > 1) return undefined;
  const [only] = distinct;
  return { kind: 'constant', because: `${missing > 0 ? 'every cell that is not missing' : 'every cell'} is ${show(only)}` };
}

function yesNo(evidence: Evidence): Decision | undefined {
  const levels = yesNoLevels(evidence.distinct);
  return levels && { kind: 'yesNo', because: `its cells are ${show(levels[0])} or ${show(levels[1])}`, levels };
}

function dates(evidence: Evidence): Decision | undefined {
  const known = knownOf(evidence);
  if (evidence.typed.date === known) return { kind: 'dateTime', because: 'its cells are dates', date: 'YYYY-MM-DDTHH:mm:ss.SSS' };
  const orders = (['YMD', 'MDY', 'DMY'] as const).filter((order) => evidence.dates[order] === known);
  const [first] = evidence.distinct;
  if (orders.length === 0 || first === undefined) return undefined;
  // Points between the numbers of a date are European, where the day comes first.
  const order: DateOrder = orders.length > 1 && first.includes('.') ? 'DMY' : orders[0]!;
  const longest = [...evidence.distinct].slice(0, 100).reduce((a, b) => (b.length > a.length ? b : a));
  const date = datePattern(longest, order);
  const unsure = orders.length > 1 ? '; day and month could also be the other way round' : '';
  return { kind: 'dateTime', because: `its cells are dates, ${date}${unsure}`, date };
}

/** Whole numbers in the range of times in seconds, or in milliseconds. */
function unixTimes({ numbers: { whole, plain, least, greatest } }: Evidence): Decision | undefined {
  const within = (unit: number): boolean => plain > 0 && whole && least >= TIMES[0] * unit && greatest <= TIMES[1] * unit;
  const date = within(1) ? 'unix seconds' : within(1000) ? 'unix milliseconds' : undefined;
  return date && { kind: 'dateTime', because: `its numbers are ${date} of the years 2000 to 2099, and its name is one of a time`, date };
}

function numbers(name: string, evidence: Evidence, marks: Marks): Decision | undefined {
  const found = numbersOf(evidence, marks);
  if (!found) return undefined;
  const { counting, leadingZero, tooLong, plain, whole } = evidence.numbers;
  if (leadingZero || tooLong) return codes(evidence, leadingZero ? 'numbers that begin with 0' : 'numbers of more than 15 digits');
  const known = knownOf(evidence);
  const wholes = whole && plain === known && known > 2;
  if (wholes && counting && ID_NAME.test(name)) return { kind: 'identifier', because: 'it counts the rows' };
  if (wholes && shareDistinct(evidence) === 1 && ID_NAME.test(name))
    return { kind: 'identifier', because: 'its whole numbers all differ, and its name is one of an identifier' };
  return (TIME_NAME.test(name) && plain === known && unixTimes(evidence)) || found;
}

/** Numbers that are names. */
function codes(evidence: Evidence, what: string): Decision {
  const decision = words(evidence);
  return { ...decision, because: `it holds ${what}, as codes do; ${decision.because}` };
}

/** The different words in order: numbers by their size, others by their letters. */
function levelsOf({ distinct }: Evidence): readonly string[] {
  const levels = [...distinct];
  return levels.every(isPlain) ? levels.sort((a, b) => Number(a) - Number(b)) : levels.sort();
}

function words(evidence: Evidence): Decision {
  const known = knownOf(evidence);
  const counted = evidence.countedUntil ?? known;
  const share = shareDistinct(evidence);
  const isText = evidence.spaced > known / 2 || evidence.longest > 200;
  if (share === 1)
    return {
      kind: isText ? 'text' : 'identifier',
      because: `its ${evidence.countedUntil === undefined ? '' : 'first '}${counted} cells all differ`,
    };
  if ((share > MOSTLY && known >= FEW) || evidence.longest > 200)
    return { kind: 'text', because: `${Math.round(share * 100)} % of its cells differ from all before` };
  const levels = levelsOf(evidence);
  const more = evidence.countedUntil === undefined ? '' : ' or more';
  return { kind: 'category', because: `its cells are ${levels.length}${more} different words, which repeat`, levels };
}
