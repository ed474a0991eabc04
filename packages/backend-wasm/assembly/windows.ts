import { at, splat } from './vectors';

// @ts-ignore: decorator
@inline
function joined(greatest: bool, sum: v128, pixel: v128): v128 {
  // Of two numbers, pmax takes the first unless the second is greater: never NaN.
  return greatest ? f32x4.pmax(sum, pixel) : f32x4.add(sum, pixel);
}

/** The pixels of one window: `rows` of `columns`, each `channels` numbers, rows `line` numbers apart. */
// @ts-ignore: decorator
@inline
function one(greatest: bool, x: usize, rows: i32, columns: i32, channels: i32, line: i32, y: usize): void {
  const none: f32 = greatest ? -Infinity : 0;
  const share: f32 = <f32>(rows * columns);
  let c = 0;
  for (; c + 16 <= channels; c += 16) {
    let s0 = splat(none);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let h = 0; h < rows; h++) {
      let from = at(x, h * line + c);
      for (let w = 0; w < columns; w++) {
        s0 = joined(greatest, s0, v128.load(from));
        s1 = joined(greatest, s1, v128.load(from, 16));
        s2 = joined(greatest, s2, v128.load(from, 32));
        s3 = joined(greatest, s3, v128.load(from, 48));
        from = at(from, channels);
      }
    }
    const to = at(y, c);
    const all = splat(share);
    v128.store(to, greatest ? s0 : f32x4.div(s0, all));
    v128.store(to, greatest ? s1 : f32x4.div(s1, all), 16);
    v128.store(to, greatest ? s2 : f32x4.div(s2, all), 32);
    v128.store(to, greatest ? s3 : f32x4.div(s3, all), 48);
  }
  for (; c + 4 <= channels; c += 4) {
    let sum = splat(none);
    for (let h = 0; h < rows; h++) {
      let from = at(x, h * line + c);
      for (let w = 0; w < columns; w++) {
        sum = joined(greatest, sum, v128.load(from));
        from = at(from, channels);
      }
    }
    v128.store(at(y, c), greatest ? sum : f32x4.div(sum, splat(share)));
  }
  for (; c < channels; c++) {
    let sum = none;
    for (let h = 0; h < rows; h++) {
      let from = at(x, h * line + c);
      for (let w = 0; w < columns; w++) {
        const pixel = load<f32>(from);
        if (!greatest) sum += pixel;
        else if (pixel > sum) sum = pixel;
        from = at(from, channels);
      }
    }
    store<f32>(at(y, c), greatest ? sum : sum / share);
  }
}

/**
 * The greatest pixel of each window, or their mean, over the pixels within the image: NaN is left out of the greatest, as tfjs
 * has it, and makes a mean NaN.
 */
export function pool(
  greatest: bool, batch: i32, height: i32, width: i32, channels: i32, filterHeight: i32, filterWidth: i32, down: i32, across: i32,
  top: i32, left: i32, outRows: i32, outColumns: i32, x: usize, y: usize,
): void {
  for (let n = 0; n < batch; n++)
    for (let p = 0; p < outRows; p++) {
      const row = max(0, p * down - top);
      const rows = max(0, min(height, p * down - top + filterHeight) - row);
      for (let q = 0; q < outColumns; q++) {
        const column = max(0, q * across - left);
        const columns = max(0, min(width, q * across - left + filterWidth) - column);
        const from = at(x, ((n * height + row) * width + column) * channels);
        if (greatest) one(true, from, rows, columns, channels, width * channels, y);
        else one(false, from, rows, columns, channels, width * channels, y);
        y = at(y, channels);
      }
    }
}
