import { check } from '@autoencoders/core/operations';

/*
 * Checks of the descriptions in a Parquet file before hyparquet reads them: that numbers end, and lists and texts are inside. A number
 * without an end would keep hyparquet busy for ever. Messages go on after the name of the file. Source: Apache Thrift, compact protocol.
 */

/** The most bytes of a number of 64 bits, and the deepest description in a description. */
const LONGEST = 10;
const DEEPEST = 32;

/** The whole number without a sign at `at`, and where it ends. Throws when it has more than 64 bits. */
export function varint(view: DataView, at: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let i = 0; i < LONGEST; i++) {
    const byte = view.getUint8(at + i);
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  check(false, 'is damaged: it has a number of more than 64 bits');
}

/** Where the struct at `at` ends. Throws when it is damaged. */
export function checkStruct(view: DataView, at: number, depth: number = 0): number {
  check(depth < DEEPEST, 'is damaged: its description is too deep');
  for (;;) {
    const field = view.getUint8(at);
    const type = field & 15;
    if (type === 0) return at + 1;
    // A field whose number is not near the one before has it after its type.
    at = checkValue(view, field < 16 ? varint(view, at + 1).end : at + 1, type, depth);
    check(at <= view.byteLength, 'is damaged: its description goes beyond its end');
  }
}

function checkValue(view: DataView, at: number, type: number, depth: number): number {
  // True and false are types of their own.
  if (type === 1 || type === 2) return at;
  if (type === 3) return at + 1;
  if (type >= 4 && type <= 6) return varint(view, at).end;
  if (type === 7) return at + 8;
  if (type === 8) {
    const { value, end } = varint(view, at);
    return end + value;
  }
  if (type === 12) return checkStruct(view, at, depth + 1);
  check(type === 9, () => `is damaged: its description has the unknown type ${type}`);
  const head = view.getUint8(at);
  const { value: count, end } = head >> 4 === 15 ? varint(view, at + 1) : { value: head >> 4, end: at + 1 };
  check(count <= view.byteLength - end, 'is damaged: a list in its description goes beyond its end');
  let next = end;
  for (let i = 0; i < count; i++) next = (head & 15) <= 2 ? next + 1 : checkValue(view, next, head & 15, depth);
  return next;
}

/**
 * Checks `count` numbers that are stored as differences, in blocks. Source: Parquet, "Delta Encoding" (DELTA_BINARY_PACKED).
 */
export function checkDeltas(view: DataView, from: number, count: number): void {
  const block = varint(view, from);
  const parts = varint(view, block.end);
  const size = block.value / parts.value;
  check(
    Number.isInteger(size) && size > 0 && size % 8 === 0 && parts.value <= 1024,
    () => `has blocks of ${block.value} numbers in ${parts.value} parts`,
  );
  let at = varint(view, varint(view, parts.end).end).end;
  for (let seen = 1; seen < count;) {
    const widths = varint(view, at).end;
    at = widths + parts.value;
    // Parts after the last number are not stored.
    for (let i = 0; i < parts.value && seen < count; i++, seen += size) at += (view.getUint8(widths + i) * size) / 8;
  }
}
