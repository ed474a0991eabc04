const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/**
 * A number as text: whole numbers and numbers from 1000 on without decimals, others with `digits` significant digits (default 4).
 * `218,341`, `92.41`, `0.05123`, `1.2 × 10⁻⁵`.
 */
export function formatNumber(value: number, digits: number = 4): string {
  if (!Number.isFinite(value)) return 'not finite';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return scientific(value, digits);
  const precision = Number.isInteger(value) || size >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits };
  return minus(new Intl.NumberFormat('en', precision).format(value + 0));
}

/** Seconds as text: `0.42 s`, `12.3 s`, `3 min 20 s`, `1 h 5 min`. */
export function formatSeconds(seconds: number): string {
  if (!(seconds >= 60)) return `${formatNumber(seconds, 3)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${formatNumber(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}

/** A count with its noun: `1 unit`, `12 units`. */
export function plural(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number for the data of a chart: five significant digits, or `null` where it is not finite. */
export function compact(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null;
}

function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e') as [string, string];
  const power = [...String(Math.abs(Number(exponent)))].map((digit) => superscripts[Number(digit)]).join('');
  return minus(`${Number(mantissa)} × 10${exponent.startsWith('-') ? '⁻' : ''}${power}`);
}

function minus(text: string): string {
  return text.replace('-', '−');
}
