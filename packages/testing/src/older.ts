/**
 * Takes `Symbol.dispose` and `Symbol.asyncDispose` away, as in an older browser. They can't be deleted, so it replaces `Symbol`. It uses
 * nothing from outside, so that its text can run in a page or in another process.
 */
export function hideDisposalSymbols(): void {
  const given = Symbol;
  const { dispose: _, asyncDispose: __, ...others } = Object.getOwnPropertyDescriptors(given) as unknown as PropertyDescriptorMap;
  const own = (description?: string): symbol => given(description);
  globalThis.Symbol = Object.defineProperties(own, others) as unknown as SymbolConstructor;
}

/** Takes `SharedArrayBuffer` away, as in WebKitGTK, which has none even where a page is isolated. Shared memory of WebAssembly stays. */
export function hideSharedArrayBuffer(): void {
  Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
}
