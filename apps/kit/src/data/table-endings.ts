/** The ends of the names of files that are read as tables. */
export const tableEndings = ['.csv', '.tsv', '.txt', '.json', '.jsonl', '.ndjson'] as const;
export type TableEnding = (typeof tableEndings)[number];

/** How the name of a table ends; undefined for any other file. */
export const tableEndingOf = ({ name }: Pick<File, 'name'>): TableEnding | undefined =>
  tableEndings.find((ending) => name.toLowerCase().endsWith(ending));
