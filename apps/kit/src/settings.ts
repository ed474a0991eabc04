/** What a control has in common with the others; `V` is what it can be set to. */
interface ControlBase<V> {
  readonly label: string;
  /** One short sentence on what it does. */
  readonly hint?: string;
  /** Its value at the start. */
  readonly value: V;
  /** Whether a change needs no new model (default false). */
  readonly live?: boolean;
  /** The formula that it stands in, as text: `‖x − x̂‖² + β · KL`. */
  readonly formula?: string;
  /** Why it does nothing with these settings; undefined if it does something. */
  readonly unused?: (settings: Readonly<Record<string, unknown>>) => string | undefined;
}

/** A number, chosen with a slider or typed into a field. */
export interface NumberControl extends ControlBase<number> {
  readonly kind: 'slider' | 'field';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What follows the number: `latents`, `%`. */
  readonly unit?: string;
  /** The number as text (default `String`). */
  readonly show?: (value: number) => string;
}

/** One of a few values, chosen from a list. */
export interface Choice<V> extends ControlBase<V> {
  readonly kind: 'choice';
  readonly options: readonly (readonly [value: V, label: string])[];
}

/** A control that sets a value of type `V`. */
export type Control<V = unknown> = Choice<V> | (number extends V ? NumberControl : never);

/** A control for each setting. */
export type Controls<S> = { readonly [K in keyof S]: Control<S[K]> };

/** The settings that controls set: `SettingsOf<typeof controls>`. */
export type SettingsOf<C> = { readonly [K in keyof C]: C[K] extends Choice<infer V> ? V : number };

/** A slider: `slider({ label: 'Code size', min: 1, max: 64, step: 1, value: 2 })`. */
export const slider = (options: Omit<NumberControl, 'kind'>): NumberControl => ({ kind: 'slider', ...options });

/** A list to choose from: `choice({ label: 'Path', value: 'line', options: [['line', 'Straight line'], …] })`. */
export const choice = <const V extends string | number>(
  options: Omit<Choice<V>, 'kind' | 'value'> & { readonly value: NoInfer<V> },
): Choice<V> => ({ kind: 'choice', ...options });

/** The slider for the number of epochs, 1 to 100. */
export const epochsControl = (value: number, more: Partial<NumberControl> = {}): NumberControl =>
  slider({
    label: 'Epochs',
    min: 1,
    max: 100,
    step: 1,
    value,
    live: true,
    hint: 'How many times the model goes through all examples.',
    ...more,
  });

/** The field for the seed of the weights, the batches and the noise of a training. */
export const seedControl = (): NumberControl => ({
  kind: 'field',
  label: 'Seed',
  min: 0,
  max: 2 ** 31 - 1,
  step: 1,
  value: 1,
  hint: 'Training begins with random weights. The same seed gives the same run again, another seed another run.',
});

/** The settings at the start. */
export const defaultsOf = <S>(controls: Controls<S>): S =>
  Object.fromEntries(entriesOf(controls).map(([key, { value }]) => [key, value])) as S;

/** The settings in `given`, which may come from a file: those that a control knows, numbers within their range. */
export function validSettings<S>(controls: Controls<S>, given: unknown): Partial<S> {
  const all = (given ?? {}) as Readonly<Record<string, unknown>>;
  const valid = entriesOf(controls).flatMap(([key, control]) => {
    const value = all[key];
    if (control.kind === 'choice') return control.options.some(([option]) => option === value) ? [[key, value]] : [];
    return Number.isFinite(value) ? [[key, within(control, value as number)]] : [];
  });
  return Object.fromEntries(valid) as Partial<S>;
}

/** The nearest number that a control takes. */
export const within = ({ min, max, step }: NumberControl, value: number): number =>
  Math.min(max, Math.max(min, Number.isInteger(step) ? Math.round(value) : value));

/** The controls with their names, in order. */
export const entriesOf = <S>(controls: Controls<S>): [key: string, control: Choice<unknown> | NumberControl][] => Object.entries(controls);

/** What a control is set to, as the page writes it. */
export function settingText(control: Choice<unknown> | NumberControl, value: unknown): string {
  if (control.kind === 'choice') return control.options.find(([option]) => option === value)?.[1] ?? '';
  return (control.show ?? String)(value as number);
}
