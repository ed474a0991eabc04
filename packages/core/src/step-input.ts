const names: Record<string, string[]> = {};

/** The name of an input of `AdamStep` and `SgdStep`, such as `weight0`. It is kept, since text that is made anew is slow to look up. */
export const stepInput = (name: string, i: number): string => ((names[name] ??= [])[i] ??= `${name}${i}`);
