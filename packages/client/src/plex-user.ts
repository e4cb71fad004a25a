// Pure: no I/O, no clock, no randomness.
import { LinkpinClientError } from './errors.ts';
import { asBoolean, asInteger, asRecord, asText, parseBody } from './lenient.ts';

/** Whose token it is. Managed users have no e-mail address. The token that some answers repeat is not kept. */
export interface PlexUser {
  readonly id: number;
  readonly uuid: string | null;
  readonly username: string | null;
  /** The name to show. */
  readonly title: string | null;
  readonly friendlyName: string | null;
  readonly email: string | null;
  /** Address of a picture. */
  readonly thumb: string | null;
  /** Whether this is a managed user, with limits set by somebody else. */
  readonly restricted: boolean | null;
}

/**
 * Reads a user, also one wrapped in `user` as the old API does.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` when it holds no id and no name
 */
export const readPlexUser = (body: unknown): PlexUser => {
  const outer = asRecord(parseBody(body));
  const user = asRecord(outer?.['user']) ?? outer;
  const id = asInteger(user?.['id']);
  const username = asText(user?.['username']);
  const title = asText(user?.['title']);
  if (user === null || id === null || (username ?? title) === null) {
    throw new LinkpinClientError('unreadable', 'the answer is not a user: it has no usable id and name');
  }
  return {
    id,
    uuid: asText(user['uuid']),
    username,
    title,
    friendlyName: asText(user['friendlyName']),
    email: asText(user['email']),
    thumb: asText(user['thumb']),
    restricted: asBoolean(user['restricted']),
  };
};
