import { at } from './vectors';

/*
 * The k largest numbers of a row by radix selection: the bits of float32, with those of negative numbers turned over, rise
 * as the numbers do. Byte after byte from the highest on, a histogram tells in which bucket the k-th largest lies, and how
 * many of that bucket are among the k.
 */
const BUCKETS: i32 = 256;

/** The number at an address as bits that rise with it; −0 counts as 0. */
// @ts-ignore: decorator
@inline
function rising(from: usize): u32 {
  const bits = load<u32>(from);
  if (bits == 0x80000000) return 0x80000000;
  return bits ^ (<u32>(<i32>bits >> 31) | 0x80000000);
}

/** Writes 1 where a number is among the k largest of its row, 0 elsewhere; of equal ones the first. `counts` has room for 256. */
export function topKMask(rows: i32, columns: i32, k: i32, x: usize, y: usize, counts: usize): void {
  for (let r = 0; r < rows; r++) {
    const from = at(x, r * columns);
    const to = at(y, r * columns);
    let known: u32 = 0;
    let mask: u32 = 0;
    let wanted = k;
    for (let shift = 24; shift >= 0; shift -= 8) {
      memory.fill(counts, 0, <usize>BUCKETS << 2);
      for (let i = 0; i < columns; i++) {
        const bits = rising(at(from, i));
        if ((bits & mask) != known) continue;
        const bucket = at(counts, <i32>((bits >> shift) & 0xff));
        store<i32>(bucket, load<i32>(bucket) + 1);
      }
      let bucket = BUCKETS - 1;
      while (load<i32>(at(counts, bucket)) < wanted) wanted -= load<i32>(at(counts, bucket--));
      known |= (<u32>bucket) << shift;
      mask |= (<u32>0xff) << shift;
      // All of the bucket are among the largest: how they compare does not matter.
      if (load<i32>(at(counts, bucket)) == wanted) break;
    }
    for (let i = 0; i < columns; i++) {
      const bits = rising(at(from, i)) & mask;
      const kept = bits > known || (bits == known && wanted-- > 0);
      store<f32>(at(to, i), kept ? 1 : 0);
    }
  }
}
