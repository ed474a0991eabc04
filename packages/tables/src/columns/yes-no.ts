/** Pairs of words for no and yes. */
const PAIRS: readonly (readonly [no: string, yes: string])[] = [
  ['no', 'yes'],
  ['n', 'y'],
  ['false', 'true'],
  ['f', 't'],
  ['0', '1'],
  ['0.0', '1.0'],
  ['off', 'on'],
  ['nein', 'ja'],
  ['non', 'oui'],
  ['no', 'si'],
  ['no', 'sí'],
  ['não', 'sim'],
  ['нет', 'да'],
  // As Excel writes TRUE and FALSE in other languages.
  ['falsch', 'wahr'],
  ['faux', 'vrai'],
  ['falso', 'verdadero'],
  ['falso', 'verdadeiro'],
  ['falso', 'vero'],
  ['onwaar', 'waar'],
  ['ложь', 'истина'],
  ['いいえ', 'はい'],
  ['否', '是'],
];

/** The words for no and yes as they are first written, if all words are of one pair. */
export function yesNoLevels(words: ReadonlySet<string>): readonly [string, string] | undefined {
  // No pair is written in more than a handful of ways: no, No, NO.
  if (words.size > 6) return undefined;
  for (const pair of PAIRS) {
    const first = pair.map((word) => [...words].find((given) => given.toLowerCase() === word));
    if (first[0] !== undefined && first[1] !== undefined && [...words].every((given) => pair.includes(given.toLowerCase())))
      return [first[0], first[1]];
  }
  return undefined;
}
