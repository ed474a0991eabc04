/** Where the string ends that begins at `at`, behind its closing quote. */
function endOfString(json: string, at: number): number {
  let end = json.indexOf('"', at + 1);
  for (; ; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (json[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
}

/** What begins and ends values of JSON, and the numbers that are no plain whole numbers. */
const MARKS = /["{}[\],]|-|\.|\d[eE]/g;

/** Properties of a JSON text that the result of `JSON.parse` does not show. */
export interface JsonNotes {
  /** A key that stands twice in the same object. `JSON.parse` gives only its last value. */
  readonly repeatedKey?: string;
  /** Whether a number is negative, or has a point or an exponent, such as `2.0` or `1e3`. */
  readonly hasOtherNumbers: boolean;
}

/** Notes on JSON that `JSON.parse` accepts. */
export function jsonNotes(json: string): JsonNotes {
  // For each open object its keys, for each open list nothing.
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  let hasOtherNumbers = false;
  const marks = new RegExp(MARKS);
  for (let mark = marks.exec(json); mark; mark = marks.exec(json)) {
    const [text] = mark;
    const keys = open.at(-1);
    if (text === '"') {
      marks.lastIndex = endOfString(json, mark.index);
      if (isKey && keys) {
        const key = JSON.parse(json.slice(mark.index, marks.lastIndex)) as string;
        if (keys.has(key)) return { repeatedKey: key, hasOtherNumbers };
        keys.add(key);
      }
      isKey = false;
    } else if (text === '{' || text === '[') {
      open.push(text === '{' ? new Set() : undefined);
      isKey = text === '{';
    } else if (text === '}' || text === ']') open.pop();
    else if (text === ',') isKey = keys !== undefined;
    else hasOtherNumbers = true;
  }
  return { hasOtherNumbers };
}
