/*
 * What JPEG loses of images: the cosine transform of blocks of 8×8, rounded to multiples of a table, and back. A block is 64 float32 in
 * scratch memory, 4 columns at a time in vectors. Sums and differences of mirrored numbers halve the work of a transform.
 */

/* cos(kπ / 16) / 2, and √½ / 2. */
const C1: f32 = 0.4903926402016152;
const C2: f32 = 0.46193976625564337;
const C3: f32 = 0.4157348061512726;
const C4: f32 = 0.35355339059327373;
const C5: f32 = 0.2777851165098011;
const C6: f32 = 0.1913417161825449;
const C7: f32 = 0.09754516100806417;

// @ts-ignore: decorator
@inline
function times(x: v128, c: f32): v128 {
  return f32x4.mul(x, f32x4.splat(c));
}

/** a·p + b·q + c·r + d·s. */
// @ts-ignore: decorator
@inline
function sum4(p: v128, a: f32, q: v128, b: f32, r: v128, c: f32, s: v128, d: f32): v128 {
  return f32x4.add(f32x4.add(times(p, a), times(q, b)), f32x4.add(times(r, c), times(s, d)));
}

/** The transform of 4 columns. Rows are 32 bytes apart. */
// @ts-ignore: decorator
@inline
function forward(p: usize): void {
  const x0 = v128.load(p);
  const x1 = v128.load(p, 32);
  const x2 = v128.load(p, 64);
  const x3 = v128.load(p, 96);
  const x4 = v128.load(p, 128);
  const x5 = v128.load(p, 160);
  const x6 = v128.load(p, 192);
  const x7 = v128.load(p, 224);
  const d0 = f32x4.sub(x0, x7);
  const d1 = f32x4.sub(x1, x6);
  const d2 = f32x4.sub(x2, x5);
  const d3 = f32x4.sub(x3, x4);
  v128.store(p, sum4(d0, C1, d1, C3, d2, C5, d3, C7), 32);
  v128.store(p, sum4(d0, C3, d1, -C7, d2, -C1, d3, -C5), 96);
  v128.store(p, sum4(d0, C5, d1, -C1, d2, C7, d3, C3), 160);
  v128.store(p, sum4(d0, C7, d1, -C5, d2, C3, d3, -C1), 224);
  const s0 = f32x4.add(x0, x7);
  const s1 = f32x4.add(x1, x6);
  const s2 = f32x4.add(x2, x5);
  const s3 = f32x4.add(x3, x4);
  const outer = f32x4.add(s0, s3);
  const inner = f32x4.add(s1, s2);
  v128.store(p, times(f32x4.add(outer, inner), C4));
  v128.store(p, times(f32x4.sub(outer, inner), C4), 128);
  const e0 = f32x4.sub(s0, s3);
  const e1 = f32x4.sub(s1, s2);
  v128.store(p, f32x4.add(times(e0, C2), times(e1, C6)), 64);
  v128.store(p, f32x4.sub(times(e0, C6), times(e1, C2)), 192);
}

/** The inverse transform of 4 columns. */
// @ts-ignore: decorator
@inline
function inverse(p: usize): void {
  const y1 = v128.load(p, 32);
  const y3 = v128.load(p, 96);
  const y5 = v128.load(p, 160);
  const y7 = v128.load(p, 224);
  const d0 = sum4(y1, C1, y3, C3, y5, C5, y7, C7);
  const d1 = sum4(y1, C3, y3, -C7, y5, -C1, y7, -C5);
  const d2 = sum4(y1, C5, y3, -C1, y5, C7, y7, C3);
  const d3 = sum4(y1, C7, y3, -C5, y5, C3, y7, -C1);
  const y0 = v128.load(p);
  const y2 = v128.load(p, 64);
  const y4 = v128.load(p, 128);
  const y6 = v128.load(p, 192);
  const outer = times(f32x4.add(y0, y4), C4);
  const inner = times(f32x4.sub(y0, y4), C4);
  const e0 = f32x4.add(times(y2, C2), times(y6, C6));
  const e1 = f32x4.sub(times(y2, C6), times(y6, C2));
  pair(p, 0, f32x4.add(outer, e0), d0);
  pair(p, 32, f32x4.add(inner, e1), d1);
  pair(p, 64, f32x4.sub(inner, e1), d2);
  pair(p, 96, f32x4.sub(outer, e0), d3);
}

/** Two mirrored rows: s + d, and s − d as far from the other end. */
// @ts-ignore: decorator
@inline
function pair(p: usize, offset: usize, s: v128, d: v128): void {
  v128.store(p + offset, f32x4.add(s, d));
  v128.store(p + 224 - offset, f32x4.sub(s, d));
}

/** Swaps rows and columns of the 4×4 at p and of that at q. */
// @ts-ignore: decorator
@inline
function swapTurned(p: usize, q: usize): void {
  const a0 = v128.load(p);
  const a1 = v128.load(p, 32);
  const a2 = v128.load(p, 64);
  const a3 = v128.load(p, 96);
  const b0 = v128.load(q);
  const b1 = v128.load(q, 32);
  const b2 = v128.load(q, 64);
  const b3 = v128.load(q, 96);
  storeTurned(q, a0, a1, a2, a3);
  storeTurned(p, b0, b1, b2, b3);
}

// @ts-ignore: decorator
@inline
function storeTurned(p: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(p, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(p, v128.shuffle<i64>(low01, low23, 1, 3), 32);
  v128.store(p, v128.shuffle<i64>(high01, high23, 0, 2), 64);
  v128.store(p, v128.shuffle<i64>(high01, high23, 1, 3), 96);
}

/** Swaps rows and columns of a block. */
function turn(p: usize): void {
  swapTurned(p, p);
  swapTurned(p + 144, p + 144);
  swapTurned(p + 16, p + 128);
}

/** Rounds a block to multiples: ⌊x · `shares` + `biases`⌋ · `steps`, with three tables of 64 numbers one after the other. */
function quantize(p: usize, tables: usize): void {
  for (let i: usize = 0; i < 256; i += 16) {
    const whole = f32x4.floor(f32x4.add(f32x4.mul(v128.load(p + i), v128.load(tables + i)), v128.load(tables + i, 256)));
    v128.store(p + i, f32x4.mul(whole, v128.load(tables + i, 512)));
  }
}

/** A block with its corner at (top, left), where the last rows and columns of the image are repeated beyond its edges. */
function loadBlock(p: usize, x: usize, top: i32, left: i32, height: i32, width: i32, channels: i32): void {
  for (let i = 0; i < 8; i++) {
    const row = x + ((<usize>min(top + i, height - 1) * width * channels) << 2);
    const to = p + 32 * i;
    if (channels == 1 && left + 8 <= width) {
      memory.copy(to, row + (<usize>left << 2), 32);
    } else {
      for (let j = 0; j < 8; j++) store<f32>(to + 4 * j, load<f32>(row + ((<usize>min(left + j, width - 1) * channels) << 2)));
    }
  }
}

/** Writes what of a block lies in the image, with `middle` added and clipped to [0, 1]. */
function storeBlock(p: usize, y: usize, top: i32, left: i32, height: i32, width: i32, channels: i32, middle: f32): void {
  for (let i: usize = 0; i < 256; i += 16) {
    const value = f32x4.add(v128.load(p + i), f32x4.splat(middle));
    v128.store(p + i, f32x4.min(f32x4.max(value, f32x4.splat(0)), f32x4.splat(1)));
  }
  const rows = min(8, height - top);
  const columns = min(8, width - left);
  for (let i = 0; i < rows; i++) {
    const from = p + 32 * i;
    const row = y + ((<usize>((top + i) * width + left) * channels) << 2);
    if (channels == 1 && columns == 8) memory.copy(row, from, 32);
    else for (let j = 0; j < columns; j++) store<f32>(row + ((<usize>j * channels) << 2), load<f32>(from + 4 * j));
  }
}

/** Images `[images, height, width, channels]`, each channel by itself. `tables` are those of `quantize`, turned, then room for a block. */
export function jpeg(images: i32, height: i32, width: i32, channels: i32, x: usize, y: usize, tables: usize, middle: f32, block: usize): void {
  const size = (<usize>height * width * channels) << 2;
  for (let i = 0; i < images; i++) {
    for (let channel = 0; channel < channels; channel++) {
      const offset = size * i + (<usize>channel << 2);
      for (let top = 0; top < height; top += 8) {
        for (let left = 0; left < width; left += 8) {
          loadBlock(block, x + offset, top, left, height, width, channels);
          forward(block);
          forward(block + 16);
          turn(block);
          forward(block);
          forward(block + 16);
          quantize(block, tables);
          inverse(block);
          inverse(block + 16);
          turn(block);
          inverse(block);
          inverse(block + 16);
          storeBlock(block, y + offset, top, left, height, width, channels, middle);
        }
      }
    }
  }
}
