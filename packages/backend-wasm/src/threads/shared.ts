/*
 * The binary format is that of the WebAssembly Core Specification, sections 5.5 (modules), 5.5.5 (import section) and 5.3.11
 * (limits). The shared flag of limits is from the threads proposal.
 */

const importSection = 2;
const functionKind = 0;
const memoryKind = 2;
const withMaximum = 1;
const shared = 2;

/**
 * The same module, but the unshared memory that it imports is declared shared. Then several threads can start it on one memory.
 * `maximumPages` (of 64 kB) must be at least the maximum of that memory. The module may import functions, too. Throws if it imports no
 * unshared memory, or anything else.
 */
export function withSharedMemory(bytes: Uint8Array, maximumPages: number): Uint8Array & { readonly buffer: ArrayBuffer } {
  const section = findImports(bytes);
  const limits = section && findMemory(bytes, section.body);
  if (!limits) throw new Error('withSharedMemory: the module must import one unshared memory, and otherwise only functions');

  const [minimum] = readNumber(bytes, limits + 1);
  // A shared memory must have a maximum, and that of an import must be at least the memory's own. So replace the old one.
  const { start, body: first, end } = section;
  const memory = [withMaximum | shared, ...number(minimum), ...number(maximumPages)];
  const body = [...bytes.subarray(first, limits), ...memory, ...bytes.subarray(afterLimits(bytes, limits), end)];
  return Uint8Array.from([...bytes.subarray(0, start), importSection, ...number(body.length), ...body, ...bytes.subarray(end)]);
}

/** The position of the memory's limits. Undefined unless the module imports one unshared memory, and otherwise only functions. */
function findMemory(bytes: Uint8Array, body: number): number | undefined {
  let limits: number | undefined;
  let [count, next] = readNumber(bytes, body);
  for (; count > 0; count--) {
    const kindAt = afterName(bytes, afterName(bytes, next));
    const [value, after] = readNumber(bytes, kindAt + 1);
    next = after;
    if (bytes[kindAt] === functionKind) continue;
    if (bytes[kindAt] !== memoryKind || limits !== undefined || value > withMaximum) return undefined;
    limits = kindAt + 1;
    next = afterLimits(bytes, limits);
  }
  return limits;
}

/** The position after limits: a minimum, and a maximum if the flag says so. */
function afterLimits(bytes: Uint8Array, limits: number): number {
  const [, next] = readNumber(bytes, limits + 1);
  return bytes[limits] === withMaximum ? readNumber(bytes, next)[1] : next;
}

/** The start of the import section, the start of its contents, and its end. */
function findImports(bytes: Uint8Array): { start: number; body: number; end: number } | undefined {
  const header = 8; // '\0asm' and the version
  for (let start = header; start < bytes.length;) {
    const [size, body] = readNumber(bytes, start + 1);
    const end = body + size;
    if (bytes[start] === importSection) return { start, body, end };
    start = end;
  }
  return undefined;
}

/** Reads an unsigned number in LEB128 (5.2.2): seven bits in each byte, the lowest first. Also returns the position after it. */
function readNumber(bytes: Uint8Array, at: number): [value: number, next: number] {
  const byte = bytes[at]!;
  if (byte < 128) return [byte, at + 1];
  const [rest, next] = readNumber(bytes, at + 1);
  return [byte - 128 + 128 * rest, next];
}

/** The position after a name, which starts with its length. */
function afterName(bytes: Uint8Array, at: number): number {
  const [length, start] = readNumber(bytes, at);
  return start + length;
}

/** A number in LEB128. */
const number = (value: number): number[] => (value < 128 ? [value] : [(value % 128) + 128, ...number(Math.floor(value / 128))]);
