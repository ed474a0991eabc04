import { InputError } from '@autoencoders/core';
import { showUntrusted } from '@autoencoders/core/internal';

/** Reads a value from the JSON of a checkpoint. Throws unless it is what it should be; `where` names it in errors. */
export type Field<T> = (value: unknown, where: string) => T;

/** The error of bytes that are no checkpoint. */
export const damaged = (what: string, cause?: unknown): InputError =>
  new InputError(`readCheckpoint: ${what}; the checkpoint is damaged`, { cause });

const unfit = (where: string, value: unknown, what: string): InputError =>
  damaged(`${where} is ${showUntrusted(value)} and must be ${what}`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Numbers that JSON cannot hold, as they are written. */
const notInJson = ['NaN', 'Infinity', '-Infinity'];

/** JSON of plain data, in which `NaN` and infinite numbers are strings. The field `number` reads them. */
export const toJson = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value));

export const number: Field<number> = (value, where) => {
  if (typeof value === 'number') return value;
  if (notInJson.includes(value as string)) return Number(value);
  throw unfit(where, value, 'a number');
};

/** A whole number of 0 or more. */
export const count: Field<number> = (value, where) => {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw unfit(where, value, 'a whole number of 0 or more');
};

export const text: Field<string> = (value, where) => {
  if (typeof value === 'string') return value;
  throw unfit(where, value, 'text');
};

/** What is true where it is given. */
export const yes: Field<true> = (value, where) => {
  if (value === true) return true;
  throw unfit(where, value, 'true');
};

/** The field, or undefined where there is none. */
export const optional =
  <T>(field: Field<T>): Field<T | undefined> =>
  (value, where) =>
    value === undefined ? undefined : field(value, where);

export const list =
  <T>(field: Field<T>): Field<readonly T[]> =>
  (value, where) => {
    if (!Array.isArray(value)) throw unfit(where, value, 'a list');
    return value.map((item, i) => field(item, `${where}[${i}]`));
  };

/** Values of one kind under any names. */
export const named =
  <T>(field: Field<T>): Field<Readonly<Record<string, T>>> =>
  (value, where) => {
    if (!isObject(value)) throw unfit(where, value, 'a record');
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, field(item, `${where}.${showUntrusted(name)}`)]));
  };

/** A record with these fields. Others are left out. */
export const record =
  <T extends object>(fields: { readonly [K in keyof T]-?: Field<T[K]> }): Field<T> =>
  (value, where) => {
    if (!isObject(value)) throw unfit(where, value, 'a record');
    const own = (name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);
    const read = Object.entries<Field<unknown>>(fields).map(([name, field]) => [name, field(own(name), `${where}.${name}`)] as const);
    return Object.fromEntries(read.filter(([, item]) => item !== undefined)) as T;
  };
