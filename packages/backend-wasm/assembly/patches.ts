import { at } from './vectors';

/*
 * Patches for convolutions as matrix products by a GEMM. The left side is written for some places at a time. Each of its rows is a
 * patch: what the kernel covers at one place, with zeros outside of the image.
 */

/** Copies numbers. */
// @ts-ignore: decorator
@inline
function copy(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const p = at(from, i);
    const q = at(to, i);
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const d = v128.load(p, 48);
    v128.store(q, a);
    v128.store(q, b, 16);
    v128.store(q, c, 32);
    v128.store(q, d, 48);
  }
  for (; i + 4 <= count; i += 4) v128.store(at(to, i), v128.load(at(from, i)));
  for (; i < count; i++) store<f32>(at(to, i), load<f32>(at(from, i)));
}

// @ts-ignore: decorator
@inline
function clear(to: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<f32>(at(to, i), 0);
}

/** Adds numbers to others. */
// @ts-ignore: decorator
@inline
function add(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    const p = at(from, i);
    const q = at(to, i);
    const a = f32x4.add(v128.load(q), v128.load(p));
    const b = f32x4.add(v128.load(q, 16), v128.load(p, 16));
    const c = f32x4.add(v128.load(q, 32), v128.load(p, 32));
    const d = f32x4.add(v128.load(q, 48), v128.load(p, 48));
    v128.store(q, a);
    v128.store(q, b, 16);
    v128.store(q, c, 32);
    v128.store(q, d, 48);
  }
  for (; i + 4 <= count; i += 4) v128.store(at(to, i), f32x4.add(v128.load(at(to, i)), v128.load(at(from, i))));
  for (; i < count; i++) store<f32>(at(to, i), load<f32>(at(to, i)) + load<f32>(at(from, i)));
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
