/*
 * Numbers of 16 bits as in IEEE 754: a sign, 5 bits of exponent, 10 bits of fraction. They are read and written by their bits, since typed arrays of them
 * (`Float16Array`) are in Node from 24 on only. The methods are those of F. Giesen, "Float->half variants", 2012.
 */

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The bits of the float32 whose last bit has the place of the last bit of a half below 2⁻¹⁴. */
const BELOW = 126 << 23;
/** 2¹¹²: exponents of float32 and of half begin at −127 and at −15. */
const UP = 2 ** 112;

/** Writes x · `scale`, rounded to the nearest half, ties to even. From 65,520 on it is infinite; NaN is not kept apart from it. */
export function toHalf(from: Float32Array, scale: number, to: Uint16Array): void {
  for (let i = 0; i < from.length; i++) {
    float[0] = from[i]! * scale;
    const sign = (bits[0]! >>> 16) & 0x8000;
    let size = bits[0]! & 0x7fffffff;
    if (size < 0x38800000) {
      // Below 2⁻¹⁴, the sum with 1/2 rounds to the places of a half.
      bits[0] = size;
      float[0]! += 0.5;
      size = bits[0]! - BELOW;
    } else {
      size = Math.min(0x7c00, (size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
    }
    to[i] = sign | size;
  }
}

/** Writes the halves, times `scale`, as float32. */
export function fromHalf(from: Uint16Array, scale: number, to: Float32Array): void {
  const up = scale * UP;
  for (let i = 0; i < from.length; i++) {
    const half = from[i]!;
    bits[0] = (half & 0x7fff) << 13;
    const size = float[0]! * up;
    to[i] = half & 0x8000 ? -size : size;
  }
}
