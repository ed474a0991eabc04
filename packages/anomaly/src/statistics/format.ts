/** A number for a sentence, with `digits` significant digits (default 3): "1,230", "0.0123". */
export const numberText = (value: number, digits: number = 3): string =>
  Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-6)
    ? value.toPrecision(digits)
    : value.toLocaleString('en-US', { maximumSignificantDigits: digits });

/** A share for a sentence, as a percentage: "1 %", "0.28 %". Less than one in a billion is "0 %". */
export const percent = (share: number): string => `${share < 1e-9 ? 0 : numberText(100 * share, 2)} %`;

/** A p-value for a sentence: "p = 0.032", "p < 0.001". */
export const pText = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${numberText(p, 2)}`);
