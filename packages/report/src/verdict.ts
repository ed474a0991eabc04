import { html } from './html.js';
import type { Html } from './html.js';
import type { Finding, Grade } from './types.js';

const words = { good: 'Good', fair: 'Fair', bad: 'Poor', note: 'Result' } as const;

/** The grade of all findings together: the worst of them. `note` where none is graded. */
export const gradeOf = (findings: readonly Finding[]): Grade =>
  (['bad', 'fair', 'good'] as const).find((grade) => findings.some((finding) => finding.grade === grade)) ?? 'note';

/** The findings in a line: `Good: 40 % less error than PCA; 20 of 20 latents used; nothing overfitted`. */
export const verdictLine = (findings: readonly Finding[]): string =>
  `${words[gradeOf(findings)]}: ${findings.flatMap(({ brief }) => brief ?? []).join('; ')}`;

const marks: Readonly<Record<Grade, readonly [mark: string, name: string]>> = {
  good: ['✓', 'good'],
  fair: ['!', 'could be better'],
  bad: ['✗', 'bad'],
  note: ['i', 'note'],
};

/** The verdict of a report: the line, and every finding in a sentence with what to try. Nothing without findings. */
export function verdict(findings: readonly Finding[] = []): Html | undefined {
  if (findings.length === 0) return undefined;
  const one = ({ grade, text, advice }: Finding): Html => {
    const [mark, name] = marks[grade];
    return html`<li class="${grade}"><span class="mark" role="img" aria-label="${name}">${mark}</span><span>${text}${advice !== undefined && html` <em>${advice}</em>`}</span></li>`;
  };
  return html`<section class="verdict ${gradeOf(findings)}" aria-label="Verdict">
<p class="line">${verdictLine(findings)}.</p>
<ul>${findings.map(one)}</ul>
</section>`;
}
