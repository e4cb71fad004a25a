// Pure: no I/O, no clock, no randomness.
import { type Readers, asBoolean, asInteger, asMembers, asText, notThe, readBody, readMembers } from './lenient.ts';

/** The user of a token. Managed users have no e-mail address. The token that some responses repeat is dropped. */
export interface PlexUser {
  readonly id: number;
  readonly uuid: string | null;
  readonly username: string | null;
  /** The display name. */
  readonly title: string | null;
  readonly friendlyName: string | null;
  readonly email: string | null;
  /** URL of an avatar. */
  readonly thumb: string | null;
  /** Whether this is a managed user, restricted by another account. */
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
 * Reads a user, also wrapped in `user` as in the old API.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` without an id and a name
 */
export const readPlexUser = (body: unknown): PlexUser => {
  const outer = readBody(body);
  const user = readMembers(asMembers(outer['user'] ?? outer), userReaders);
  if (user.id && (user.username ?? user.title)) return user as PlexUser;
  throw notThe('user');
};
