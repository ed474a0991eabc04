/**
 * Makes `instanceof` true for errors of another copy of this package, too. A program has two copies when two of its dependencies
 * need different versions. A subclass keeps its own `instanceof`.
 */
export function shareInstances(kind: abstract new (...given: never[]) => Error, name: string): void {
  const brand = Symbol.for(`@autoencoders/${name}`);
  const ofThisCopy = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(kind.prototype, brand, { value: true });
  Object.defineProperty(kind, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === kind ? typeof value === 'object' && value !== null && brand in value : ofThisCopy.call(this, value);
    },
  });
}
