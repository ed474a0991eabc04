/** What the functions of `@autoencoders/exchange` say of their options, and how the options of this command are called. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(fromKeras|fromTfjsLayers|loadPytorch): /, ''],
  [/say it with codes: 'name' or its number/, 'say it with --codes and its name or its number'],
  [/^codes: /, '--codes '],
  [/say it with input: \[28, 28, 1\]/, 'say it with --input 28x28x1'],
  [/say it with spread: 'logVar' or 'logSigma'/, 'say it with --spread logVar or --spread logSigma'],
  [/give model\.to_json\(\) as config/, 'write what model.to_json() gives into a file, and name it with --config'],
  [/give it as config to fromKeras, with the file of the weights/, 'import the file of the weights, and name this one with --config'],
  [/say which with names: \{ "(.*)": … \}/, 'say which with --name $1=…'],
  [/^names has /, '--name has '],
  [/^names\.(\S+) is /, '--name $1 is '],
];

/** A message in the words of the command line. */
export const inWordsOfImport = (message: string): string => WORDS.reduce((text, [from, to]) => text.replace(from, to), message);
