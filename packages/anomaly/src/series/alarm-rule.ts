import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { EventOptions } from './events.js';
import { checkFlagOptions } from './voting.js';

/** How steps above the threshold become alarms and events. */
export type AlarmRule = Omit<EventOptions, 'names'>;

/** Throws unless a rule is one. */
export function checkRule(call: string, rule: AlarmRule): void {
  checkOptions(`${call}: rule`, rule, { minLength: true, vote: true, merge: true });
  checkFlagOptions(`${call}: rule`, rule);
  if (rule.merge !== undefined) checkInteger(`${call}: rule`, 'merge', rule.merge, 0);
}
