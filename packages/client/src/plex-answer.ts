// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import type { Answer } from './http.ts';
import { readPlexErrorBody } from './plex-error-body.ts';

/** Which error a status is. */
export const codeOf = (status: number): 'rate_limited' | 'server' | 'refused' => {
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 || status === 425 ? 'server' : 'refused';
};

/** What a server wrote, for a terminal and a log: no control characters, and not the secret that it was sent. */
export const clean = (message: string, secret: string | undefined): string =>
  (secret ? message.split(secret).join('…') : message).replace(/[\s\p{C}]+/gu, ' ').slice(0, 200);

/** Whether an answer says that the thing asked for is there; redirects never come this far. */
export const isFine = (answer: Answer): boolean => answer.status < 300;

/**
 * Turns an answer that is not the thing asked for into an error.
 *
 * @param secret - what must not show up in the message, should the server repeat it
 */
export const plexError = (answer: Answer, secret?: string): LinkpinClientError => {
  const { where, status, retryAfter } = answer;
  const { plexCode, message } = readPlexErrorBody(answer.text);
  const said = message ? `: ${clean(message, secret)}` : '';
  return new LinkpinClientError(codeOf(status), `${where} answered ${status}${said}`, {
    status,
    plexCode,
    retryAfter,
  });
};
