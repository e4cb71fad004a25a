// Pure: no I/O, no clock, no randomness. What a client calls a person (`sub`, OpenID Connect Core §8).
import { mayUseGrant, type ClientGrants } from './oauth-client.ts';

/** `public`: every client is told the account's id; `pairwise`: the clients of each sector another name. */
export type SubjectType = 'public' | 'pairwise';

/** What of a client says by which name it knows people. */
export interface SubjectRules {
  /** `public` if left out. */
  readonly subjectType?: SubjectType;
  /** The host that clients share who are to know a person by one pairwise name. */
  readonly sectorIdentifier?: string;
}

/** The hosts of https URIs, each once. A program on a machine shares no host with others. */
export const webHostsOf = (redirectUris: readonly string[]): readonly string[] => [
  ...new Set(redirectUris.flatMap((uri) => /^https:\/\/([^/?#]+)/i.exec(uri)?.[1]?.toLowerCase() ?? [])),
];

/** What of a client says for which sector its pairwise names are made. */
export interface SectorClient extends SubjectRules, ClientGrants {
  readonly id: string;
  /** False for a client that nobody here has checked. */
  readonly isVerified: boolean;
}

/** Whether all that a client is told goes to the hosts of its redirect URIs. */
const isToldThereOnly = (client: ClientGrants): boolean =>
  !mayUseGrant(client, 'device_code') && (client.redirectUris ?? []).every((uri) => /^https:/i.test(uri));

/**
 * What the pairwise names of a client are made for: its sector identifier, the one host of its redirect URIs on the web, or the
 * client by itself. A client that nobody here has checked could name a host that is not its own: it has the sector of that
 * host only if whoever has the host is all who is told.
 */
export function sectorOf(client: SectorClient): string {
  const { id, isVerified, sectorIdentifier, redirectUris = [] } = client;
  if (sectorIdentifier !== undefined) return `host ${sectorIdentifier}`;
  const [host, ...others] = webHostsOf(redirectUris);
  const isAlone = host === undefined || others.length > 0 || !(isVerified || isToldThereOnly(client));
  return isAlone ? `client ${id}` : `host ${host}`;
}
