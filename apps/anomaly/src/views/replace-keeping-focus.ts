/** Replaces what is in an element. If one of its buttons has the focus, the button with the same text gets it. */
export function replaceKeepingFocus(element: HTMLElement, ...children: readonly (Node | string)[]): void {
  const focused = element.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
  element.replaceChildren(...children);
  if (focused) [...element.querySelectorAll('button')].find(({ textContent }) => textContent === focused)?.focus();
}
