import { biasActivate } from './activations';
import { gemm } from './gemm';
import { add, at, clear, copy } from './vectors';

/*
 * Patches for convolutions as matrix products by a GEMM. The left side is written for some places at a time. Each of its rows is a
 * patch: what the kernel covers at one place, with zeros outside of the image.
 */

/** Copies rows of `size` numbers, `step` bytes apart, to rows that lie one after the other. */
function copyRows(rows: i32, size: i32, from: usize, step: usize, to: usize): void {
  for (; rows > 0; rows--, from += step, to = at(to, size)) copy(from, to, size);
}

/** Adds rows that lie one after the other to rows that are `step` bytes apart. */
function addRows(rows: i32, size: i32, from: usize, to: usize, step: usize): void {
  for (; rows > 0; rows--, from = at(from, size), to += step) add(from, to, size);
}

/** A patch from row `top` and column `left` on, a part of which is outside of the image or between dilated taps: pixel by pixel. */
function atEdge(
  gather: bool,
  image: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  filterHeight: i32,
  filterWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  patch: usize,
): void {
  for (let i = 0; i < filterHeight; i++)
    for (let j = 0; j < filterWidth; j++, patch = at(patch, channels)) {
      const h = top + i * dilationHeight;
      const w = left + j * dilationWidth;
      const pixel = at(image, (h * width + w) * channels);
      if (h < 0 || h >= height || w < 0 || w >= width) {
        if (gather) clear(patch, channels);
      } else if (gather) copy(pixel, patch, channels);
      else add(patch, pixel, channels);
    }
}

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
  const step = at(0, dilationHeight * width * channels);
  const most = dilationWidth == 1 ? width - filterWidth : -1;
  const lowest = height - (filterHeight - 1) * dilationHeight;
  for (let place = first; place < end; place++) {
    const image = x + ((<usize>n * height * width * channels) << 2);
    const w = q * across - left;
    const h = p * down - top;
    if (w >= 0 && w <= most && h >= 0 && h < lowest) {
      // All of the patch is in the image, as most are.
      const inside = at(image, (h * width + w) * channels);
      if (gather) copyRows(filterHeight, line, inside, step, patch);
      else addRows(filterHeight, line, patch, inside, step);
    } else atEdge(gather, image, height, width, channels, h, w, filterHeight, filterWidth, dilationHeight, dilationWidth, patch);
    patch = at(patch, filterHeight * line);
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
