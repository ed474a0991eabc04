import type { ArrayDataset } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import { joinRows, pickRows, rowCount, sizeOf } from '@autoencoders/core/internal';
import { counted, whole } from '../format.js';
import { progressBar } from '../progress-bar.js';
import { dataLike } from '../source/data-for.js';
import { findData } from '../source/find-data.js';
import type { DataPart, FoundData } from '../source/find-data.js';
import type { NamedPictures } from '../source/picture-folder.js';
import type { Terminal } from '../terminal.js';
import { text } from '../text.js';
import type { Text } from '../text.js';
import type { Examples, Learned, TrainingExamples } from './examples.js';
import { ANOMALY, kindsOf, labelRule } from './labels.js';
import type { LabelRule } from './labels.js';
import type { DetectOptions } from './options.js';

/** Pictures, with the names of their files and the words of their classes where they have them. */
interface Pictures {
  readonly name: string;
  readonly data: ArrayDataset;
  readonly files?: readonly string[] | undefined;
  readonly classes?: readonly string[] | undefined;
}

/** Pictures that are read at a time. */
const AT_ONCE = 256;

/** Reads a part of data whole. */
async function load(found: FoundData, part: DataPart, terminal: Pick<Terminal, 'err'>): Promise<Pictures> {
  const dataset = await found.open(part);
  const bar = progressBar(terminal, 'reading pictures');
  const parts: NamedPictures[] = [];
  let done = 0;
  for await (const some of dataset.batches(AT_ONCE)) {
    parts.push(some);
    bar.show((done += rowCount(some)), dataset.count);
  }
  bar.end();
  check(parts.length > 0, () => `${found.source} has no pictures`);
  const { files: _, ...all } = joinRows(parts) as NamedPictures;
  const words = all.labels && Array.from(all.labels, (label) => dataset.classes?.[label] ?? String(label));
  return { name: dataset.name, data: all, files: parts[0]!.files && parts.flatMap(({ files = [] }) => files), classes: words };
}

type Asked = Pick<DetectOptions, 'columns' | 'ignore' | 'keep' | 'label' | 'usual' | 'array' | 'size' | 'grey' | 'folder' | 'url'>;

/** Throws for options of tables. */
function checkNoTable({ columns, ignore }: Asked): void {
  for (const [name, value] of Object.entries({ columns, ignore })) check(value === undefined, () => `--${name} is for tables`);
}

/** What the classes of pictures are called where no array holds them. */
const CLASS = 'class';

/** Which classes are usual. Undefined where nothing says it. Throws for words that are no class. */
function ruleOf({ name, classes }: Pictures, { label, usual }: Asked, learned?: LabelRule): LabelRule | undefined {
  if (usual === undefined && label === undefined) return classes && learned;
  check(classes !== undefined, () => `--usual: the pictures of ${name} have no classes`);
  const rule = usual === undefined && learned?.column === label ? learned! : labelRule(label ?? CLASS, classes, usual);
  check(kindsOf(classes, rule).includes(0), () => `--usual ${rule.usual.join(',')}: ${name} has no such class; it has ${listed(classes)}`);
  return rule;
}

/** The most classes that are listed. */
const LISTED = 20;

function listed(classes: readonly string[]): string {
  const all = [...new Set(classes)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return `${all.slice(0, LISTED).join(', ')}${all.length > LISTED ? ` and ${all.length - LISTED} more` : ''}`;
}

const examplesOf = (pictures: Pictures, rule: LabelRule | undefined): Examples => ({
  ...pictures,
  noun: 'picture',
  rule,
  kinds: rule && kindsOf(pictures.classes!, rule),
  notes: [],
});

/** Reads the pictures to learn from: the training part of data that have parts, and all of others. */
export async function readTrainingPictures(path: string, given: DetectOptions, terminal: Terminal): Promise<TrainingExamples> {
  checkNoTable(given);
  const { size, grey, array, label, folder, url } = given;
  const found = await findData(path, { size, grey, array, label, folder, url }, terminal);
  const pictures = await load(found, found.undivided ? 'all' : 'train', terminal);
  const examples = examplesOf(pictures, ruleOf(pictures, given));
  const { data, kinds } = examples;
  const count = rowCount(data);
  const places = Int32Array.from({ length: count }, (_, place) => place).filter((place) => kinds?.[place] !== ANOMALY);
  return {
    ...examples,
    places,
    usual: places.length === count ? data : pickRows(data, places),
    // Other pictures may be of other classes.
    reading: { ...found.reading, classes: undefined },
    about: aboutText(examples, places.length),
  };
}

function aboutText({ name, data, classes, rule }: Examples, usual: number): Text {
  const count = rowCount(data);
  const pictures = text`${name}: ${counted(count, 'picture')} of ${showShape(data.shape)}\n`;
  if (rule)
    return text`${pictures}Of the classes ${listed(classes!)}, ${listed(rule.usual)} ${rule.usual.length === 1 ? 'is' : 'are'} usual (${rule.because}). The ${whole(count - usual)} other pictures are anomalies, and are not learned from.\n\n`;
  return text`${pictures}${classes !== undefined && text`All are taken as usual. Their classes are ${listed(classes)}; --usual names the usual ones.\n`}\n`;
}

/** Reads pictures to score, as those that were learned from: the test part of data that have parts, and all of others. */
export async function readScoredPictures(
  path: string,
  { shape, reading, rule }: Learned,
  given: DetectOptions,
  terminal: Terminal,
): Promise<Examples> {
  checkNoTable(given);
  const found = await dataLike({ reading, shape }, path, given, terminal);
  const pictures = await load(found, found.undivided ? 'all' : 'test', terminal);
  check(
    sizeOf(pictures.data.shape) === sizeOf(shape),
    () => `detect: the detector takes pictures of ${showShape(shape)}, and those of ${pictures.name} are ${showShape(pictures.data.shape)}`,
  );
  return examplesOf({ ...pictures, data: { ...pictures.data, shape } }, ruleOf(pictures, given, rule));
}
