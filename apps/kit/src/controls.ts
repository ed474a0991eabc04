import { h, uniqueId } from './dom.js';
import { entriesOf, within } from './settings.js';
import type { Choice, Controls, NumberControl } from './settings.js';

/** Controls on the page, and their values. */
export interface ControlPanel<S> {
  readonly element: HTMLElement;
  readonly values: () => S;
  /** Sets some of the controls. `changed` is not called. */
  readonly set: (settings: Partial<S>) => void;
}

/** Controls on the page; `changed` is called after each change, with the name of the control. */
export function controlPanel<S>(controls: Controls<S>, changed: (key: keyof S) => void): ControlPanel<S> {
  const made = entriesOf(controls).map(([key, control]) => {
    const tell = (): void => {
      showUse();
      changed(key as keyof S);
    };
    return { key, control, ...inputOf(key, control, tell) };
  });
  const values = (): S => Object.fromEntries(made.map(({ key, value }) => [key, value()])) as S;
  /** A control that does nothing with the others as they are is off, and says why. */
  const showUse = (): void => {
    const now = values() as Readonly<Record<string, unknown>>;
    for (const { control, enable } of made) if (control.unused) enable(control.unused(now));
  };
  showUse();
  return {
    element: h('div', { class: 'controls' }, ...made.map(({ element }) => element)),
    values,
    set(settings) {
      for (const { key, set } of made) {
        const value = settings[key as keyof S];
        if (value !== undefined) set(value);
      }
      showUse();
    },
  };
}

interface Input {
  readonly element: HTMLElement;
  readonly value: () => unknown;
  readonly set: (value: unknown) => void;
  /** Turns it off, with a reason instead of its hint; undefined turns it on. */
  readonly enable: (unused: string | undefined) => void;
}

function inputOf(key: string, control: Choice<unknown> | NumberControl, changed: () => void): Input {
  if (control.kind === 'choice') return select(key, control, changed);
  return control.kind === 'slider' ? sliderInput(key, control, changed) : field(key, control, changed);
}

/** A field to type a number into. What it does not take becomes the nearest number that it takes, or the one before. */
function field(key: string, control: NumberControl, changed: () => void): Input {
  const { min, max, step, value, ...words } = control;
  const id = uniqueId(key);
  let now = value;
  const set = (next: unknown): void => {
    now = next as number;
    input.value = String(now);
  };
  const onchange = (): void => {
    set(Number.isNaN(input.valueAsNumber) ? now : within(control, input.valueAsNumber));
    changed();
  };
  const bounds = { min: String(min), max: String(max), step: String(step) };
  const input = h('input', { id, type: 'number', ...bounds, onchange, 'aria-describedby': words.hint ? `${id}-hint` : undefined });
  set(value);
  return { ...labelled(id, words, input), value: () => now, set };
}

function sliderInput(
  key: string,
  { min, max, step, value, unit, show = String, live, ...words }: NumberControl,
  changed: () => void,
): Input {
  const id = uniqueId(key);
  const output = h('output', { for: id });
  const input = h('input', {
    id,
    type: 'range',
    min: String(min),
    max: String(max),
    step: String(step),
    'aria-describedby': words.hint ? `${id}-hint` : undefined,
  });
  const write = (): void => {
    const text = `${show(Number(input.value))}${unit ? ` ${unit}` : ''}`;
    output.textContent = text;
    input.setAttribute('aria-valuetext', text);
    input.style.setProperty('--filled', `${(100 * (Number(input.value) - min)) / (max - min)}%`);
  };
  const set = (next: unknown): void => {
    input.value = String(next);
    write();
  };
  input.addEventListener('input', write);
  input.addEventListener('change', changed);
  if (live) input.addEventListener('input', changed);
  set(value);
  return { ...labelled(id, words, input, output), value: () => Number(input.value), set };
}

function select(key: string, { options, value, ...words }: Choice<unknown>, changed: () => void): Input {
  const id = uniqueId(key);
  const input = h(
    'select',
    { id, 'aria-describedby': words.hint ? `${id}-hint` : undefined, onchange: changed },
    ...options.map(([option, text]) => h('option', { value: String(option) }, text)),
  );
  const set = (next: unknown): void => void (input.selectedIndex = options.findIndex(([option]) => option === next));
  set(value);
  return { ...labelled(id, words, input), value: () => options[input.selectedIndex]![0], set };
}

/** An input below its label, with a hint and the formula below it. */
function labelled(
  id: string,
  { label, hint, formula }: Pick<NumberControl, 'label' | 'hint' | 'formula'>,
  input: HTMLInputElement | HTMLSelectElement,
  output?: HTMLElement,
): Pick<Input, 'element' | 'enable'> {
  const words = hint === undefined ? undefined : h('p', { class: 'hint', id: `${id}-hint` }, hint);
  const head = h('div', { class: 'control-head' }, h('label', { for: id }, label), output);
  const element = h('div', { class: 'control' }, head, input, words, formula !== undefined && h('p', { class: 'formula' }, formula));
  return {
    element,
    enable(unused) {
      input.disabled = unused !== undefined;
      element.classList.toggle('unused', unused !== undefined);
      if (words) words.textContent = unused ?? hint!;
    },
  };
}

/** A button with a text; `kind` is how much it stands out, `label` its name where the text is a sign. */
export const button = (
  text: string,
  onclick: () => void,
  { kind = 'plain', title, label }: { kind?: 'primary' | 'plain' | 'quiet'; title?: string; label?: string } = {},
): HTMLButtonElement => h('button', { type: 'button', class: kind, onclick, title: title ?? label, 'aria-label': label }, text);
