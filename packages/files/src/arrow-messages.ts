import { check } from '@autoencoders/core/operations';
import type { RandomAccess } from './random-access.js';

/*
 * Checks of the descriptions in an Arrow file before apache-arrow reads them. They are tables of FlatBuffers, which apache-arrow trusts: a
 * damaged length could keep it busy for ever. Messages go on after the name of the file. Source: Arrow's Message.fbs, Schema.fbs, File.fbs.
 */

/** The most rows of a batch, and the most fields of a schema with those inside others. */
const MOST_ROWS = 2 ** 28;
const MOST_FIELDS = 2 ** 16;
/** The most bytes of a description. */
const MOST_BYTES = 2 ** 26;

/** A table of FlatBuffers. Reading outside of the bytes throws. */
interface Fields {
  readonly view: DataView;
  /** Where a field is, or 0 if it is missing. */
  readonly at: (field: number) => number;
}

function tableAt(view: DataView, at: number): Fields {
  const offsets = at - view.getInt32(at, true);
  const size = view.getUint16(offsets, true);
  const field = (place: number): number => {
    const offset = 4 + 2 * place < size ? view.getUint16(offsets + 4 + 2 * place, true) : 0;
    return offset && at + offset;
  };
  return { view, at: field };
}

const rootOf = (view: DataView): Fields => tableAt(view, view.getUint32(0, true));
/** What a field points at. */
const target = (view: DataView, at: number): number => at + view.getUint32(at, true);
const inside = ({ view, at }: Fields, field: number): Fields | undefined =>
  at(field) ? tableAt(view, target(view, at(field))) : undefined;

/** The number of entries of a list and where the first is. Throws when the list is longer than the description. */
function listOf({ view, at }: Fields, field: number, bytes: number): { readonly count: number; readonly first: number } {
  if (!at(field)) return { count: 0, first: 0 };
  const start = target(view, at(field));
  const count = view.getUint32(start, true);
  check(start + 4 + count * bytes <= view.byteLength, 'is damaged: a list goes beyond its end');
  return { count, first: start + 4 };
}

/** Checks a schema, or a field with the fields in it. */
function checkFields(table: Fields, list: number, left: { fields: number }): void {
  const { count, first } = listOf(table, list, 4);
  left.fields -= count;
  check(left.fields >= 0, () => `has more than ${MOST_FIELDS} columns`);
  for (let i = 0; i < count; i++) {
    const field = tableAt(table.view, target(table.view, first + 4 * i));
    listOf(field, 6, 4);
    checkFields(field, 5, left);
  }
}

function checkSchema(schema: Fields): void {
  listOf(schema, 2, 4);
  checkFields(schema, 1, { fields: MOST_FIELDS });
}

const safe = (value: bigint): number => {
  check(value >= 0n && value <= Number.MAX_SAFE_INTEGER, 'is damaged: a size is out of range');
  return Number(value);
};

/** Checks a record batch or a dictionary, and gives its rows. */
function checkBatch(batch: Fields, body: number): number {
  const { view, at } = batch;
  const rows = at(0) ? safe(view.getBigInt64(at(0), true)) : 0;
  const nodes = listOf(batch, 1, 16);
  const buffers = listOf(batch, 2, 16);
  listOf(batch, 4, 8);
  for (let i = 0; i < nodes.count; i++) {
    const length = safe(view.getBigInt64(nodes.first + 16 * i, true));
    check(rows <= MOST_ROWS && length <= MOST_ROWS, () => `has a batch of ${Math.max(rows, length)} rows; at most ${MOST_ROWS} are read`);
  }
  for (let i = 0; i < buffers.count; i++) {
    const start = safe(view.getBigInt64(buffers.first + 16 * i, true));
    const length = safe(view.getBigInt64(buffers.first + 16 * i + 8, true));
    check(start + length <= body, 'is damaged: the cells of a batch go beyond its end');
  }
  return rows;
}

/** The kinds of messages. */
const SCHEMA = 1;
const DICTIONARY = 2;
const BATCH = 3;

/** Checks the descriptions of a file, or of a stream, and gives the number of rows in all. Only the descriptions are read. */
export async function checkMessages(file: RandomAccess, isFile: boolean): Promise<number> {
  let rows = 0;
  const starts = new Set<number>();
  // The file format is a stream between "ARROW1", filled up to 8 bytes, and the footer.
  const { end, batches } = isFile ? await checkFooter(file) : { end: file.byteLength, batches: [] };
  for (let at = isFile ? 8 : 0; at < end;) {
    const prefix = new DataView(await file.slice(at, Math.min(end, at + 8)));
    check(prefix.byteLength === 8 && prefix.getUint32(0, true) === 0xffffffff, () => `is damaged: no message starts at byte ${at}`);
    const length = prefix.getInt32(4, true);
    if (length === 0) break;
    const start = at + 8;
    starts.add(at);
    check(length > 0 && length <= MOST_BYTES && start + length <= end, () => `is damaged: the message at byte ${at} goes beyond the end`);
    const message = rootOf(new DataView(await file.slice(start, start + length)));
    const kind = message.at(1) ? message.view.getUint8(message.at(1)) : 0;
    const body = message.at(3) ? safe(message.view.getBigInt64(message.at(3), true)) : 0;
    check(start + length + body <= end, () => `is damaged: the message at byte ${at} goes beyond the end`);
    const content = inside(message, 2);
    check(
      content !== undefined && kind >= SCHEMA && kind <= BATCH,
      () => `is damaged: the message at byte ${at} is of the unknown kind ${kind}`,
    );
    if (kind === SCHEMA) checkSchema(content);
    if (kind === DICTIONARY) checkBatch(inside(content, 1) ?? content, body);
    if (kind === BATCH) rows += checkBatch(content, body);
    at = start + length + body;
  }
  // What apache-arrow reads of a file is what the footer names. So that must be what was checked.
  check(
    batches.every((at) => starts.has(at)),
    'is damaged: its footer names a batch where none is',
  );
  return rows;
}

/** Checks the description at the end of a file. Gives where it starts, and where the batches are that it names. */
async function checkFooter(file: RandomAccess): Promise<{ readonly end: number; readonly batches: readonly number[] }> {
  const tail = new DataView(await file.slice(file.byteLength - 10, file.byteLength));
  const length = tail.getInt32(0, true);
  const start = file.byteLength - 10 - length;
  check(length > 0 && length <= MOST_BYTES && start >= 8, 'is damaged: its footer goes beyond its start');
  const footer = rootOf(new DataView(await file.slice(start, start + length)));
  const schema = inside(footer, 1);
  check(schema !== undefined, 'is damaged: its footer has no schema');
  checkSchema(schema);
  const batches: number[] = [];
  for (const field of [2, 3]) {
    const { count, first } = listOf(footer, field, 24);
    for (let i = 0; i < count; i++) {
      const at = safe(footer.view.getBigInt64(first + 24 * i, true));
      const size = footer.view.getInt32(first + 24 * i + 8, true) + safe(footer.view.getBigInt64(first + 24 * i + 16, true));
      check(size >= 0 && at + size <= start, 'is damaged: its footer names a batch beyond its end');
      batches.push(at);
    }
  }
  return { end: start, batches };
}
