import { biasActivate } from './activations';
import { gemm } from './gemm';
import { add, at, clear, copy } from './vectors';

/*
 * Patches for convolutions as matrix products by a GEMM. The left side is written for some places at a time. Each of its rows is a
 * patch: what the kernel covers at one place, with zeros outside of the image.
 */

/**
 * Copies patches of the places `first` to `end` of images [count, height, width, channels]; places are counted over all images. If
 * `gather` is 0, it adds patches to the images instead, at the pixels that they cover.
 */
export function patches(
  gather: bool,
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  down: i32,
  across: i32,
  filterHeight: i32,
  filterWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  outRows: i32,
  outColumns: i32,
  first: i32,
  end: i32,
  patch: usize,
): void {
  let q = first % outColumns;
  let p = first / outColumns;
  let n = p / outRows;
  p %= outRows;
  const line = filterWidth * channels;
  for (let place = first; place < end; place++) {
    const image = x + ((<usize>n * height * width * channels) << 2);
    const w = q * across - left;
    for (let i = 0; i < filterHeight; i++, patch = at(patch, line)) {
      const h = p * down - top + i * dilationHeight;
      if (h < 0 || h >= height) {
        if (gather) clear(patch, line);
        continue;
      }
      const row = at(image, h * width * channels);
      if (dilationWidth == 1 && w >= 0 && w + filterWidth <= width) {
        const inside = at(row, w * channels);
        if (gather) copy(inside, patch, line);
        else add(patch, inside, line);
        continue;
      }
      if (dilationWidth == 1) {
        const from = max(0, -w);
        const to = max(from, min(filterWidth, width - w));
        const inside = at(row, (w + from) * channels);
        const middle = at(patch, from * channels);
        if (gather) {
          clear(patch, from * channels);
          copy(inside, middle, (to - from) * channels);
          clear(at(patch, to * channels), (filterWidth - to) * channels);
        } else add(middle, inside, (to - from) * channels);
        continue;
      }
      for (let j = 0; j < filterWidth; j++) {
        const v = w + j * dilationWidth;
        const part = at(patch, j * channels);
        const pixel = at(row, v * channels);
        if (v >= 0 && v < width) {
          if (gather) copy(pixel, part, channels);
          else add(part, pixel, channels);
        } else if (gather) clear(part, channels);
      }
    }
    if (++q == outColumns) {
      q = 0;
      if (++p == outRows) {
        p = 0;
        n++;
      }
    }
  }
}

/* Convolutions as products of patches. The patches of a block of places are written, multiplied while they are in the cache, and gone. */

/**
 * y = f(patches of x · w + bias) for the places `first` to `end`, `block` at a time. w is [taps, filters]; `patch` has room for a block.
 */
export function convolvePatches(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  down: i32,
  across: i32,
  filterHeight: i32,
  filterWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  outRows: i32,
  outColumns: i32,
  first: i32,
  end: i32,
  block: i32,
  w: usize,
  filters: i32,
  y: usize,
  kind: i32,
  bias: usize,
  slope: f32,
  patch: usize,
): void {
  const taps = filterHeight * filterWidth * channels;
  for (let p = first; p < end; p += block) {
    const next = min(end, p + block);
    const result = y + ((<usize>p * filters) << 2);
    patches(true, x, height, width, channels, top, left, down, across, filterHeight, filterWidth, dilationHeight, dilationWidth, outRows, outColumns, p, next, patch);
    gemm(next - p, filters, taps, patch, taps, 1, w, filters, 1, result, filters, 0);
    if (bias || kind) biasActivate(kind, next - p, filters, result, bias, slope);
  }
}

/**
 * x = f(the patches that are y · wᵀ, each added where `convolvePatches` takes it from, + bias), for the images `first` to `end`.
 */
export function convolvePatchesBack(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  down: i32,
  across: i32,
  filterHeight: i32,
  filterWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  outRows: i32,
  outColumns: i32,
  first: i32,
  end: i32,
  block: i32,
  w: usize,
  filters: i32,
  y: usize,
  kind: i32,
  bias: usize,
  slope: f32,
  patch: usize,
): void {
  const taps = filterHeight * filterWidth * channels;
  const places = outRows * outColumns;
  const size = height * width * channels;
  // As many images at a time as fit into a block, or parts of one.
  const images = max(1, block / places);
  for (let n = first; n < end; n += images) {
    const last = min(end, n + images);
    const image = x + ((<usize>n * size) << 2);
    memory.fill(image, 0, (<usize>(last - n) * size) << 2);
    for (let p = n * places; p < last * places; p += block) {
      const next = min(last * places, p + block);
      gemm(next - p, taps, filters, y + ((<usize>p * filters) << 2), filters, 1, w, 1, filters, patch, taps, 0);
      patches(false, x, height, width, channels, top, left, down, across, filterHeight, filterWidth, dilationHeight, dilationWidth, outRows, outColumns, p, next, patch);
    }
    if (bias || kind) biasActivate(kind, (last - n) * height * width, channels, image, bias, slope);
  }
}

/** dw [taps, filters] = the transposed patches of x · dy, over the places `first` to `end`, `block` at a time. */
export function patchesFilterGradient(
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  down: i32,
  across: i32,
  filterHeight: i32,
  filterWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  outRows: i32,
  outColumns: i32,
  first: i32,
  end: i32,
  block: i32,
  filters: i32,
  dy: usize,
  dw: usize,
  patch: usize,
): void {
  const taps = filterHeight * filterWidth * channels;
  for (let p = first; p < end; p += block) {
    const n = min(end, p + block) - p;
    patches(true, x, height, width, channels, top, left, down, across, filterHeight, filterWidth, dilationHeight, dilationWidth, outRows, outColumns, p, p + n, patch);
    gemm(taps, filters, n, patch, 1, taps, dy + ((<usize>p * filters) << 2), filters, 1, dw, filters, p > first ? 1 : 0);
  }
}
