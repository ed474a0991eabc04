import { expect, test } from 'vitest';
import { fromArff, readTable, toRecords } from './index.js';

const credit = `% German credit, the first rows
@relation german_credit
@attribute checking_status { '<0', '0<=X<200', 'no checking'}
@attribute duration numeric
@ATTRIBUTE 'other parties' {none, 'co applicant'}
@attribute class {good, bad}
@data
% a comment
'<0',6,none,good
'0<=X<200',48,'co applicant',bad
'no checking',?,none,good
'<0',42,none,good
`;

test('names come from attributes, rows from @data on', async () => {
  const { table, schema } = await readTable(fromArff(credit));
  expect(schema.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['checking_status', 'category'],
    ['duration', 'count'],
    ['other parties', 'category'],
    ['class', 'category'],
  ]);
  expect(toRecords(table, schema)[2]).toEqual({ checking_status: 'no checking', duration: null, 'other parties': 'none', class: 'good' });
});

test('in pieces of any size', async () => {
  for (const size of [1, 7, 50]) {
    const pieces = async function* () {
      for (let at = 0; at < credit.length; at += size) yield credit.slice(at, at + size);
    };
    expect((await readTable(fromArff(pieces))).table.rows).toBe(4);
  }
});

test.each([
  ['the text has no line @data; is it an ARFF file?', 'a,b\n1,2\n'],
  ['the text has no @attribute before @data; is it an ARFF file?', '@relation x\n@data\n1,2\n'],
  ['the text: its rows have 2 cells, and there are 1 attributes', '@attribute a numeric\n@data\n1,2\n3,4\n'],
  ['the text has two attributes "a"', '@attribute a numeric\n@attribute a numeric\n@data\n1,2\n'],
])('%s', async (message, text) => {
  await expect(readTable(fromArff(text))).rejects.toThrow(message);
});
