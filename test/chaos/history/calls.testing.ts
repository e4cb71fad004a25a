// Calls for tests, in few words.
import type { Protocol } from '../../../packages/server/src/domain/pin.ts';
import type { Answer, Call, Operation } from './history.ts';

/** How long a pin lives here, in milliseconds. */
export const life = 900_000;

/** The network of the device. */
export const home = '203.0.113.7';

export const done: Answer = { is: 'done' };
export const pending: Answer = { is: 'pending' };
export const refused = (as: string | null): Answer => ({ is: 'refused', as });
export const token = (name = 'T1', account: string | null = null): Answer => ({ is: 'token', token: name, account });

/** From when to when a call took, in milliseconds; it was never answered if there is no end. */
export type Span = readonly [from: number, to?: number];

/** What was done about one pin. */
export interface Script {
  request(...span: Span): Call;
  approve(account: string, span: Span, answer?: Answer, via?: 'page' | 'api'): Call;
  deny(account: string, span: Span, answer?: Answer): Call;
  cancel(span: Span, answer?: Answer): Call;
  poll(span: Span, answer?: Answer, more?: Partial<Operation & { do: 'poll' }>): Call;
}

/** @param key the key that an OAuth device asks with and proves in its polls */
export function script(pin: string, protocol: Protocol = 'plex', key: string | null = null): Script {
  const call = (caller: string, operation: Operation, [from, to]: Span, answer?: Answer): Call => ({
    pin,
    caller,
    operation,
    invokedAt: from,
    ...(to === undefined || answer === undefined
      ? { returnedAt: null, answer: null }
      : { returnedAt: to, answer: answer }),
  });
  return {
    request: (...span) => call('tv', { do: 'request', protocol, life, from: home, keyThumbprint: key }, span, done),
    approve: (account, span, answer, via = 'api') => call(account, { do: 'approve', account, via }, span, answer),
    deny: (account, span, answer) => call(account, { do: 'deny', account, via: 'api' }, span, answer),
    cancel: (span, answer) => call('tv', { do: 'cancel' }, span, answer),
    poll: (span, answer, more) => call('tv', { do: 'poll', from: home, keyThumbprint: key, ...more }, span, answer),
  };
}
