/**
 * How many rows each part gives to the first `rows` of all, so that parts are used up alike: row j of a part with n rows has the place (j + ½) / n,
 * and rows come in the order of their places, those of earlier parts first where places are equal. Σ is `rows`; a larger `rows` takes no row
 * from a part; all rows are all of each part. Webster's method of apportionment.
 */
export function rowsBefore(counts: readonly number[], rows: number): readonly number[] {
  const total = counts.reduce((a, b) => a + b, 0);
  const place = (part: number, row: number): number =>
    row < 0 ? -Infinity : row >= counts[part]! ? Infinity : (row + 0.5) / counts[part]!;
  const given = counts.map((count) => Math.min(count, Math.round((rows * count) / Math.max(1, total))));
  let left = rows - given.reduce((a, b) => a + b, 0);
  for (;;) {
    // The next row that none has, and the last one that one has.
    let [next, last] = [0, 0];
    for (let part = 1; part < counts.length; part++) {
      if (place(part, given[part]!) < place(next, given[next]!)) next = part;
      if (place(part, given[part]! - 1) >= place(last, given[last]! - 1)) last = part;
    }
    const [first, after] = [place(next, given[next]!), place(last, given[last]! - 1)];
    if (left === 0 && (after < first || (after === first && last < next))) return given;
    if (left >= 0) given[next]! += 1;
    if (left <= 0) given[last]! -= 1;
    left -= Math.sign(left);
  }
}

/** How many of `rows` each of several parts gives that have so many left: the same number, as far as they can. Earlier parts give one more. */
export function fairShares(left: readonly number[], rows: number): readonly number[] {
  let [open, level] = [rows, 0];
  for (const [i, most] of [...left].sort((a, b) => a - b).entries()) {
    level = Math.floor(open / (left.length - i));
    if (most > level) break;
    open -= most;
    level = most;
  }
  const given = left.map((most) => Math.min(most, level));
  let more = rows - given.reduce((a, b) => a + b, 0);
  return given.map((share, part) => (share < left[part]! && more-- > 0 ? share + 1 : share));
}
