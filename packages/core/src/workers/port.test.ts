import { afterEach, expect, it, vi } from 'vitest';
import { ownPort } from './port.js';

afterEach(() => vi.unstubAllGlobals());

it('the port of a Web Worker whose file runs twice hears each message once', () => {
  const scope = new EventTarget();
  vi.stubGlobal('WorkerGlobalScope', EventTarget);
  vi.stubGlobal('postMessage', () => undefined);
  vi.stubGlobal('addEventListener', scope.addEventListener.bind(scope));
  const heard: string[] = [];
  for (const run of ['first', 'second']) ownPort('train').hear((message) => heard.push(`${run}: ${message}`));
  ownPort('read').hear((message) => heard.push(`another call: ${message}`));
  scope.dispatchEvent(new MessageEvent('message', { data: 'begin' }));
  expect(heard).toEqual(['first: begin', 'another call: begin']);
});
