// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import type { Answer } from './http.ts';
import { readPlexErrorBody } from './plex-error-body.ts';

const codeOf = (status: number): 'rate_limited' | 'server' | 'refused' | 'unreadable' => {
  if (status === 429) return 'rate_limited';
  if (status >= 500 || status === 408 || status === 425) return 'server';
  return status >= 400 ? 'refused' : 'unreadable';
};

// What a server writes may be shown in a terminal, and may repeat what it was sent.
const clean = (message: string, secrets: readonly string[]): string =>
  secrets
    .reduce((text, secret) => (secret === '' ? text : text.split(secret).join('…')), message)
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f]+/g, ' ')
    .slice(0, 200);

/** Whether an answer says that the thing asked for is there. */
export const isFine = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;

/**
 * Turns an answer that is not the thing asked for into an error.
 *
 * @param where - the address asked, without its query
 * @param secrets - what must not show up in the message, should the server repeat it
 */
export const plexError = (answer: Answer, where: string, secrets: readonly string[] = []): LinkpinClientError => {
  const { plexCode, message } = readPlexErrorBody(answer.text);
  const said = message === undefined ? '' : `: ${clean(message, secrets)}`;
  return new LinkpinClientError(codeOf(answer.status), `${where} answered ${answer.status}${said}`, {
    status: answer.status,
    plexCode,
    retryAfter: answer.retryAfter,
  });
};
