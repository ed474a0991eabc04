import { at, madd, splat, total } from './vectors';

/*
 * C = A·B in the manner of Goto & van de Geijn, "Anatomy of high-performance matrix multiplication", 2008: blocks of A
 * and B are packed so that the innermost loop reads both in one run, and a tile of C stays in registers meanwhile.
 *
 * A tile of 4 × 8 takes 8 of the 16 vector registers of x86, 2 for a row of B and 1 for a number of A; one of 6 × 8 has
 * no room for the product before its sum, and takes twice as long. An element of A or B is reached as
 * base + row · rowStride + column · columnStride, so that a transposed side is a matter of two numbers.
 */

/** Rows and columns of a tile. */
export const ROWS = 4;
export const COLUMNS = 8;
/** Terms at a time: a panel of B (8 columns) then takes 12 kB, one of A (4 rows) 6 kB, and both stay in the first cache. */
const DEPTH = 384;
/** Rows at a time: a block of A takes 192 kB of the second cache. */
const HEIGHT = 128;
/** Columns at a time: a block of B takes at most 1.5 MB. */
const WIDTH = 1024;

// @ts-ignore: decorator
@inline
function roundedUp(n: i32, step: i32): i32 {
  return ((n + step - 1) / step) * step;
}

/** Equal parts of at most `most`, multiples of `step`. */
// @ts-ignore: decorator
@inline
function part(n: i32, most: i32, step: i32): i32 {
  const count = (n + most - 1) / most;
  return roundedUp((n + count - 1) / count, step);
}

/** How many bytes `matMul` needs to pack into. */
export function matMulScratch(m: i32, n: i32, k: i32): usize {
  const depth = part(k, DEPTH, 1);
  const rows = min(HEIGHT, roundedUp(m, ROWS));
  const columns = min(WIDTH, roundedUp(n, COLUMNS));
  return <usize>((rows + columns) * depth + ROWS * COLUMNS) * 4;
}

/** Panels of 4 rows, each with its numbers column by column; rows beyond the last are 0. */
export function packRows(m: i32, k: i32, from: usize, rowStride: i32, columnStride: i32, to: usize): void {
  for (let i = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i);
    const first = at(from, i * rowStride);
    if (rows == ROWS && columnStride == 1) {
      interleaveRows(k, first, rowStride, to, 16);
    } else if (rows == ROWS && rowStride == 1) {
      for (let c = 0; c < k; c++) v128.store(to + (<usize>c << 4), v128.load(at(first, c * columnStride)));
    } else {
      for (let c = 0; c < k; c++)
        for (let r = 0; r < ROWS; r++)
          store<f32>(at(to, c * ROWS + r), r < rows ? load<f32>(at(first, r * rowStride + c * columnStride)) : 0);
    }
    to = at(to, k * ROWS);
  }
}

/** Panels of 8 columns, each with its numbers row by row; columns beyond the last are 0. */
export function packColumns(k: i32, n: i32, from: usize, rowStride: i32, columnStride: i32, to: usize): void {
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    const first = at(from, j * columnStride);
    if (columns == COLUMNS && columnStride == 1) {
      let source = first;
      let target = to;
      for (let r = 0; r < k; r++) {
        v128.store(target, v128.load(source));
        v128.store(target, v128.load(source, 16), 16);
        source = at(source, rowStride);
        target += 32;
      }
    } else if (columns == COLUMNS && rowStride == 1) {
      interleaveRows(k, first, columnStride, to, 32);
      interleaveRows(k, at(first, 4 * columnStride), columnStride, to + 16, 32);
    } else {
      for (let r = 0; r < k; r++)
        for (let c = 0; c < COLUMNS; c++)
          store<f32>(at(to, r * COLUMNS + c), c < columns ? load<f32>(at(first, r * rowStride + c * columnStride)) : 0);
    }
    to = at(to, k * COLUMNS);
  }
}

/** Four runs of `n` numbers become `n` groups of four, `step` bytes apart; gives where the next group goes. */
// @ts-ignore: decorator
@inline
function interleave(n: i32, s0: usize, s1: usize, s2: usize, s3: usize, to: usize, step: usize): usize {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const r0 = v128.load(s0);
    const r1 = v128.load(s1);
    const r2 = v128.load(s2);
    const r3 = v128.load(s3);
    const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
    v128.store(to + step, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
    v128.store(to + 2 * step, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5));
    v128.store(to + 3 * step, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7));
    to += 4 * step;
    s0 += 16;
    s1 += 16;
    s2 += 16;
    s3 += 16;
  }
  for (; i < n; i++) {
    store<f32>(to, load<f32>(s0));
    store<f32>(to, load<f32>(s1), 4);
    store<f32>(to, load<f32>(s2), 8);
    store<f32>(to, load<f32>(s3), 12);
    to += step;
    s0 += 4;
    s1 += 4;
    s2 += 4;
    s3 += 4;
  }
  return to;
}

/** Four runs `stride` numbers apart. */
function interleaveRows(n: i32, from: usize, stride: i32, to: usize, step: usize): void {
  const next = at(from, 2 * stride);
  interleave(n, from, at(from, stride), next, at(next, stride), to, step);
}

/** One tile: the product of a panel of A and a panel of B over `k` terms, added to C or written there. */
// @ts-ignore: decorator
@inline
function tile(k: i32, a: usize, b: usize, c: usize, stride: usize, add: bool): void {
  let c00 = splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (let q = 0; q < k; q++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    a += 16;
    b += 32;
  }
  if (add) {
    c00 = f32x4.add(c00, v128.load(c));
    c01 = f32x4.add(c01, v128.load(c, 16));
    c10 = f32x4.add(c10, v128.load(c + stride));
    c11 = f32x4.add(c11, v128.load(c + stride, 16));
    c20 = f32x4.add(c20, v128.load(c + 2 * stride));
    c21 = f32x4.add(c21, v128.load(c + 2 * stride, 16));
    c30 = f32x4.add(c30, v128.load(c + 3 * stride));
    c31 = f32x4.add(c31, v128.load(c + 3 * stride, 16));
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + stride, c10);
  v128.store(c + stride, c11, 16);
  v128.store(c + 2 * stride, c20);
  v128.store(c + 2 * stride, c21, 16);
  v128.store(c + 3 * stride, c30);
  v128.store(c + 3 * stride, c31, 16);
}

/** All tiles of a block. One that sticks out of C is made aside, and the part within is copied. */
function tiles(m: i32, n: i32, k: i32, a: usize, b: usize, c: usize, stride: i32, add: bool, aside: usize): void {
  for (let j = 0; j < n; j += COLUMNS) {
    const panel = at(b, j * k);
    const columns = min(COLUMNS, n - j);
    for (let i = 0; i < m; i += ROWS) {
      const target = at(c, i * stride + j);
      const rows = min(ROWS, m - i);
      const whole = rows == ROWS && columns == COLUMNS;
      tile(k, at(a, i * k), panel, whole ? target : aside, whole ? <usize>stride << 2 : 32, whole && add);
      if (whole) continue;
      for (let r = 0; r < rows; r++)
        for (let q = 0; q < columns; q++) {
          const value = load<f32>(at(aside, r * COLUMNS + q));
          const place = at(target, r * stride + q);
          store<f32>(place, add ? load<f32>(place) + value : value);
        }
    }
  }
}

/** C [m, n] = A [m, k] · B [k, n], the rows of C `cRow` numbers apart; k is 1 or more. */
export function matMul(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  cRow: i32,
  scratch: usize,
): void {
  if (m < ROWS && (bColumn == 1 || bRow == 1)) {
    for (let i = 0; i < m; i++) {
      const row = at(a, i * aRow);
      const to = at(c, i * cRow);
      if (bColumn == 1) sumOfRows(n, k, row, aColumn, b, bRow, to);
      else dotProducts(n, k, row, aColumn, b, bColumn, to, scratch);
    }
    return;
  }
  const depth = part(k, DEPTH, 1);
  const height = part(m, HEIGHT, ROWS);
  const width = part(n, WIDTH, COLUMNS);
  const aside = scratch;
  const left = at(aside, ROWS * COLUMNS);
  const right = at(left, height * depth);
  for (let q = 0; q < k; q += depth) {
    const terms = min(depth, k - q);
    for (let j = 0; j < n; j += width) {
      const columns = min(width, n - j);
      packColumns(terms, columns, at(b, q * bRow + j * bColumn), bRow, bColumn, right);
      for (let i = 0; i < m; i += height) {
        const rows = min(height, m - i);
        packRows(rows, terms, at(a, i * aRow + q * aColumn), aRow, aColumn, left);
        tiles(rows, columns, terms, left, right, at(c, i * cRow + j), cRow, q > 0, aside);
      }
    }
  }
}

/** One row of C where B lies row by row: the sum of its rows, four at a time, each times a number of A. */
function sumOfRows(n: i32, k: i32, a: usize, aStep: i32, b: usize, bRow: i32, c: usize): void {
  memory.fill(c, 0, <usize>n << 2);
  for (let q = 0; q < k; q += 4) {
    const terms = min(4, k - q);
    const x0 = load<f32>(at(a, q * aStep));
    const x1 = terms > 1 ? load<f32>(at(a, (q + 1) * aStep)) : 0;
    const x2 = terms > 2 ? load<f32>(at(a, (q + 2) * aStep)) : 0;
    const x3 = terms > 3 ? load<f32>(at(a, (q + 3) * aStep)) : 0;
    const b0 = at(b, q * bRow);
    const b1 = at(b, (q + 1) * bRow);
    const b2 = at(b, (q + 2) * bRow);
    const b3 = at(b, (q + 3) * bRow);
    let j = 0;
    if (terms == 4) {
      for (; j + 4 <= n; j += 4) {
        const o = at(0, j);
        let sum = v128.load(c + o);
        sum = madd(splat(x0), v128.load(b0 + o), sum);
        sum = madd(splat(x1), v128.load(b1 + o), sum);
        sum = madd(splat(x2), v128.load(b2 + o), sum);
        v128.store(c + o, madd(splat(x3), v128.load(b3 + o), sum));
      }
    }
    for (; j < n; j++) {
      const o = at(0, j);
      let sum = load<f32>(c + o) + x0 * load<f32>(b0 + o);
      if (terms > 1) sum += x1 * load<f32>(b1 + o);
      if (terms > 2) sum += x2 * load<f32>(b2 + o);
      if (terms > 3) sum += x3 * load<f32>(b3 + o);
      store<f32>(c + o, sum);
    }
  }
}

/** One row of C where B lies column by column: the product of A's row with each. */
function dotProducts(n: i32, k: i32, a: usize, aStep: i32, b: usize, bColumn: i32, c: usize, scratch: usize): void {
  if (aStep != 1) {
    for (let q = 0; q < k; q++) store<f32>(at(scratch, q), load<f32>(at(a, q * aStep)));
    a = scratch;
  }
  for (let j = 0; j < n; j++) {
    const column = at(b, j * bColumn);
    let s0 = splat(0);
    let s1 = s0;
    let q = 0;
    for (; q + 8 <= k; q += 8) {
      const o = at(0, q);
      s0 = madd(v128.load(a + o), v128.load(column + o), s0);
      s1 = madd(v128.load(a + o, 16), v128.load(column + o, 16), s1);
    }
    let sum = total(f32x4.add(s0, s1));
    for (; q < k; q++) sum += load<f32>(at(a, q)) * load<f32>(at(column, q));
    store<f32>(at(c, j), sum);
  }
}
