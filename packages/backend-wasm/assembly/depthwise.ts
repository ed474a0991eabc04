import { at } from './vectors';

/*
 * Depthwise convolutions: every channel has filters of its own, `multiplier` of them. Loops over the pairs of a pixel and
 * a place that meet in a tap.
 */

/** dw[i, j, c, m] = Σ x[n, p·down + i·dilation − top, …, c] · dy[n, p, q, c, m]. */
export function depthwiseFilterGradient(
  batch: i32, height: i32, width: i32, channels: i32, multiplier: i32,
  filterHeight: i32, filterWidth: i32, down: i32, across: i32, dilationHeight: i32, dilationWidth: i32, top: i32, left: i32,
  outRows: i32, outColumns: i32, x: usize, dy: usize, dw: usize,
): void {
  memory.fill(dw, 0, <usize>(filterHeight * filterWidth * channels * multiplier) << 2);
  overPairs(
    true, batch, height, width, channels, multiplier, filterHeight, filterWidth, down, across, dilationHeight, dilationWidth, top, left,
    outRows, outColumns, x, dy, dw,
  );
}

/** dx[n, h, w, c] = Σ over the taps that meet the pixel of w[i, j, c, m] · dy[n, p, q, c, m]. */
export function depthwiseInputGradient(
  batch: i32, height: i32, width: i32, channels: i32, multiplier: i32,
  filterHeight: i32, filterWidth: i32, down: i32, across: i32, dilationHeight: i32, dilationWidth: i32, top: i32, left: i32,
  outRows: i32, outColumns: i32, dy: usize, filter: usize, dx: usize,
): void {
  memory.fill(dx, 0, <usize>(batch * height * width * channels) << 2);
  overPairs(
    false, batch, height, width, channels, multiplier, filterHeight, filterWidth, down, across, dilationHeight, dilationWidth, top, left,
    outRows, outColumns, dx, dy, filter,
  );
}

/**
 * Goes over the pairs. Adds to the gradient of the filter at the tap, or, without `toFilter`, to the gradient of the input at the pixel.
 * It is inlined, so that no loop tests `toFilter`.
 */
// @ts-ignore: decorator
@inline
function overPairs(
  toFilter: bool, batch: i32, height: i32, width: i32, channels: i32, multiplier: i32,
  filterHeight: i32, filterWidth: i32, down: i32, across: i32, dilationHeight: i32, dilationWidth: i32, top: i32, left: i32,
  outRows: i32, outColumns: i32, x: usize, dy: usize, filter: usize,
): void {
  for (let n = 0; n < batch; n++)
    for (let p = 0; p < outRows; p++)
      for (let i = 0; i < filterHeight; i++) {
        const h = p * down + i * dilationHeight - top;
        if (h < 0 || h >= height) continue;
        for (let q = 0; q < outColumns; q++)
          for (let j = 0; j < filterWidth; j++) {
            const w = q * across + j * dilationWidth - left;
            if (w < 0 || w >= width) continue;
            const pixel = at(x, ((n * height + h) * width + w) * channels);
            const place = at(dy, ((n * outRows + p) * outColumns + q) * channels * multiplier);
            const tap = at(filter, (i * filterWidth + j) * channels * multiplier);
            if (toFilter) multiplyAdd(channels, multiplier, pixel, place, tap);
            else addProducts(channels, multiplier, place, tap, pixel);
          }
      }
}

/** c[k] += Σ over m of a[k, m] · b[k, m]. */
// @ts-ignore: decorator
@inline
function addProducts(channels: i32, multiplier: i32, a: usize, b: usize, c: usize): void {
  if (multiplier == 1) multiplyAdd(channels, 1, a, b, c);
  else
    for (let k = 0; k < channels; k++) {
      let sum = load<f32>(at(c, k));
      for (let m = 0; m < multiplier; m++) sum += load<f32>(at(a, k * multiplier + m)) * load<f32>(at(b, k * multiplier + m));
      store<f32>(at(c, k), sum);
    }
}

/** c[k, m] += a[k] · b[k, m]. */
// @ts-ignore: decorator
@inline
function multiplyAdd(channels: i32, multiplier: i32, a: usize, b: usize, c: usize): void {
  let k = 0;
  if (multiplier == 1)
    for (; k + 4 <= channels; k += 4) {
      const o = at(0, k);
      v128.store(c + o, f32x4.add(v128.load(c + o), f32x4.mul(v128.load(a + o), v128.load(b + o))));
    }
  for (; k < channels; k++)
    for (let m = 0; m < multiplier; m++) {
      const o = at(0, k * multiplier + m);
      store<f32>(c + o, load<f32>(c + o) + load<f32>(at(a, k)) * load<f32>(b + o));
    }
}
