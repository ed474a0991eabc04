type Child = Node | string | number | false | undefined | null | readonly Child[];
type Properties = Readonly<Record<string, unknown>>;

/**
 * Creates an element: `h('button', { type: 'button', onclick: start }, 'Start')`. `class`, `for`, `role`, `aria-…` and
 * `data-…` are attributes, all other names properties of the DOM. Children that are false, null or undefined are left out.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (/^(class|for|role|list)$|^(aria|data)-/.test(name)) element.setAttribute(name, String(value));
    else Object.assign(element, { [name]: value });
  }
  append(element, children);
  return element;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === false || child === undefined || child === null) continue;
    if (typeof child === 'string' || typeof child === 'number') parent.appendChild(document.createTextNode(String(child)));
    else if (child instanceof Node) parent.appendChild(child);
    else append(parent, child);
  }
}

let count = 0;
/** An id that no other element has. */
export const uniqueId = (name: string): string => `${name}-${++count}`;

/** Puts what the page shows in the place of the text that it came with. */
export const fillPage = (...nodes: readonly Node[]): void => document.body.replaceChildren(...nodes);
