import { biasActivate } from './activations';
import { COLUMNS, interleave, ROWS, tile } from './mat-mul';
import { at, madd, read, splat, write } from './vectors';

/*
 * Convolutions as matrix products without writing the left side. A row of the left side is what the kernel covers at one place. Each
 * of its numbers is at (start of the place) + (an offset that is the same for all places). One image at a time is copied into a
 * frame of zeros, so that no place is a special case.
 */

/** An image [height, width, channels] within a frame of zeros that makes it [rows, columns, channels]; a frame below 0 cuts off. */
function framed(image: usize, height: i32, width: i32, channels: i32, top: i32, left: i32, rows: i32, columns: i32, to: usize): void {
  const size = <usize>(columns * channels) << 2;
  const first = max(0, left);
  const last = min(columns, width + left);
  for (let r = 0; r < rows; r++, to += size) {
    const h = r - top;
    if (h < 0 || h >= height || last <= first) {
      memory.fill(to, 0, size);
      continue;
    }
    const start = <usize>(first * channels) << 2;
    const end = <usize>(last * channels) << 2;
    memory.fill(to, 0, start);
    memory.copy(to + start, at(image, (h * width + first - left) * channels), end - start);
    memory.fill(to + end, 0, size - end);
  }
}

/** The number of bytes of an image in its frame. */
// @ts-ignore: decorator
@inline
function sizeOf(rows: i32, columns: i32, channels: i32): usize {
  return <usize>(rows * columns * channels) << 2;
}

/** Numbers of packed places at a time: they then take 192 kB of the second cache. */
const PACKED = 49152;

/** How many places are packed at a time. */
// @ts-ignore: decorator
@inline
function blockOf(taps: i32): i32 {
  return max(ROWS, min(128, (PACKED / max(1, taps)) & ~(ROWS - 1)));
}

/** How many bytes `convolve` needs: a frame, packed places, where their results go, and a tile. */
export function convolveScratch(rows: i32, columns: i32, channels: i32, taps: i32): usize {
  return sizeOf(rows, columns, channels) + <usize>(blockOf(taps) * (taps + 1) + ROWS * COLUMNS + 4 * taps) * 4;
}

/**
 * Images x [count, height, width, channels] by a kernel, in any geometry: y[n, p, q, :] = f(Σ over runs r and t < run of
 * x′[n, (p·down, q·across) + offset r + t] · w[r·run + t, :] + bias), x′ being x in its frame. A run is a part of the kernel
 * that lies in one piece in the image, `offsets` (in numbers) says where. w lies in panels of 8 columns. y's rows of
 * places, places and images are yRow, yPlace and yImage numbers apart.
 */
export function convolve(
  count: i32,
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  rows: i32,
  columns: i32,
  down: i32,
  across: i32,
  runs: i32,
  offsets: usize,
  run: i32,
  w: usize,
  filters: i32,
  outRows: i32,
  outColumns: i32,
  y: usize,
  yRow: i32,
  yPlace: i32,
  yImage: i32,
  kind: i32,
  bias: usize,
  slope: f32,
  scratch: usize,
): void {
  const unframed = top == 0 && left == 0 && rows == height && columns == width;
  const image = sizeOf(height, width, channels);
  const rowStep = at(0, down * columns * channels);
  const placeStep = at(0, across * channels);
  const dense = yPlace == filters && yRow == outColumns * filters;
  const places = outRows * outColumns;
  const taps = runs * run;
  const block = blockOf(taps);
  const aside = scratch + (unframed ? 0 : sizeOf(rows, columns, channels));
  const targets = at(aside, ROWS * COLUMNS);
  const packed = at(targets, block);
  const few = filters < 4 && run % 4 == 0;
  if (few) byFilter(taps, filters, w, packed);
  for (let n = 0; n < count; n++) {
    const source = unframed ? x + <usize>n * image : scratch;
    if (!unframed) framed(x + <usize>n * image, height, width, channels, top, left, rows, columns, scratch);
    const result = at(y, n * yImage);
    let p = 0;
    let q = 0;
    for (let m = 0; m < places; m += block) {
      const end = min(places, m + block);
      let panel = packed;
      for (let i = m; i < end; i += ROWS) {
        // Where four places start, and where their results go; beyond the last, the last again.
        const target = at(targets, i - m);
        let a0: usize = 0;
        let a1: usize = 0;
        let a2: usize = 0;
        let a3: usize = 0;
        for (let r = 0; r < ROWS; r++) {
          const start = source + <usize>p * rowStep + <usize>q * placeStep;
          a0 = a1;
          a1 = a2;
          a2 = a3;
          a3 = start;
          store<usize>(at(target, r), at(result, p * yRow + q * yPlace));
          if (i + r + 1 < places && ++q == outColumns) {
            q = 0;
            p++;
          }
        }
        if (few) {
          dotProducts(a0, a1, a2, a3, packed, filters, runs, offsets, run, target);
          continue;
        }
        for (let r = 0; r < runs; r++) {
          const o = at(0, load<i32>(at(offsets, r)));
          panel = interleave(run, a0 + o, a1 + o, a2 + o, a3 + o, panel, 16);
        }
      }
      if (!few) productOfPlaces(end - m, filters, taps, packed, w, dense ? load<usize>(targets) : 0, targets, aside);
    }
    if (dense && (bias || kind)) biasActivate(kind, places, filters, result, bias, slope);
  }
}

/** Packed places by packed weights: to rows from `dense` on, one after the other, or, where that is 0, to where `targets` say. */
function productOfPlaces(places: i32, filters: i32, taps: i32, a: usize, w: usize, dense: usize, targets: usize, aside: usize): void {
  for (let j = 0; j < filters; j += COLUMNS) {
    const panel = at(w, j * taps);
    const o = at(0, j);
    const left = filters - j;
    for (let i = 0; i < places; i += ROWS) {
      const whole = dense != 0 && left >= COLUMNS && i + ROWS <= places;
      tile(taps, at(a, i * taps), panel, whole ? at(dense, i * filters) + o : aside, whole ? <usize>filters << 2 : 32, false);
      if (whole) continue;
      const rows = min(ROWS, places - i);
      for (let r = 0; r < rows; r++) {
        const row = at(aside, r * COLUMNS);
        put(load<usize>(at(targets, i + r)) + o, v128.load(row), v128.load(row, 16), left);
      }
    }
  }
}

/** For one to three filters, which would leave most of a tile empty: each filter by four places at a time, four taps at a time. */
// @ts-ignore: decorator
@inline
function dotProducts(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  w: usize,
  filters: i32,
  runs: i32,
  offsets: usize,
  run: i32,
  targets: usize,
): void {
  for (let f = 0; f < filters; f++) {
    let c0 = splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    for (let r = 0; r < runs; r++) {
      let o = at(0, load<i32>(at(offsets, r)));
      for (const end = o + at(0, run); o < end; o += 16, w += 16) {
        const b = v128.load(w);
        c0 = madd(v128.load(a0 + o), b, c0);
        c1 = madd(v128.load(a1 + o), b, c1);
        c2 = madd(v128.load(a2 + o), b, c2);
        c3 = madd(v128.load(a3 + o), b, c3);
      }
    }
    const t0 = f32x4.add(v128.shuffle<f32>(c0, c1, 0, 4, 1, 5), v128.shuffle<f32>(c0, c1, 2, 6, 3, 7));
    const t1 = f32x4.add(v128.shuffle<f32>(c2, c3, 0, 4, 1, 5), v128.shuffle<f32>(c2, c3, 2, 6, 3, 7));
    const sums = f32x4.add(v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
    store<f32>(at(load<usize>(targets), f), f32x4.extract_lane(sums, 0));
    store<f32>(at(load<usize>(targets, 4), f), f32x4.extract_lane(sums, 1));
    store<f32>(at(load<usize>(targets, 8), f), f32x4.extract_lane(sums, 2));
    store<f32>(at(load<usize>(targets, 12), f), f32x4.extract_lane(sums, 3));
  }
}

/** The one panel of up to 8 columns → each column by itself. */
function byFilter(taps: i32, filters: i32, panel: usize, to: usize): void {
  for (let f = 0; f < filters; f++)
    for (let k = 0; k < taps; k++, to += 4) store<f32>(to, load<f32>(at(panel, k * COLUMNS + f)));
}

function put(y: usize, first: v128, second: v128, left: i32): void {
  write(y, first, left);
  if (left > 4) write(y + 16, second, left - 4);
}

/**
 * The gradient to the kernel of such a convolution, for its numbers `firstTap` to `endTap`, added to dw:
 * dw[k, :] += Σ over n, p, q of x′[n, (p·down, q·across) + offset k] · dy[n, p, q, :]. `offsets` has one for every number k
 * of a filter, as many as a multiple of 4. dw lies in tiles: for every four k, for every 8 columns, 4 × 8 numbers.
 */
export function convolveFilterGradient(
  count: i32,
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  rows: i32,
  columns: i32,
  down: i32,
  across: i32,
  firstTap: i32,
  endTap: i32,
  offsets: usize,
  dy: usize,
  filters: i32,
  outRows: i32,
  outColumns: i32,
  dw: usize,
  scratch: usize,
): void {
  const unframed = top == 0 && left == 0 && rows == height && columns == width;
  const image = sizeOf(height, width, channels);
  const rowStep = at(0, down * columns * channels);
  const placeStep = at(0, across * channels);
  const places = outRows * outColumns;
  const inPanels = filters % COLUMNS == 0;
  const panels = (filters + COLUMNS - 1) / COLUMNS;
  const copied = scratch + (unframed ? 0 : sizeOf(rows, columns, channels));
  for (let n = 0; n < count; n++) {
    const source = unframed ? x + <usize>n * image : scratch;
    if (!unframed) framed(x + <usize>n * image, height, width, channels, top, left, rows, columns, scratch);
    const gradient = at(dy, n * places * filters);
    if (!inPanels) intoPanels(places, filters, gradient, copied);
    for (let k = firstTap; k < endTap; k += 4) {
      const o0 = source + at(0, load<i32>(at(offsets, k)));
      const o1 = source + at(0, load<i32>(at(offsets, k + 1)));
      const o2 = source + at(0, load<i32>(at(offsets, k + 2)));
      const o3 = source + at(0, load<i32>(at(offsets, k + 3)));
      for (let j = 0; j < panels; j++) {
        const b = inPanels ? at(gradient, j * COLUMNS) : at(copied, j * places * COLUMNS);
        const step = at(0, inPanels ? filters : COLUMNS);
        tapTile(o0, o1, o2, o3, rowStep, placeStep, outRows, outColumns, b, step, at(dw, (k / 4) * panels * 32 + j * 32));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function tapTile(
  o0: usize,
  o1: usize,
  o2: usize,
  o3: usize,
  rowStep: usize,
  placeStep: usize,
  outRows: i32,
  outColumns: i32,
  b: usize,
  step: usize,
  c: usize,
): void {
  let c00 = v128.load(c);
  let c01 = v128.load(c, 16);
  let c10 = v128.load(c, 32);
  let c11 = v128.load(c, 48);
  let c20 = v128.load(c, 64);
  let c21 = v128.load(c, 80);
  let c30 = v128.load(c, 96);
  let c31 = v128.load(c, 112);
  for (let p = 0; p < outRows; p++) {
    let o = <usize>p * rowStep;
    for (const end = o + <usize>outColumns * placeStep; o < end; o += placeStep, b += step) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let x = v128.load32_splat(o0 + o);
      c00 = madd(x, b0, c00);
      c01 = madd(x, b1, c01);
      x = v128.load32_splat(o1 + o);
      c10 = madd(x, b0, c10);
      c11 = madd(x, b1, c11);
      x = v128.load32_splat(o2 + o);
      c20 = madd(x, b0, c20);
      c21 = madd(x, b1, c21);
      x = v128.load32_splat(o3 + o);
      c30 = madd(x, b0, c30);
      c31 = madd(x, b1, c31);
    }
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c10, 32);
  v128.store(c, c11, 48);
  v128.store(c, c20, 64);
  v128.store(c, c21, 80);
  v128.store(c, c30, 96);
  v128.store(c, c31, 112);
}

/** Panels of 8 columns, filled up with zeros. */
function intoPanels(rows: i32, columns: i32, from: usize, to: usize): void {
  for (let j = 0; j < columns; j += COLUMNS)
    for (let r = 0; r < rows; r++, to += 32) {
      const row = at(from, r * columns + j);
      const left = columns - j;
      v128.store(to, read(row, left));
      v128.store(to, left > 4 ? read(row + 16, left - 4) : splat(0), 16);
    }
}

/** Tiles as `convolveFilterGradient` leaves them → rows [taps, filters]. */
export function fromTiles(taps: i32, filters: i32, tiles: usize, to: usize): void {
  const panels = (filters + COLUMNS - 1) / COLUMNS;
  for (let k = 0; k < taps; k++)
    for (let j = 0; j < panels; j++) {
      const tile = at(tiles, ((k / 4) * panels + j) * 32 + (k % 4) * COLUMNS);
      put(at(to, k * filters + j * COLUMNS), v128.load(tile), v128.load(tile, 16), filters - j * COLUMNS);
    }
}
