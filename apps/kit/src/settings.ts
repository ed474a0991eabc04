/** What the reader has chosen, by the keys of the controls. */
export type Settings = Readonly<Record<string, number | string>>;

interface ControlBase {
  readonly key: string;
  readonly label: string;
  /** One short sentence that says what it does. */
  readonly hint?: string;
  /** Whether a change needs a new model, or holds for a training that runs; a new model unless told. */
  readonly live?: boolean;
}

/** A number on a line. */
export interface SliderControl extends ControlBase {
  readonly kind: 'slider';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** What stands behind the number: `latents`, `%`. */
  readonly unit?: string;
  /** How the number is shown. */
  readonly show?: (value: number) => string;
}

/** One of a few. */
export interface ChoiceControl extends ControlBase {
  readonly kind: 'choice';
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly value: string;
}

export type Control = SliderControl | ChoiceControl;

/** How often the model sees every example. */
export const epochsControl = (value: number, more: Partial<SliderControl> = {}): SliderControl => ({
  kind: 'slider',
  key: 'epochs',
  label: 'Epochs',
  min: 1,
  max: 100,
  step: 1,
  value,
  hint: 'How often the model sees every example.',
  ...more,
});

/** Where the controls stand at first. */
export const startOf = (controls: readonly Control[]): Settings => Object.fromEntries(controls.map(({ key, value }) => [key, value]));
