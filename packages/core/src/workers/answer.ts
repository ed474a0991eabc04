import { check, show } from '../errors.js';
import type { Answer } from './worker-client.js';
import { holdLifeline } from './lifeline.js';
import { errorToMessage } from './port.js';
import type { Port } from './port.js';

/** What a worker does for each type of request. */
export interface Answers<R extends { readonly type: string }> {
  /** The call on the other side, for errors. */
  readonly call: string;
  readonly answers: Readonly<Record<R['type'], (request: any) => unknown>>;
  /** The memory that is transferred with an answer. Default: none. */
  readonly transferred?: (type: R['type'], value: any) => readonly ArrayBufferLike[];
  /** Called with a request that failed. */
  readonly failed?: (request: R) => void;
}

/** Answers all requests that come to the port. Other messages are not for us. */
export function answerRequests<R extends { readonly type: string }>(
  port: Port,
  { call, answers, transferred = () => [], failed }: Answers<R>,
): void {
  port.hear(async (request: R & { readonly id: number; readonly lifeline?: string }) => {
    const { id, lifeline } = Object(request) as Partial<typeof request>;
    if (!Number.isInteger(id)) return;
    try {
      if (lifeline !== undefined) await holdLifeline(lifeline);
      const type: R['type'] = request.type;
      check(
        Object.hasOwn(answers, type),
        () => `${call}: the worker does not know the request ${show(type)}; is its script of the same version?`,
      );
      const value: unknown = await answers[type](request);
      port.send({ id: id!, ok: true, value } satisfies Answer, transferred(type, value));
    } catch (error) {
      failed?.(request);
      port.send({ id: id!, ok: false, error: errorToMessage(error) } satisfies Answer);
    }
  });
}
