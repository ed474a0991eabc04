/** Rows as lines with aligned columns. `align` is that of each column from the second on; the first is aligned left. */
export function alignedTable(rows: readonly (readonly string[])[], align: (column: number) => 'left' | 'right' = () => 'right'): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const cell = (text: string, column: number): string =>
    column === 0 || align(column) === 'left' ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
  return `${rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n')}\n`;
}
