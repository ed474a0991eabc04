/** The ends of the names of files that are read as tables. Each may be followed by `.gz`. */
export const tableEndings = ['.csv', '.tsv', '.txt', '.json', '.jsonl', '.ndjson', '.arff'] as const;
export type TableEnding = (typeof tableEndings)[number];

/** How the name of a table ends, without `.gz`; undefined for any other file. */
export function tableEndingOf({ name }: Pick<File, 'name'>): TableEnding | undefined {
  const plain = name.toLowerCase().replace(/\.gz$/, '');
  return tableEndings.find((ending) => plain.endsWith(ending));
}

/** Whether a file is named as IDX: `train-images-idx3-ubyte.gz`, `images.idx3-ubyte`, `x.idx`. */
export const isIdx = ({ name }: Pick<File, 'name'>): boolean => /([-.]ubyte|\.idx\d?)(\.gz)?$/i.test(name);
