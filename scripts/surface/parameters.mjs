// Which parameters of exported functions their docstrings say nothing about.

/** Letters of formulas that stand for a parameter. */
const LETTERS = { alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', lambda: 'λ', mu: 'μ', rho: 'ρ', sigma: 'σ' };

function nameOf(parameter) {
  const inner = parameter.left ?? parameter.argument ?? parameter;
  return inner.type === 'Identifier' ? inner.name : undefined;
}

const mentions = (doc, name) => new RegExp(`\\b${name}\\b`).test(doc) || (name in LETTERS && doc.includes(LETTERS[name]));

/**
 * The parameters that the docstrings of a function do not name. `options` needs no words: each option has a docstring of its own.
 *
 * @param {{ node?: any, doc?: string }[]} declarations what `exportsOf` gives for one name
 * @returns {string[]}
 */
export function unnamedParameters(declarations) {
  const doc = declarations.map((each) => each.doc ?? '').join('\n');
  const names = declarations.flatMap(({ node }) => (node?.params ?? node?.init?.params ?? []).map(nameOf));
  return [...new Set(names)].filter((name) => name && !['options', '_'].includes(name) && !mentions(doc, name));
}
