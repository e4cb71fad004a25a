// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import type { Answer } from './http.ts';
import { readPlexErrorBody } from './plex-error-body.ts';

/** The error code for a status. */
export const codeOf = (status: number): 'rate_limited' | 'server' | 'refused' => {
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 || status === 425 ? 'server' : 'refused';
};

/** Sanitizes a server's message for terminals and logs: removes control characters and the secret that was sent. */
export const clean = (message: string, secret: string | undefined): string =>
  (secret ? message.split(secret).join('…') : message).replace(/[\s\p{C}]+/gu, ' ').slice(0, 200);

/** True for a 2xx response; redirects never get this far. */
export const isFine = (answer: Answer): boolean => answer.status < 300;

/**
 * Converts an error response to an error.
 *
 * @param secret - removed from the message in case the server repeats it
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
