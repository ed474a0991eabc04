import {
  activationHistogram,
  comparison,
  confusionTable,
  curves,
  dictionaryEntries,
  html,
  interpolations,
  latentGrid,
  latentMap,
  lossCurves,
  reconstructions,
  samples,
  traversals,
} from '../src/index.js';
import type { Report } from '../src/index.js';
import { history, shapes } from './fixture.js';

/** Names as files may have them: markup, ends of quotes, elements and comments, entities, control characters, and a long word. */
export const hostileNames: Readonly<Record<string, string>> = {
  image: '<img src=x onerror="ran = 1">',
  script: '</script><script>ran = 1</script>',
  'end of a comment': '--><svg onload=ran=1><!--',
  'end of a style': '</style></title></textarea><iframe srcdoc="<script>parent.ran = 1</script>">',
  attribute: `"' onmouseover=ran=1 x='" autofocus onfocus="ran=1`,
  entity: '&lt;b&gt; &amp;lt; &#60;i&#62;',
  url: 'javascript:ran=1',
  template: '${ran = 1}{{ran = 1}}`',
  control: '\u202egnp.\u2066exe\0\x1b[31m\r\u2028\ud800',
  property: '__proto__',
  long: 'x'.repeat(100_000),
};

/** A report with every section, in which each text is `named(text)`. */
export function namedReport(named: (text: string) => string): Report {
  const text = { title: named('title'), caption: named('caption') };
  const range = [-1, 1] as const;
  const axes = [named('x'), named('y')] as const;
  const classes = ['disc', 'square', 'cross'].map(named);
  const labels = Array.from({ length: 30 }, (_, i) => i % 3);
  const points = labels.map((label, i) => [label, i] as const);
  const values = [3, 2, 1];
  const epochs = history(3).map((epoch) => {
    const terms = { [named('reconstruction')]: 1, [named('kl')]: 2 };
    return { ...epoch, terms, validation: { loss: 3, terms } };
  });
  return {
    title: named('title'),
    subtitle: named('subtitle'),
    summary: named('summary'),
    settings: { [named('group')]: { [named('key')]: named('value') }, Versions: { [named('program')]: named('1.0') } },
    history: epochs,
    lossUnit: named('nats'),
    baseline: { name: named('baseline'), value: 2, about: named('about') },
    findings: [{ grade: 'good', brief: named('brief'), text: named('text'), advice: named('advice') }],
    results: { [named('loss')]: named('1'), [named('error')]: { value: 2, about: named('about'), better: 'lower' } },
    sections: [
      { ...text, body: html`<p title="${named('own')}">${named('own')}</p>` },
      lossCurves(epochs, { ...text, unit: named('nats') }),
      reconstructions({ rows: ['original', 'restored'].map((row) => ({ label: named(row), images: shapes(3) })) }),
      latentMap({ points, labels, classes, axes, images: shapes(30) }),
      latentGrid({ images: shapes(4), columns: 2, range, axes }),
      samples({ ...text, images: shapes(3) }),
      interpolations({ ...text, rows: [shapes(3), shapes(3)] }),
      dictionaryEntries({ ...text, filters: shapes(3) }),
      traversals({ rows: ['one', 'two'].map((row) => ({ label: named(row), images: shapes(3) })), range, unit: named('unit') }),
      comparison({
        series: ['plain', 'sparse'].map((name) => ({ name: named(name), measures: { [named('error')]: values } })),
        about: { [named('error')]: named('about') },
      }),
      curves({ label: named('loss'), rows: ['a', 'b'].map((name) => ({ name: named(name), epochs: [1, 2, 3], values })) }),
      confusionTable({ counts: [values, values, values], classes }),
      activationHistogram({ ...text, meanActivations: new Float32Array(9).fill(0.5), target: 0.1 }),
    ],
  };
}
