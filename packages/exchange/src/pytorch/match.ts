import { InputError } from '@autoencoders/core';
import { showShape } from '@autoencoders/core/operations';
import { show, showUntrusted } from '@autoencoders/core/internal';
import type { Parameter } from './parameter.js';
import type { FloatTensor } from './tensors.js';

type Parameters = Readonly<Record<string, Parameter>>;
type Tensors = Readonly<Record<string, FloatTensor>>;

/** The parameters of one module, by their names in it: `weight`, `bias`. */
type Members = ReadonlyMap<string, string>;

/**
 * Which tensor of a file is which parameter: by `names` where they are given, by equal names, or by their shapes where only one assignment is
 * possible. Modules of the same shapes whose names differ in one number, such as `net.0` and `net.2`, keep the order of these numbers.
 */
export function matched(
  parameters: Parameters,
  tensors: Tensors,
  names: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  for (const [ours, theirs] of Object.entries(names)) {
    if (!Object.hasOwn(parameters, ours))
      throw new InputError(`loadPytorch: names has ${show(ours)}, which the model does not have; it has ${show(Object.keys(parameters))}`);
    if (!Object.hasOwn(tensors, theirs))
      throw new InputError(`loadPytorch: names.${ours} is ${show(theirs)}, which the file does not have; it has ${listed(tensors)}`);
  }
  const all = Object.keys(parameters);
  const open = all.filter((name) => !Object.hasOwn(names, name));
  const taken = new Set(Object.values(names));
  if (open.every((name) => Object.hasOwn(tensors, name) && !taken.has(name)))
    return { ...Object.fromEntries(open.map((name) => [name, name])), ...names };
  const free = Object.keys(tensors).filter((name) => !taken.has(name));
  return { ...byShape(parameters, open, tensors, free), ...names };
}

const listed = (tensors: Tensors): string =>
  Object.entries(tensors)
    .slice(0, 20)
    .map(([name, { shape }]) => `${showUntrusted(name)} ${showShape(shape)}`)
    .join(', ');

/** The names of the modules and of their members, in the order in which they come. */
function modulesOf(names: readonly string[]): ReadonlyMap<string, Members> {
  const modules = new Map<string, Map<string, string>>();
  for (const name of names) {
    const dot = name.lastIndexOf('.');
    const [prefix, member] = [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)];
    if (!modules.has(prefix)) modules.set(prefix, new Map());
    modules.get(prefix)!.set(member, name);
  }
  return modules;
}

function byShape(
  parameters: Parameters,
  open: readonly string[],
  tensors: Tensors,
  free: readonly string[],
): Readonly<Record<string, string>> {
  /** What a module is like: its members with their shapes. */
  const signature = (members: Members, shapeOf: (name: string) => readonly number[]): string =>
    [...members]
      .map(([member, name]) => `${member} ${showShape(shapeOf(name))}`)
      .sort()
      .join(', ');
  const group = (names: readonly string[], shapeOf: (name: string) => readonly number[]): Map<string, [string, Members][]> => {
    const groups = new Map<string, [string, Members][]>();
    for (const [prefix, members] of modulesOf(names)) {
      const key = signature(members, shapeOf);
      groups.set(key, [...(groups.get(key) ?? []), [prefix, members]]);
    }
    return groups;
  };
  const ours = group(open, (name) => parameters[name]!.shape);
  const theirs = group(free, (name) => tensors[name]!.shape);
  const found: Record<string, string> = {};
  for (const [key, wanted] of ours) {
    const there = theirs.get(key) ?? [];
    if (there.length < wanted.length)
      throw new InputError(
        `loadPytorch: the model needs ${wanted.length} times a module with ${key} (${wanted.map(([prefix]) => prefix).join(', ')}), and the file has ${there.length}; it has ${listed(tensors)}`,
      );
    const order = inOrder(there.map(([prefix]) => prefix));
    if (there.length > wanted.length || (there.length > 1 && !order))
      throw new InputError(
        `loadPytorch: ${wanted.map(([prefix]) => prefix).join(' and ')} could be ${there.map(([prefix]) => showUntrusted(prefix)).join(' or ')}, which have the same shapes; say which with names: { ${JSON.stringify([...wanted[0]![1].values()][0])}: … }`,
      );
    wanted.forEach(([, members], i) => {
      const chosen = there[order?.[i] ?? i]![1];
      for (const [member, name] of members) found[name] = chosen.get(member)!;
    });
  }
  return found;
}

/** The places of names in the order of the one number in which they differ. Undefined where they differ otherwise. */
function inOrder(names: readonly string[]): readonly number[] | undefined {
  const split = names.map((name) => name.split(/(\d+)/));
  const differing = new Set<number>();
  for (const parts of split) {
    if (parts.length !== split[0]!.length) return undefined;
    parts.forEach((part, i) => part !== split[0]![i] && differing.add(i));
  }
  if (differing.size > 1) return undefined;
  const [at = 0] = differing;
  if (names.length > 1 && at % 2 === 0) return undefined;
  return names.map((_, i) => i).sort((a, b) => Number(split[a]![at]) - Number(split[b]![at]));
}
