import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { showUntrusted } from '@autoencoders/core/internal';
import { isObject, list, object, own, text } from './json.js';
import type { Json } from './json.js';

/*
 * The layers of a Sequential or functional model, models within models included, as one graph. Keras 2, Keras 3 and tfjs-layers write the same
 * tree with small differences.
 */

/** A layer of Keras, and the layers that it reads. */
export interface KerasLayer {
  readonly name: string;
  /** With the names of the models around it: `encoder/dense`. */
  readonly path: string;
  /** Where its weights stand in a `.keras` file: `layers/functional/layers/dense`. */
  readonly place: string;
  readonly className: string;
  readonly config: Json;
  readonly inputs: readonly KerasLayer[];
  /** The layers whose output an `Add` adds to their input. */
  readonly inner?: readonly KerasLayer[];
}

/** More layers than this are refused. */
const MOST_LAYERS = 1000;
/** Models within models deeper than this are refused. */
const DEEPEST = 10;

/** The layers that give the outputs of a model. Errors begin with `call`. */
export function outputsOf(call: string, model: Json): readonly KerasLayer[] {
  return read({ call, count: { layers: 0 } }, model, { path: '', place: '', depth: 0, inputs: undefined });
}

interface Reading {
  readonly call: string;
  readonly count: { layers: number };
}

interface Around {
  readonly path: string;
  readonly place: string;
  readonly depth: number;
  /** What the model is called with; `undefined` for the outermost. */
  readonly inputs: readonly KerasLayer[] | undefined;
}

interface Entry {
  readonly name: string;
  readonly className: string;
  readonly config: Json;
  readonly place: string;
  readonly inbound: unknown;
}

const isModel = (className: string): boolean => ['Sequential', 'Functional', 'Model'].includes(className);

function read(reading: Reading, model: Json, around: Around): readonly KerasLayer[] {
  const { call } = reading;
  const where = around.path === '' ? 'the model' : around.path;
  check(around.depth <= DEEPEST, () => `${call}: models within models are nested deeper than ${DEEPEST}`);
  const className = text(`${call}: class_name of ${where}`, own(model, 'class_name'));
  check(
    isModel(className),
    () =>
      `${call}: ${where} is of the class ${showUntrusted(className)}; Sequential and functional models are read. Save its encoder and its decoder on their own`,
  );
  const given = own(model, 'config');
  const config = Array.isArray(given) ? { layers: given } : object(`${call}: config of ${where}`, given);
  const entries = entriesOf(reading, config, around, where);
  return className === 'Sequential' ? sequential(reading, entries, around) : functional(reading, config, entries, around, where);
}

/** The layers as they are listed, with the places of their weights: Keras numbers the layers of each class. */
function entriesOf({ call, count }: Reading, config: Json, around: Around, where: string): readonly Entry[] {
  const counts = new Map<string, number>();
  return list(`${call}: layers of ${where}`, own(config, 'layers')).map((value, i) => {
    const what = `${call}: layer ${i} of ${where}`;
    check(++count.layers <= MOST_LAYERS, () => `${call}: the model has more than ${MOST_LAYERS} layers`);
    const layer = object(what, value);
    const className = text(`${what}: class_name`, own(layer, 'class_name'));
    const ownConfig = own(layer, 'config');
    const options = Array.isArray(ownConfig) ? { layers: ownConfig } : object(`${what}: config`, ownConfig);
    const key = snake(className);
    const number = counts.get(key) ?? 0;
    counts.set(key, number + 1);
    return {
      name: text(`${what}: name`, own(options, 'name') ?? own(layer, 'name') ?? key),
      className,
      config: options,
      place: `${around.place}layers/${key}${number === 0 ? '' : `_${number}`}`,
      inbound: own(layer, 'inbound_nodes'),
    };
  });
}

/** `Conv2DTranspose` → `conv2d_transpose`, as Keras names the weights of a layer. */
const snake = (name: string): string =>
  name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** What a layer gives for its inputs: itself, or the outputs of the model that it is. */
function placed(reading: Reading, entry: Entry, inputs: readonly KerasLayer[], around: Around): readonly KerasLayer[] {
  const path = `${around.path}${around.path && '/'}${entry.name}`;
  if (!isModel(entry.className)) return [{ ...entry, path, inputs }];
  const inner = { class_name: entry.className, config: entry.config };
  return read(reading, inner, { path, place: `${entry.place}/`, depth: around.depth + 1, inputs });
}

function sequential(reading: Reading, entries: readonly Entry[], around: Around): readonly KerasLayer[] {
  let at = around.inputs ?? [];
  for (const entry of entries) {
    // The model around gives the input.
    if (entry.className === 'InputLayer' && at.length > 0) continue;
    at = placed(reading, entry, at, around);
  }
  check(at.length > 0, () => `${reading.call}: ${around.path || 'the model'} has no layers`);
  return at;
}

function functional(reading: Reading, config: Json, entries: readonly Entry[], around: Around, where: string): readonly KerasLayer[] {
  const { call } = reading;
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  check(byName.size === entries.length, () => `${call}: two layers of ${where} have the same name`);
  const doors = references(`${call}: input_layers of ${where}`, own(config, 'input_layers'));
  const done = new Map<string, readonly KerasLayer[]>();
  const visiting = new Set<string>();
  const layerOf = (name: string): readonly KerasLayer[] => {
    const ready = done.get(name);
    if (ready) return ready;
    const entry = byName.get(name);
    if (!entry) throw new InputError(`${call}: ${where} has no layer ${showUntrusted(name)}, which another one reads`);
    check(!visiting.has(name), () => `${call}: the layers of ${where} read each other in a circle, at ${showUntrusted(name)}`);
    visiting.add(name);
    const door = around.inputs ? doors.findIndex((reference) => reference.name === name) : -1;
    const made = door >= 0 ? given(name, door) : placed(reading, entry, nodesOf(call, entry).map(outputOf), around);
    visiting.delete(name);
    done.set(name, made);
    return made;
  };
  const given = (name: string, door: number): readonly KerasLayer[] => {
    const input = around.inputs![door];
    if (!input) throw new InputError(`${call}: ${where} is given no input for ${showUntrusted(name)}`);
    return [input];
  };
  const outputOf = ({ name, output }: Reference): KerasLayer => {
    const found = layerOf(name)[output];
    if (!found) throw new InputError(`${call}: ${showUntrusted(name)} of ${where} has no output ${output}`);
    return found;
  };
  return references(`${call}: output_layers of ${where}`, own(config, 'output_layers')).map(outputOf);
}

/** An output of a layer. */
interface Reference {
  readonly name: string;
  readonly output: number;
}

const isReference = (value: unknown): value is readonly [string, number, number] =>
  Array.isArray(value) && typeof value[0] === 'string' && Number.isInteger(value[1]) && Number.isInteger(value[2]);

/** All references in a value, in order: `['dense', 0, 0]` in lists, and Keras 3's tensors in arguments. */
function references(what: string, value: unknown, depth: number = 0): readonly Reference[] {
  check(depth < 20, () => `${what} are nested too deep`);
  if (isReference(value)) return [{ name: value[0], output: value[2] }];
  if (Array.isArray(value)) return value.flatMap((part) => references(what, part, depth + 1));
  if (!isObject(value)) return [];
  const history = own(value, 'keras_history');
  if (history !== undefined) return references(what, history, depth + 1);
  return Object.values(value).flatMap((part) => references(what, part, depth + 1));
}

/** What a layer reads. A layer that is used at several places is refused. */
function nodesOf(call: string, { name, inbound = [] }: Entry): readonly Reference[] {
  const nodes = list(`${call}: inbound_nodes of ${showUntrusted(name)}`, inbound);
  check(
    nodes.length <= 1,
    () => `${call}: ${showUntrusted(name)} is used at ${nodes.length} places of the model; such layers are not read`,
  );
  return references(`${call}: inbound_nodes of ${showUntrusted(name)}`, nodes);
}
