/** 12345.6 as `12,346`. */
export const whole = (n: number): string => Math.round(n).toLocaleString('en-US');

/** An amount and a noun: `1 window`, `1,200 windows`. */
export const counted = (n: number, noun: string): string => `${whole(n)} ${noun}${n === 1 ? '' : 's'}`;

/** A number with four significant digits: `105.7`, `9.041`, `0.2604`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000 ? whole(value) : Number(value.toPrecision(4)).toString();
}

/** Seconds as `0:42`, or `1:02:03`. */
export function clockTime(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
}

/** Loss terms by name: `reconstruction 84.2  kl 25.1`. */
export function termsText(terms: Readonly<Record<string, number>>): string {
  return Object.entries(terms)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join('  ');
}

const titles: ReadonlyMap<string, string> = new Map([
  ['mnist', 'MNIST'],
  ['fashion-mnist', 'Fashion-MNIST'],
  ['digits', 'handwritten digits'],
]);

/** The name of a dataset in titles. */
export const titleOf = (name: string): string => titles.get(name) ?? name;

/** A name that fits into the name of a folder: `my-set` for `./my set/`. */
export const slug = (name: string): string =>
  name
    .replaceAll(/[^\w-]+/g, '-')
    .slice(-60)
    .replaceAll(/^-+|-+$/g, '') || 'data';

/** A noun with its article: `an undercomplete autoencoder`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/** A text with a capital first letter. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
