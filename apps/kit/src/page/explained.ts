import { terms } from 'glossary-terms';
import { h, uniqueId } from '../dom.js';

const isSupported = typeof HTMLElement !== 'undefined' && 'popover' in HTMLElement.prototype;
const pattern = new RegExp(`(?<![\\w-])(${Object.keys(terms).join('|')})(s?)(?![\\w-])`, 'g');

/**
 * Puts a text into an element. The first of each word that the glossary has is a button that explains it. `known` has the words that were
 * explained before, and gets those of this text. Browsers without popovers show the text alone.
 */
export function explain(element: HTMLElement, text: string, known: Set<string>): void {
  if (!isSupported) return void (element.textContent = text);
  const parts: (string | Node)[] = [];
  let from = 0;
  for (const { 0: found, 1: word, index } of text.matchAll(pattern)) {
    if (known.has(word!)) continue;
    known.add(word!);
    const after = index + found.length;
    const [before] = /[([“‘]*$/.exec(text.slice(from, index))!;
    const [behind] = /^[^\s\w]*/.exec(text.slice(after))!;
    const [button, note] = term(found, word!);
    // A line may break before and after a button: marks next to it must not stand alone.
    const unit = before || behind ? h('span', { class: 'unbroken' }, before, button, behind) : button;
    parts.push(text.slice(from, index - before.length), unit, note);
    from = after + behind.length;
  }
  element.replaceChildren(...parts, text.slice(from));
}

function term(found: string, word: string): readonly [button: HTMLElement, note: HTMLElement] {
  const note = h('span', { class: 'explanation', id: uniqueId('term'), popover: 'auto' }, `${word}: ${terms[word]}`);
  const button = h('button', { type: 'button', class: 'term', popoverTargetElement: note }, found);
  button.addEventListener('click', () => {
    const { left, bottom } = button.getBoundingClientRect();
    Object.assign(note.style, { left: `${Math.max(8, Math.min(left, innerWidth - 296))}px`, top: `${bottom + 6}px` });
  });
  return [button, note];
}
