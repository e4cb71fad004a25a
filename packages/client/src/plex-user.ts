// Pure: no I/O, no clock, no randomness.
import { type Readers, asBoolean, asInteger, asMembers, asText, notThe, readBody, readMembers } from './lenient.ts';

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

const userReaders: Readers<{ [Name in keyof PlexUser]: PlexUser[Name] | null }> = {
  id: asInteger,
  uuid: asText,
  username: asText,
  title: asText,
  friendlyName: asText,
  email: asText,
  thumb: asText,
  restricted: asBoolean,
};

/**
 * Reads a user, also one wrapped in `user` as the old API does.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` when it holds no id and no name
 */
export const readPlexUser = (body: unknown): PlexUser => {
  const outer = readBody(body);
  const user = readMembers(asMembers(outer['user'] ?? outer), userReaders);
  if (user.id && (user.username ?? user.title)) return user as PlexUser;
  throw notThe('user');
};
