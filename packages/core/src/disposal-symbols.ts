// Makes `Symbol.dispose` and `Symbol.asyncDispose` where the browser lacks them. Models have them as keys, and `using` reads them. The
// symbols are those that compilers take there: esbuild, Babel and Oxc compile `using` to `Symbol.dispose || Symbol.for('Symbol.dispose')`.
for (const name of ['dispose', 'asyncDispose'])
  if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) });
