import { expect, test } from 'vitest';
import { jsonNotes } from './json-notes.js';

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"b":{"c":[{"d":"e"},{"d":"e"}]},"\\u0061":2}', 'a'],
  ['[{"a":{"b":1}},{"a":{"b":1,"c":"x","b":1}}]', 'b'],
  ['{"\\\\":1,"\\"":"{\\"a\\":1,\\"a\\":2}","\\\\":1}', '\\'],
  ['{"":0,"":0}', ''],
  ['{"__proto__":1,"__proto__":2}', '__proto__'],
])('%s names %j twice', (json, key) => {
  expect(jsonNotes(json).repeatedKey).toBe(key);
});

test.each(['{"a":["a","a",{"a":"a"}],"b":"a"}', '"a"', '[]', '{}', '3', '{"a\\\\":1,"a":",{\\"a\\":"}', '[[{"a":1},{"a":1}],{"a":[]}]'])(
  '%s names no key twice',
  (json) => {
    expect(jsonNotes(json).repeatedKey).toBeUndefined();
  },
);

test.each(['[-1]', '[2.0]', '{"a":1e3}', '{"a":[1E3]}', '-0'])('%s has numbers that are not plain whole ones', (json) => {
  expect(jsonNotes(json).hasOtherNumbers).toBe(true);
});

test.each(['[1]', '{"a-b":"1.5","1e3":"-"}', '[true,false,null]', '[10,{"x":0}]'])('%s has none', (json) => {
  expect(jsonNotes(json).hasOtherNumbers).toBe(false);
});

// Where the time grew with the square, this would run into the limit of a test.
test('a long text takes time in proportion', () => {
  const json = JSON.stringify({ text: '\\"'.repeat(1e6), keys: Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => [`k${i}`, i])) });
  expect(jsonNotes(json)).toEqual({ hasOtherNumbers: false });
});
