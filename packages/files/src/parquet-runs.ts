import { check } from '@autoencoders/core/operations';
import { varint } from './thrift.js';

interface Runs {
  readonly from: number;
  readonly to: number;
  /** Bits of a value. */
  readonly width: number;
  readonly count: number;
}

/**
 * Checks runs of values, repeated or packed, and gives the number of values in them that are not 0 if `width` is 1. Source: Parquet's
 * "RLE / Bit-Packing Hybrid".
 */
export function checkRuns(view: DataView, { from, to, width, count }: Runs): number {
  let at = from;
  let seen = 0;
  let ones = 0;
  while (seen < count) {
    const { value: header, end } = varint(view, at);
    at = end;
    const packed = header % 2 === 1;
    const values = Math.floor(header / 2) * (packed ? 8 : 1);
    check(values > 0 && (packed || values <= count - seen), () => `has a run of ${values} values where ${count - seen} are left`);
    if (width === 1) ones += packed ? onesIn(view, at, Math.min(values, count - seen)) : view.getUint8(at) === 1 ? values : 0;
    at += packed ? (values / 8) * width : Math.ceil(width / 8);
    check(at <= to, 'has a page whose runs go beyond its end');
    seen += values;
  }
  return ones;
}

/** How many of the `count` bits from byte `at` on are 1. */
function onesIn(view: DataView, at: number, count: number): number {
  let ones = 0;
  for (let i = 0; i < count; i++) ones += (view.getUint8(at + (i >> 3)) >> (i & 7)) & 1;
  return ones;
}
