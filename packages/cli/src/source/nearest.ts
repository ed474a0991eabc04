/** The words that a typed word is close to, the closest first: at most a third of its letters differ. */
export function nearest(typed: string, words: readonly string[]): readonly string[] {
  const most = Math.max(1, Math.floor(typed.length / 3));
  return words
    .map((word) => ({ word, edits: editsBetween(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits)
    .map(({ word }) => word);
}

/** How many letters must be inserted, removed or replaced to get from one word to another, or swapped with the next: Damerau's distance. */
function editsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, rows[i - 2]![j - 2]! + 1);
      rows[i]!.push(edits);
    }
  }
  return rows[a.length]![b.length]!;
}
