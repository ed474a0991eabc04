import { h, uniqueId } from './dom.js';
import type { ChoiceControl, Control, Settings, SliderControl } from './settings.js';

/** Controls on the page, and what they stand at. */
export interface Controls {
  readonly element: HTMLElement;
  readonly values: () => Settings;
  /** Puts controls where the settings say, those that it knows. */
  readonly set: (settings: Settings) => void;
}

/** The controls of an app; `changed` hears of each change, after it. */
export function controlsOf(controls: readonly Control[], changed: (control: Control) => void): Controls {
  const made = controls.map((control) => (control.kind === 'slider' ? slider(control, changed) : choice(control, changed)));
  return {
    element: h('div', { class: 'controls' }, ...made.map(({ element }) => element)),
    values: () => Object.fromEntries(made.map(({ key, value }) => [key, value()])),
    set: (settings) => made.forEach((one) => settings[one.key] !== undefined && one.set(settings[one.key]!)),
  };
}

interface Made {
  readonly key: string;
  readonly element: HTMLElement;
  readonly value: () => number | string;
  readonly set: (value: number | string) => void;
}

function slider(control: SliderControl, changed: (control: Control) => void): Made {
  const { key, label, hint, min, max, step, value, unit, show = String } = control;
  const id = uniqueId(key);
  const output = h('output', { for: id });
  const input = h('input', {
    id,
    type: 'range',
    min: String(min),
    max: String(max),
    step: String(step),
    'aria-describedby': hint ? `${id}-hint` : undefined,
  });
  input.value = String(value);
  const write = (): void => {
    const text = `${show(Number(input.value))}${unit ? ` ${unit}` : ''}`;
    output.textContent = text;
    input.setAttribute('aria-valuetext', text);
    input.style.setProperty('--filled', `${(100 * (Number(input.value) - min)) / (max - min)}%`);
  };
  input.addEventListener('input', write);
  input.addEventListener('change', () => changed(control));
  if (control.live) input.addEventListener('input', () => changed(control));
  write();
  const element = h(
    'div',
    { class: 'control' },
    h('div', { class: 'control-head' }, h('label', { for: id }, label), output),
    input,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
  );
  const set = (next: number | string): void => {
    input.value = String(next);
    write();
  };
  return { key, element, value: () => Number(input.value), set };
}

function choice(control: ChoiceControl, changed: (control: Control) => void): Made {
  const { key, label, hint, options, value } = control;
  const id = uniqueId(key);
  const select = h(
    'select',
    { id, 'aria-describedby': hint ? `${id}-hint` : undefined, onchange: () => changed(control) },
    ...options.map(([name, text]) => h('option', { value: name }, text)),
  );
  select.value = value;
  const element = h(
    'div',
    { class: 'control' },
    h('div', { class: 'control-head' }, h('label', { for: id }, label)),
    select,
    hint && h('p', { class: 'hint', id: `${id}-hint` }, hint),
  );
  return { key, element, value: () => select.value, set: (next) => (select.value = String(next)) };
}

/** A button with a text; `kind` says how much it stands out. */
export const button = (
  text: string,
  onclick: () => void,
  { kind = 'plain', title }: { kind?: 'primary' | 'plain' | 'quiet'; title?: string } = {},
): HTMLButtonElement => h('button', { type: 'button', class: kind, onclick, title }, text);
