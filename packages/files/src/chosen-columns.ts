import { check } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';

/** The places of the columns to read among `names`: those that are wanted, or all. Throws when one does not exist, or exists twice. */
export function chosenColumns(call: string, file: string, names: readonly string[], wanted: readonly string[] = names): readonly number[] {
  check(Array.isArray(wanted), () => `${call}: columns must be a list of names, not ${show(wanted)}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  check(twice === undefined, () => `${call}: ${file} has two columns with the name ${show(twice)}`);
  check(names.length > 0 && wanted.length > 0, () => `${call}: ${names.length > 0 ? 'columns is empty' : `${file} has no columns`}`);
  return wanted.map((name) => {
    const place = names.indexOf(name);
    check(place >= 0, () => `${call}: ${file} has no column ${show(name)}; it has ${printable(names.join(', '))}`);
    return place;
  });
}
