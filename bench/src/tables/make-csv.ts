import { closeSync, openSync, writeSync } from 'node:fs';

/** A generator of numbers from 0 to 1. Numerical Recipes' linear congruential generator. */
function drawer(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const cities = ['Lagos', 'Osaka', 'Lima', 'Pune', 'Bonn', '"Portland, OR"', 'Quito', 'Turku'];
const heading = 'id,opened,city,plan,renewed,age,rooms,income,balance,score,ratio,visits,height,weight,rate,code';

/** Writes a CSV of about so many bytes: 16 columns of numbers, counts, words, yes/no and dates, 5 % of the ages missing. The same every time. */
export function makeCsv(path: string, bytes: number): void {
  const draw = drawer(14);
  const among = (words: readonly string[]): string => words[Math.floor(draw() * words.length)]!;
  const number = (least: number, most: number, decimals: number): string => (least + (most - least) * draw()).toFixed(decimals);
  const file = openSync(path, 'w');
  let written = writeSync(file, `${heading}\n`);
  for (let id = 1; written < bytes;) {
    let text = '';
    for (const end = id + 5000; id < end; id++) {
      const day = new Date(1.5e12 + 864e5 * Math.floor(2000 * draw())).toISOString().slice(0, 10);
      const words = `${among(cities)},${among(['free', 'basic', 'full'])},${among(['yes', 'no'])},${draw() < 0.05 ? '' : number(18, 90, 0)}`;
      const numbers = `${number(1, 9, 0)},${number(0, 99999, 2)},${number(-5000, 5000, 2)},${number(-4, 4, 4)},${number(0, 1, 6)}`;
      text += `${id},${day},${words},${numbers},${number(0, 500, 0)},${number(150, 200, 1)},${number(45, 120, 1)},${number(0, 20, 3)},${among([...'abcdefgh'])}\n`;
    }
    written += writeSync(file, text);
  }
  closeSync(file);
}
