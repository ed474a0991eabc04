/**
 * Bytes as text, one character each. Browsers take the name "latin1" of `TextDecoder` for Windows-1252, in which 93 is a quotation mark; Node
 * 20 does not.
 */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
