import { at, read, splat, write } from './vectors';

/**
 * The greatest pixel of each window, or their mean, over the pixels within the image: NaN is left out of the greatest, as tfjs
 * has it, and makes a mean NaN.
 */
export function pool(
  greatest: bool, batch: i32, height: i32, width: i32, channels: i32, windowHeight: i32, windowWidth: i32, down: i32, across: i32,
  top: i32, left: i32, outRows: i32, outColumns: i32, x: usize, y: usize,
): void {
  for (let n = 0; n < batch; n++) {
    const image = at(x, n * height * width * channels);
    for (let p = 0; p < outRows; p++) {
      const firstRow = max(0, p * down - top);
      const lastRow = min(height, p * down - top + windowHeight);
      for (let q = 0; q < outColumns; q++) {
        const firstColumn = max(0, q * across - left);
        const lastColumn = min(width, q * across - left + windowWidth);
        const pixels = splat(<f32>(max(0, lastRow - firstRow) * max(0, lastColumn - firstColumn)));
        const to = at(y, ((n * outRows + p) * outColumns + q) * channels);
        for (let c = 0; c < channels; c += 4) {
          const rest = channels - c;
          let sum = greatest ? splat(-Infinity) : splat(0);
          for (let h = firstRow; h < lastRow; h++) {
            let from = at(image, (h * width + firstColumn) * channels + c);
            for (let w = firstColumn; w < lastColumn; w++) {
              const pixel = read(from, rest);
              // Of two numbers, pmax takes the first unless the second is greater: never NaN.
              sum = greatest ? f32x4.pmax(sum, pixel) : f32x4.add(sum, pixel);
              from = at(from, channels);
            }
          }
          write(at(to, c), greatest ? sum : f32x4.div(sum, pixels), rest);
        }
      }
    }
  }
}
