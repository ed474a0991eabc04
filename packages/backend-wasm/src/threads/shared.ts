/*
 * The binary format that is read and written here: WebAssembly Core Specification, section 5.5 (modules), 5.5.5 (import
 * section) and 5.3.11 (limits); the shared flag of limits is of the threads proposal.
 */

const importSection = 2;
const memoryKind = 2;
const withMaximum = 1;
const shared = 2;

/**
 * The same module with its only import, an unshared memory, declared shared, so that several threads can start it on
 * one; `maximumPages` (of 64 kB) must be no less than that memory's own maximum. Throws when the module imports anything
 * else.
 */
export function withSharedMemory(bytes: Uint8Array, maximumPages: number): Uint8Array<ArrayBuffer> {
  const section = findImports(bytes);
  const limits = section && onlyMemory(bytes, section.body);
  if (!limits) throw new Error('withSharedMemory: the module must import one unshared memory and nothing else');

  const [minimum] = readNumber(bytes, limits + 1);
  // A shared memory must have a maximum, and one that is imported must be known to stay below: the old one gives way.
  const body = [...bytes.subarray(section.body, limits), withMaximum | shared, ...number(minimum), ...number(maximumPages)];
  const { start, end } = section;
  return Uint8Array.from([...bytes.subarray(0, start), importSection, ...number(body.length), ...body, ...bytes.subarray(end)]);
}

/** Where the limits of the memory are that is the only import, if it is and unshared. */
function onlyMemory(bytes: Uint8Array, body: number): number | undefined {
  const [count, first] = readNumber(bytes, body);
  const kindAt = afterName(bytes, afterName(bytes, first));
  const limits = kindAt + 1;
  return count === 1 && bytes[kindAt] === memoryKind && bytes[limits]! <= withMaximum ? limits : undefined;
}

/** Where the import section starts, where its contents do, and where it ends. */
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

/** An unsigned number in LEB128 (5.2.2), seven bits a byte with the lowest first, and where the next thing starts. */
function readNumber(bytes: Uint8Array, at: number): [value: number, next: number] {
  const byte = bytes[at]!;
  if (byte < 128) return [byte, at + 1];
  const [rest, next] = readNumber(bytes, at + 1);
  return [byte - 128 + 128 * rest, next];
}

/** Where the next thing starts after a name, which has its length before it. */
function afterName(bytes: Uint8Array, at: number): number {
  const [length, start] = readNumber(bytes, at);
  return start + length;
}

/** A number in LEB128. */
const number = (value: number): number[] => (value < 128 ? [value] : [(value % 128) + 128, ...number(Math.floor(value / 128))]);
