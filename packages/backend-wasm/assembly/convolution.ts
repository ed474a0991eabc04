import { biasActivate } from './activations';
import { COLUMNS, ROWS } from './mat-mul';
import { at, copy, madd, read, splat, write } from './vectors';

/*
 * Convolutions as matrix products without writing the left side. A row of the left side is what the kernel covers at one place. Each
 * of its numbers is at (start of the place) + (an offset that is the same for all places). One image at a time is copied into a
 * frame of zeros, so that no place is a special case.
 */

/**
 * An image [height, width, channels] within a frame of zeros that makes it [rows, columns, channels]; a frame below 0 cuts off. The
 * zeros stay from one image to the next, and are written with the first.
 */
function framed(isFirst: bool, image: usize, height: i32, width: i32, channels: i32, top: i32, left: i32, rows: i32, columns: i32, to: usize): void {
  if (isFirst) memory.fill(to, 0, sizeOf(rows, columns, channels));
  const first = max(0, left);
  const count = (min(columns, width + left) - first) * channels;
  const last = min(rows, height + top);
  for (let r = max(0, top); r < last; r++)
    copy(at(image, ((r - top) * width + first - left) * channels), at(to, (r * columns + first) * channels), count);
}

/** The number of bytes of an image in its frame. */
// @ts-ignore: decorator
@inline
function sizeOf(rows: i32, columns: i32, channels: i32): usize {
  return <usize>(rows * columns * channels) << 2;
}

/** Places at a time in a kernel's gradient. */
const BLOCK = 64;

/** How many bytes `convolve` needs: a frame, where places start and where their results go, and the weights of a few filters. */
export function convolveScratch(rows: i32, columns: i32, channels: i32, taps: i32, places: i32): usize {
  return sizeOf(rows, columns, channels) + <usize>(2 * (places + ROWS) + 4 * taps) * 4;
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
  const starts = scratch + (unframed ? 0 : sizeOf(rows, columns, channels));
  const targets = at(starts, places + ROWS);
  const separate = at(targets, places + ROWS);
  startsOf(places, outColumns, rowStep, placeStep, starts);
  startsOf(places, outColumns, at(0, yRow), at(0, yPlace), targets);
  filledUp(places, starts);
  filledUp(places, targets);
  const few = filters < 4 && run % 4 == 0;
  if (few) byFilter(taps, filters, w, separate);
  for (let n = 0; n < count; n++) {
    const source = unframed ? x + <usize>n * image : scratch;
    if (!unframed) framed(n == 0, x + <usize>n * image, height, width, channels, top, left, rows, columns, scratch);
    const result = at(y, n * yImage);
    for (let i = 0; i < places; i += ROWS) {
      const start = at(starts, i);
      const a0 = source + load<usize>(start);
      const a1 = source + load<usize>(start, 4);
      const a2 = source + load<usize>(start, 8);
      const a3 = source + load<usize>(start, 12);
      if (few) dotProducts(a0, a1, a2, a3, separate, filters, runs, offsets, run, result, at(targets, i));
      else fourPlaces(a0, a1, a2, a3, w, filters, runs, offsets, run, result, at(targets, i));
    }
    if (dense && (bias || kind)) biasActivate(kind, places, filters, result, bias, slope);
  }
}

/** Where places start, in bytes. */
function startsOf(places: i32, columns: i32, rowStep: usize, placeStep: usize, starts: usize): void {
  for (let i = 0; i < places; i++) store<usize>(at(starts, i), <usize>(i / columns) * rowStep + <usize>(i % columns) * placeStep);
}

/** Copies the last number as often as makes the count a multiple of `ROWS`: what is computed for it again goes to the same place. */
function filledUp(count: i32, numbers: usize): void {
  for (let i = count; i % ROWS != 0; i++) store<usize>(at(numbers, i), load<usize>(at(numbers, count - 1)));
}

/** Four places by all filters, to where `targets` say in y. The places are read where they lie: to pack them first is no faster, whatever the sizes. */
// @ts-ignore: decorator
@inline
function fourPlaces(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  w: usize,
  filters: i32,
  runs: i32,
  offsets: usize,
  run: i32,
  y: usize,
  targets: usize,
): void {
  const length = at(0, run);
  for (let j = 0; j < filters; j += COLUMNS) {
    let c00 = splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    for (let r = 0; r < runs; r++) {
      let o = at(0, load<i32>(at(offsets, r)));
      for (const end = o + length; o < end; o += 4, w += 32) {
        const b0 = v128.load(w);
        const b1 = v128.load(w, 16);
        let x = v128.load32_splat(a0 + o);
        c00 = madd(x, b0, c00);
        c01 = madd(x, b1, c01);
        x = v128.load32_splat(a1 + o);
        c10 = madd(x, b0, c10);
        c11 = madd(x, b1, c11);
        x = v128.load32_splat(a2 + o);
        c20 = madd(x, b0, c20);
        c21 = madd(x, b1, c21);
        x = v128.load32_splat(a3 + o);
        c30 = madd(x, b0, c30);
        c31 = madd(x, b1, c31);
      }
    }
    const to = at(y, j);
    const y0 = to + load<usize>(targets);
    const y1 = to + load<usize>(targets, 4);
    const y2 = to + load<usize>(targets, 8);
    const y3 = to + load<usize>(targets, 12);
    if (filters - j >= COLUMNS) {
      v128.store(y0, c00);
      v128.store(y0, c01, 16);
      v128.store(y1, c10);
      v128.store(y1, c11, 16);
      v128.store(y2, c20);
      v128.store(y2, c21, 16);
      v128.store(y3, c30);
      v128.store(y3, c31, 16);
    } else {
      put(y0, c00, c01, filters - j);
      put(y1, c10, c11, filters - j);
      put(y2, c20, c21, filters - j);
      put(y3, c30, c31, filters - j);
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
  y: usize,
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
    store<f32>(at(y + load<usize>(targets), f), f32x4.extract_lane(sums, 0));
    store<f32>(at(y + load<usize>(targets, 4), f), f32x4.extract_lane(sums, 1));
    store<f32>(at(y + load<usize>(targets, 8), f), f32x4.extract_lane(sums, 2));
    store<f32>(at(y + load<usize>(targets, 12), f), f32x4.extract_lane(sums, 3));
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

/** Writes eight whole numbers, such as the offsets of runs. */
export function writeEight(to: usize, a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32, h: i32): void {
  v128.store(to, i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(a), 1, b), 2, c), 3, d));
  v128.store(to, i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(e), 1, f), 2, g), 3, h), 16);
}

/** The offsets of the numbers of a kernel in a framed image, from the start of the kernel; then zeros to a multiple of four. */
export function tapOffsets(taps: i32, filterWidth: i32, channels: i32, columns: i32, dilationHeight: i32, dilationWidth: i32, to: usize): void {
  for (let k = 0; k < taps || k % 4 != 0; k++) {
    const tap = k / channels;
    const row = (tap / filterWidth) * dilationHeight;
    const column = (tap % filterWidth) * dilationWidth;
    store<i32>(at(to, k), k < taps ? (row * columns + column) * channels + (k % channels) : 0);
  }
}

/**
 * The gradient to the kernel of such a convolution, for its numbers `firstTap` to `endTap`:
 * dw[k, :] = Σ over n, p, q of x′[n, (p·down, q·across) + offset k] · dy[n, p, q, :]. `offsets` has one for every number k
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
  const starts = scratch + (unframed ? 0 : sizeOf(rows, columns, channels));
  const copied = at(starts, places);
  startsOf(places, outColumns, rowStep, placeStep, starts);
  memory.fill(at(dw, (firstTap / 4) * panels * 32), 0, <usize>((endTap - firstTap) / 4) * panels * 128);
  for (let n = 0; n < count; n++) {
    const source = unframed ? x + <usize>n * image : scratch;
    if (!unframed) framed(n == 0, x + <usize>n * image, height, width, channels, top, left, rows, columns, scratch);
    const gradient = at(dy, n * places * filters);
    if (!inPanels) intoPanels(places, filters, gradient, copied);
    // The pixels and gradients of a block of places stay in the first cache for all taps.
    for (let p = 0; p < places; p += BLOCK) {
      const block = min(BLOCK, places - p);
      const start = at(starts, p);
      for (let k = firstTap; k < endTap; k += 4) {
        const o0 = source + at(0, load<i32>(at(offsets, k)));
        const o1 = source + at(0, load<i32>(at(offsets, k + 1)));
        const o2 = source + at(0, load<i32>(at(offsets, k + 2)));
        const o3 = source + at(0, load<i32>(at(offsets, k + 3)));
        for (let j = 0; j < panels; j++) {
          const b = inPanels ? at(gradient, p * filters + j * COLUMNS) : at(copied, (j * places + p) * COLUMNS);
          const step = at(0, inPanels ? filters : COLUMNS);
          tapTile(o0, o1, o2, o3, block, start, b, step, at(dw, (k / 4) * panels * 32 + j * 32));
        }
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
  places: i32,
  starts: usize,
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
  for (const end = at(starts, places); starts < end; starts += 4, b += step) {
    const o = load<usize>(starts);
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
