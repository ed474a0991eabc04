import { InputError } from './errors.js';
import { describe, expect, test } from 'vitest';
import { parseSafetensors, toSafetensors, viewSafetensors } from './safetensors.js';

const utf8 = new TextEncoder();

/** A file made by hand: eight bytes of length, least significant first, the header, the data. */
function file(header: string, data: readonly number[] = []): Uint8Array {
  const json = utf8.encode(header);
  return Uint8Array.of(json.length & 255, json.length >> 8, 0, 0, 0, 0, 0, 0, ...json, ...data);
}

// 1 and −2 as float32, −2 as int32, 7, 8 and 9 as bytes.
const data = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0xfe, 0xff, 0xff, 0xff, 7, 8, 9];
const made = file(
  '{"__metadata__":{"made by":"hand","ü":"é"},"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"n":{"dtype":"I32","shape":[],"data_offsets":[8,12]},"u":{"dtype":"U8","shape":[3],"data_offsets":[12,15]}}',
  data,
);
const content = {
  metadata: { 'made by': 'hand', ü: 'é' },
  tensors: {
    x: { shape: [2, 1], values: Float32Array.of(1, -2) },
    n: { shape: [], values: Int32Array.of(-2) },
    u: { shape: [3], values: Uint8Array.of(7, 8, 9) },
  },
};

describe('parseSafetensors', () => {
  test('reads a file made by hand', () => {
    expect(parseSafetensors(made)).toEqual(content);
  });

  test('reads from the middle of a buffer, and from a Buffer of Node', () => {
    const shifted = new Uint8Array(made.length + 3);
    shifted.set(made, 3);
    expect(parseSafetensors(shifted.subarray(3))).toEqual(content);
    expect(parseSafetensors(Buffer.from(made))).toEqual(content);
  });

  test('copies: the bytes may change afterwards', () => {
    const bytes = made.slice();
    const { tensors } = parseSafetensors(bytes);
    bytes.fill(0);
    expect(tensors).toEqual(content.tensors);
  });

  test('takes any names, which reach no prototype', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
    const entries = names.map((name, i) => `"${name}":{"dtype":"U8","shape":[1],"data_offsets":[${i},${i + 1}]}`);
    const { tensors, metadata } = parseSafetensors(
      file(`{${entries.join()},"__metadata__":{"__proto__":"own","constructor":"c"}}`, [0, 1, 2, 3, 4]),
    );
    expect(Object.keys(tensors)).toEqual(names);
    expect(Object.entries(metadata)).toEqual([
      ['__proto__', 'own'],
      ['constructor', 'c'],
    ]);
    expect([tensors['valueOf'], metadata['valueOf'], ({} as any).dtype, Object.getPrototypeOf(tensors)]).toEqual([
      undefined,
      undefined,
      undefined,
      null,
    ]);
  });

  test('takes tensors in any order, empty ones, and space around the header', () => {
    const { tensors } = parseSafetensors(
      file(
        '{"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},"e":{"dtype":"F32","shape":[3,0],"data_offsets":[1,1]}, "a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":[{}]}}  ',
        [7, 8, 9],
      ),
    );
    expect(Object.entries(tensors).map(([name, { values }]) => [name, ...values])).toEqual([['b', 8, 9], ['e'], ['a', 7]]);
  });

  test('viewSafetensors gives the same, wherever the bytes begin', () => {
    for (const shift of [0, 1, 2, 3, 4]) {
      const shifted = new Uint8Array(made.length + shift);
      shifted.set(made, shift);
      expect(viewSafetensors(shifted.subarray(shift))).toEqual(content);
    }
    const aligned = toSafetensors(content);
    expect(viewSafetensors(aligned).tensors.x!.values.buffer).toBe(aligned.buffer);
  });

  test('takes a file without metadata and tensors', () => {
    expect(parseSafetensors(file('{}'))).toEqual({ tensors: {}, metadata: {} });
  });

  const entry = (text: string): Uint8Array => file(`{"x":${text}}`, [0, 0, 0, 0]);
  test.each([
    ['safetensors: the file has 7 bytes, too few for a header', new Uint8Array(7)],
    [
      'safetensors: the header should be 1296125509 bytes long, the file has 16; it is truncated or of another format',
      Uint8Array.of(0x45, 0x4e, 0x41, 0x4d, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8),
    ],
    ['safetensors: the header is not JSON; the file is damaged or of another format', file('{"x":')],
    ['safetensors: the header is not JSON; the file is damaged or of another format', Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff)],
    ['safetensors: the header is JSON, but names no tensors; the file is damaged or of another format', file('[1]')],
    ['safetensors: the header is JSON, but names no tensors; the file is damaged or of another format', file('null')],
    ['safetensors: the header is JSON, but names no tensors; the file is damaged or of another format', file('{"__metadata__":null}')],
    ['safetensors: the header gives x no shape or no place; the file is damaged', entry('null')],
    ['safetensors: the header gives x no shape or no place; the file is damaged', entry('{"dtype":"F32","shape":[1]}')],
    [
      'safetensors: the header gives x no shape or no place; the file is damaged',
      entry('{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}'),
    ],
    ['safetensors: x is of type F16; this reads F32, I32, U8', entry('{"dtype":"F16","shape":[2],"data_offsets":[0,4]}')],
    ['safetensors: x is of type an object; this reads F32, I32, U8', entry('{"dtype":{"toString":1},"shape":[2],"data_offsets":[0,4]}')],
    ['safetensors: x is of type undefined; this reads F32, I32, U8', entry('{"shape":[2],"data_offsets":[0,4]}')],
    ['safetensors: x of shape [2, 3] takes 24 bytes, the header gives it 4', entry('{"dtype":"F32","shape":[2,3],"data_offsets":[0,4]}')],
    [
      'safetensors: \\x1b[31m\\n is of type \\x07; this reads F32, I32, U8',
      file('{"\\u001b[31m\\n":{"dtype":"\\u0007","shape":[2],"data_offsets":[0,4]}}'),
    ],
    [
      `safetensors: ${'y'.repeat(67)} … ${'y'.repeat(33)} is of type F16; this reads F32, I32, U8`,
      file(`{"${'y'.repeat(30_000)}":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}`),
    ],
    [
      `safetensors: x of shape [${'1, '.repeat(8)}…] takes 4 bytes, the header gives it 8`,
      file(`{"x":{"dtype":"F32","shape":[${Array(9000).fill(1)}],"data_offsets":[0,8]}}`),
    ],
    ['safetensors: x ends at byte 8, the data has 4; the file is truncated', entry('{"dtype":"F32","shape":[2],"data_offsets":[0,8]}')],
    [
      'safetensors: y begins at byte 2, within another tensor; the file is damaged',
      file('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}', [0, 0, 0, 0]),
    ],
    [
      'safetensors: y begins at byte 0, within another tensor; the file is damaged',
      file('{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"y":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', [0]),
    ],
    [
      'safetensors: bytes 0 to 1 before x belong to no tensor; the file is damaged',
      file('{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', [0, 0]),
    ],
    [
      'safetensors: the last tensor ends at byte 0, the data has 4; the file is damaged',
      entry('{"dtype":"U8","shape":[0],"data_offsets":[0,0]}'),
    ],
    ['safetensors: the last tensor ends at byte 0, the data has 1; the file is damaged', file('{}', [0])],
    [
      'safetensors: the header gives x no shape or no place; the file is damaged',
      entry('{"dtype":"U8","shape":[4],"data_offsets":[0,4,8]}'),
    ],
    ['safetensors: x of shape [4] takes 4 bytes, the header gives it -4', entry('{"dtype":"U8","shape":[4],"data_offsets":[4,0]}')],
    [
      'safetensors: x has shape [94906267, 94906267, 0], which is too large for a file',
      entry('{"dtype":"U8","shape":[94906267,94906267,0],"data_offsets":[0,0]}'),
    ],
    [
      'safetensors: the header gives x no shape or no place; the file is damaged',
      entry('{"dtype":"U8","shape":[1],"data_offsets":[9007199254740992,9007199254740993]}'),
    ],
    ['safetensors: the header names x twice; the file is damaged', file('{"x":1,"x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}')],
    [
      'safetensors: the header names shape twice; the file is damaged',
      entry('{"dtype":"U8","shape":[4],"shape":[4],"data_offsets":[0,4]}'),
    ],
    ['safetensors: the header names b twice; the file is damaged', file('{"__metadata__":{"a":"","b":"1","\\u0062":"2"}}')],
    ['safetensors: b in the metadata is not a string; the file is damaged', file('{"__metadata__":{"a":"x","b":2}}')],
    [
      'safetensors: the header has numbers that are not whole numbers in plain digits; the file is damaged',
      entry('{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}'),
    ],
    [
      'safetensors: the header has numbers that are not whole numbers in plain digits; the file is damaged',
      entry('{"dtype":"U8","shape":[4],"data_offsets":[-0,4]}'),
    ],
    ['safetensors: the header is JSON, but names no tensors; the file is damaged or of another format', file(' {}')],
    ['safetensors: the header is not JSON; the file is damaged or of another format', file('\ufeff{}')],
    ['safetensors: the header is not JSON; the file is damaged or of another format', file('{"__metadata__":{"a":"\\x"}}')],
  ])('%s', (message, bytes) => {
    expect(() => parseSafetensors(bytes)).toThrow(new InputError(message));
  });
});

test('a header of more than 100 MB is refused before it is read', () => {
  const bytes = new Uint8Array(8 + 100_000_001);
  new DataView(bytes.buffer).setBigUint64(0, 100_000_001n, true);
  expect(() => parseSafetensors(bytes)).toThrow(
    new InputError('safetensors: the header is 100000001 bytes long; at most 100000000 are read'),
  );
});

describe('toSafetensors', () => {
  test.each([
    [
      'safetensors: the values of x must be a Float32Array, an Int32Array or a Uint8Array',
      'x',
      { shape: [1], values: new Float64Array(1) },
    ],
    ['safetensors: a tensor x of shape [2] with 1 values cannot be written', 'x', { shape: [2], values: new Float32Array(1) }],
    [
      'safetensors: a tensor __metadata__ of shape [1] with 1 values cannot be written',
      '__metadata__',
      { shape: [1], values: new Uint8Array(1) },
    ],
  ])('%s', (message, name, stored) => {
    expect(() => toSafetensors({ metadata: {}, tensors: { [name]: stored as any } })).toThrow(new InputError(message));
  });

  test('writes what is read back', () => {
    expect(parseSafetensors(toSafetensors(content))).toEqual(content);
  });

  test('writes the length, the header padded to eight bytes, the values', () => {
    const bytes = toSafetensors({ metadata: {}, tensors: { x: { shape: [2, 1], values: Float32Array.of(1, -2) } } });
    const header = '{"__metadata__":{},"x":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}'.padEnd(80);
    expect(Buffer.from(bytes)).toEqual(Buffer.from([80, 0, 0, 0, 0, 0, 0, 0, ...utf8.encode(header), ...data.slice(0, 8)]));
  });

  test('writes only the part of a buffer that an array shows', () => {
    const values = Float32Array.of(0, 1, -2, 0).subarray(1, 3);
    const { tensors } = parseSafetensors(toSafetensors({ metadata: {}, tensors: { x: { shape: [2], values } } }));
    expect(tensors.x).toEqual({ shape: [2], values: Float32Array.of(1, -2) });
  });
});
