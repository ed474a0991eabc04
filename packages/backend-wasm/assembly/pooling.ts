import { at, read, splat, write } from './vectors';

/** dy goes to the first greatest pixel of its window. */
export function maxPoolGradient(
  batch: i32, height: i32, width: i32, channels: i32, filterHeight: i32, filterWidth: i32, down: i32, across: i32,
  dilationHeight: i32, dilationWidth: i32, top: i32, left: i32, outRows: i32, outColumns: i32, x: usize, dy: usize, dx: usize,
): void {
  memory.fill(dx, 0, <usize>(batch * height * width * channels) << 2);
  for (let n = 0; n < batch; n++)
    for (let p = 0; p < outRows; p++)
      for (let q = 0; q < outColumns; q++)
        for (let c = 0; c < channels; c++) {
          let greatest: f32 = 0;
          let place = -1;
          for (let i = 0; i < filterHeight; i++) {
            const h = p * down + i * dilationHeight - top;
            if (h < 0 || h >= height) continue;
            for (let j = 0; j < filterWidth; j++) {
              const w = q * across + j * dilationWidth - left;
              if (w < 0 || w >= width) continue;
              const pixel = ((n * height + h) * width + w) * channels + c;
              const value = load<f32>(at(x, pixel));
              // Whatever follows a NaN is greater: the maximum leaves NaN out, too.
              if (place < 0 || value > greatest || greatest != greatest) {
                greatest = value;
                place = pixel;
              }
            }
          }
          if (place < 0) continue;
          const sum = at(dx, place);
          store<f32>(sum, load<f32>(sum) + load<f32>(at(dy, ((n * outRows + p) * outColumns + q) * channels + c)));
        }
}

/** dy over the size of its window goes to each pixel of it. */
export function averagePoolGradient(
  batch: i32, height: i32, width: i32, channels: i32, filterHeight: i32, filterWidth: i32, down: i32, across: i32,
  dilationHeight: i32, dilationWidth: i32, top: i32, left: i32, outRows: i32, outColumns: i32, dy: usize, dx: usize,
): void {
  memory.fill(dx, 0, <usize>(batch * height * width * channels) << 2);
  const share = splat(1 / <f32>(filterHeight * filterWidth));
  for (let n = 0; n < batch; n++)
    for (let p = 0; p < outRows; p++)
      for (let q = 0; q < outColumns; q++) {
        const place = at(dy, ((n * outRows + p) * outColumns + q) * channels);
        for (let i = 0; i < filterHeight; i++) {
          const h = p * down + i * dilationHeight - top;
          if (h < 0 || h >= height) continue;
          for (let j = 0; j < filterWidth; j++) {
            const w = q * across + j * dilationWidth - left;
            if (w < 0 || w >= width) continue;
            const pixel = at(dx, ((n * height + h) * width + w) * channels);
            for (let c = 0; c < channels; c += 4) {
              const rest = channels - c;
              const sum = f32x4.add(read(at(pixel, c), rest), f32x4.mul(read(at(place, c), rest), share));
              write(at(pixel, c), sum, rest);
            }
          }
        }
      }
}

/** sums[ids[i], :] += x[i, :]; an id outside of the segments is left out. */
export function segmentSum(rows: i32, columns: i32, segments: i32, x: usize, ids: usize, sums: usize): void {
  memory.fill(sums, 0, <usize>(segments * columns) << 2);
  for (let r = 0; r < rows; r++) {
    const id = load<i32>(at(ids, r));
    if (id < 0 || id >= segments) continue;
    const from = at(x, r * columns);
    const to = at(sums, id * columns);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j;
      write(at(to, j), f32x4.add(read(at(to, j), left), read(at(from, j), left)), left);
    }
  }
}
